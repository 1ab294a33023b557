import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { follow, nameOf, resolvePointer } from '../../src/description/pointer.ts';
import { readDescription } from '../../src/description/read.ts';
import { read, written } from '../support/description.ts';
import { temporaryFolder } from '../support/tool.ts';

const valueAt = async (files: Record<string, string>, pointer: string) =>
  resolvePointer(await read(files), pointer).value;

describe('a description is read', () => {
  test('from JSON, YAML, and YAML that begins as JSON does', async () => {
    expect(await valueAt({ 'a.json': '\uFEFF{"a":[{"b":1}]}' }, '/a/0/b')).toBe(1);
    expect(await valueAt({ 'a.yaml': 'a:\n  - b: 1\n' }, '#/a/0/b')).toBe(1);
    expect(await valueAt({ 'a.yml': '{a: [{b: 1},]}' }, '/a/0/b')).toBe(1);
    expect(await valueAt({ 'a.yaml': 'x: &x {b: 1}\na:\n  <<: *x\n' }, '/a/b')).toBe(1);
  });

  test('with the files it refers to, from where each lies', async () => {
    const files = {
      'api/openapi.yaml':
        'components:\n  schemas:\n    Contact:\n      $ref: schemas/contact%20card.yaml#/Contact\n',
      'api/schemas/contact card.yaml': 'Contact:\n  properties:\n    city: {$ref: "../common.json#/City"}\n',
      'api/common.json': '{"City":{"type":"string"}}',
    };
    expect(await valueAt(files, '/components/schemas/Contact/properties/city')).toEqual({ type: 'string' });
  });

  test('in circles of files as well', async () => {
    const files = { 'a.json': '{"a":{"$ref":"b.json#/b"},"c":3}', 'b.json': '{"b":{"$ref":"a.json#/c"}}' };
    expect(await valueAt(files, '/a')).toBe(3);
  });

  test('whatever keys a pointer has to spell, and through references that lie on the way', async () => {
    const document = { paths: { '/contacts/{id}': { 'a~b': { $ref: '#/x' } } }, x: { y: { z: 7 } } };
    const files = { 'a.json': JSON.stringify(document) };
    expect(await valueAt(files, '/paths/~1contacts~1%7Bid%7D/a~0b/y/z')).toBe(7);
    const through = { a: { $ref: '#/b' }, b: { c: { d: 1 } }, e: { $ref: '#/a/c/d' } };
    expect(await valueAt({ 'a.json': JSON.stringify(through) }, '/e')).toBe(1);
  });
});

describe('what is refused says why, and what to do', () => {
  test.each([
    ['no JSON', { 'a.json': '{"a":' }, /a\.json is not JSON: .+\.$/],
    ['no YAML', { 'a.yaml': 'a: [1\nb: ]' }, /a\.yaml is neither JSON nor YAML: .+ at line 2, column 1\.$/],
    ['two documents', { 'a.yaml': '--- 1\n--- 2\n' }, /multiple documents/],
    ['no text', { 'a.json': Buffer.from([0xff, 0xfe, 0x7b, 0]) }, /is no text in UTF-8/],
    ['itself by an alias', { 'a.yaml': 'a: &a\n  b: *a\n' }, /contains itself, by an alias/],
    ['JSON without a bottom', { 'a.json': '['.repeat(9000) + ']'.repeat(9000) }, /more than 250 levels deep/],
    [
      'YAML without a bottom',
      { 'a.yaml': `a: ${'['.repeat(9000)}${']'.repeat(9000)}` },
      /neither JSON nor YAML/,
    ],
    ['an alias bomb', { 'a.yaml': bomb() }, /Excessive alias count/],
  ])('%s', async (_, files, message) => {
    await expect(read(files as Record<string, string>)).rejects.toThrow(message);
  });

  test('a file that is not there, and a folder', async () => {
    const folder = await temporaryFolder();
    await expect(readDescription(join(folder, 'none.yaml'))).rejects.toThrow('there is no such file');
    await expect(readDescription(folder)).rejects.toThrow('it is a folder');
    await expect(readDescription('https://fern.example/a.yaml')).rejects.toThrow(
      'Nothing is read from the web: save https://fern.example/a.yaml as a file',
    );
  });

  test('a pointer to nothing', async () => {
    const description = await read({ 'a.json': '{"components":{"schemas":{"Contact":{}}}}' });
    expect(() => resolvePointer(description, '/components/schemas/Contatc')).toThrow(
      /a\.json#\/components\/schemas\/Contatc is not there\. Did you mean "Contact"\?$/,
    );
    expect(() => resolvePointer(description, 'Contact')).toThrow('"Contact" is no pointer');
  });

  test('a reference to nothing, to a file that is not there, to the web: only when it is followed', async () => {
    const description = await read({
      'a.json': JSON.stringify({
        gone: { $ref: '#/nowhere' },
        file: { $ref: 'none.yaml#/x' },
        web: { $ref: 'https://fern.example/a.yaml#/x' },
        fine: 1,
      }),
    });
    expect(resolvePointer(description, '/fine').value).toBe(1);
    expect(() => resolvePointer(description, '/gone')).toThrow(
      /nowhere, which .*#\/gone refers to, is not there/,
    );
    expect(() => resolvePointer(description, '/file')).toThrow(
      /none\.yaml cannot be read: there is no such file/,
    );
    expect(() => resolvePointer(description, '/web')).toThrow(/nothing is read from the web: save that file/);
  });

  test('a file that is too large, before it is read', async () => {
    const path = await written({ 'large.json': '' });
    await truncate(path, 33 * 1024 * 1024);
    await expect(readDescription(path)).rejects.toThrow('large.json has more than 32 MB');
  });

  test.skipIf(process.platform === 'win32')('a device that never ends', async () => {
    const description = await read({ 'a.json': '{"a":{"$ref":"/dev/zero#/x"}}' });
    expect(() => resolvePointer(description, '/a')).toThrow('it is no file');
  });

  test.each([
    { a: { $ref: '#/a' } },
    { a: { $ref: '#/b' }, b: { $ref: '#/a' } },
    { a: { $ref: '#/a/b' } },
    { a: { $ref: '#/b/c' }, b: { $ref: '#/a/c' } },
  ])('a circle: %j', async (document) => {
    const description = await read({ 'a.json': JSON.stringify(document) });
    expect(() => resolvePointer(description, '/a')).toThrow('refers to itself and to nothing else');
  });
});

test('keys that would reach into every object are dropped', async () => {
  for (const [name, text] of Object.entries({
    'a.json': '{"a":{"__proto__":{"polluted":1},"b":2}}',
    'a.yaml': 'a:\n  __proto__:\n    polluted: 1\n  b: 2\n',
  })) {
    const { value } = resolvePointer(await read({ [name]: text }), '/a');
    expect(Object.entries(value as object)).toEqual([['b', 2]]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  }
  const description = await read({ 'a.json': '{"a":{}}' });
  for (const key of ['toString', '__proto__', 'constructor'])
    expect(() => resolvePointer(description, `/a/${key}`)).toThrow('is not there');
});

test('every value of any document is found at the pointer that its name is made of', async () => {
  const folder = await temporaryFolder();
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.integer())),
      async (document) => {
        const file = join(folder, 'any.json');
        await writeFile(file, JSON.stringify(document));
        const description = await readDescription(file);
        for (const [key, inner] of Object.entries(document)) {
          for (const [name, value] of Object.entries(inner)) {
            if (key === '__proto__' || name === '__proto__') continue;
            const pointer = [key, name].map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'));
            const place = resolvePointer(description, `/${pointer.map(encodeURIComponent).join('/')}`);
            expect(place.value).toBe(value);
            expect(nameOf(follow(description, place))).toContain('any.json#/');
          }
        }
      },
    ),
    { numRuns: 50 },
  );
});

function bomb(): string {
  const levels = Array.from({ length: 8 }, (_, index) => {
    const name = String.fromCharCode(98 + index);
    const before = String.fromCharCode(97 + index);
    return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`;
  });
  return ['a: &a [x,x,x,x,x,x,x,x,x]', ...levels].join('\n');
}
