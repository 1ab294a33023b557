import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatPath,
  isWritten,
  type Path,
  PathError,
  parsePath,
  readPath,
  writePath,
} from '../../src/engine/path.ts';
import type { JsonObject, JsonValue } from '../../src/engine/record.ts';

const unsafe = ['__proto__', 'constructor', 'prototype'];
const key = fc.string({ minLength: 1 }).filter((text) => !/[/[\]]/.test(text) && !unsafe.includes(text));
const segment = fc.tuple(key, fc.option(fc.nat(5), { nil: undefined }));
const path: fc.Arbitrary<Path> = fc
  .array(segment, { minLength: 1, maxLength: 5 })
  .map((segments) => segments.flatMap(([name, index]) => (index === undefined ? [name] : [name, index])));
const leaf: fc.Arbitrary<JsonValue> = fc.oneof<fc.Arbitrary<JsonValue>[]>(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant([]),
  fc.constant({}),
);

describe('a path', () => {
  test('is names parted by slashes, each with an index where it names a list (contract 107)', () => {
    expect(parsePath('first_name')).toEqual(['first_name']);
    expect(parsePath('address/billing/city')).toEqual(['address', 'billing', 'city']);
    expect(parsePath('lines[0]/item/codes[12]')).toEqual(['lines', 0, 'item', 'codes', 12]);
  });

  test('may begin and end with one slash', () => {
    expect(parsePath('/a/b/')).toEqual(['a', 'b']);
  });

  test('may have dots, spaces and any other sign in its names', () => {
    expect(parsePath('Custom.Field 1/été')).toEqual(['Custom.Field 1', 'été']);
  });

  test.each([
    '',
    '/',
    '//a',
    'a//b',
    '[0]',
    '[0]/a',
    'a[0][1]',
    'a[*]',
    'a[-1]',
    'a[1..2]',
    'a[]',
    'a[0',
    'a]',
  ])('%j is refused when the mapper is defined, and the message says what to write', (text) => {
    expect(() => parsePath(text)).toThrow(PathError);
    expect(() => parsePath(text)).toThrow(`"${text}" is not a path`);
    expect(() => parsePath(text)).toThrow('a name and an index like lines[0]');
  });

  test.each(unsafe)('never goes through %s', (name) => {
    expect(() => parsePath(`a/${name}/b`)).toThrow(PathError);
    expect(() => parsePath(`${name}[0]`)).toThrow(PathError);
  });

  test('is the same again after it was written as text', () => {
    fc.assert(
      fc.property(path, (parsed) => {
        expect(parsePath(formatPath(parsed))).toEqual(parsed);
      }),
    );
  });
});

describe('reading', () => {
  test('gives the value, and false, 0 and blank ones are values (contract 108)', () => {
    for (const value of [false, 0, '', [], {}])
      expect(readPath({ a: { b: value } }, ['a', 'b'])).toEqual(value);
  });

  test('gives nothing where anything on the way is null or missing (contract 108)', () => {
    const record = { none: null, list: [null] };
    for (const text of ['gone', 'gone/a', 'none', 'none/a', 'none[0]', 'list[0]', 'list[0]/a', 'list[7]/a']) {
      expect(readPath(record, parsePath(text))).toBeUndefined();
    }
  });

  test('knows only what is in the record, not what every object inherits', () => {
    expect(readPath({}, ['toString'])).toBeUndefined();
  });

  test.each([
    [{ a: 'text' }, 'a/b', 'a string stands where "b" is to be read'],
    [{ a: false }, 'a/b', 'a boolean stands where "b" is to be read'],
    [{ a: [1] }, 'a/b', 'a list stands where "b" is to be read'],
    [{ a: { b: 1 } }, 'a[0]', 'an object stands where 0 is to be read'],
    [{ a: new Date(0) as never }, 'a/b', 'a date stands where "b" is to be read'],
  ])('%j at %s says what stands in the way', (record: JsonObject, text, message) => {
    expect(() => readPath(record, parsePath(text))).toThrow(new PathError(message));
  });
});

describe('writing', () => {
  const written = (text: string, value: unknown, record: JsonObject = {}) => {
    writePath(record, parsePath(text), value as never);
    return record;
  };

  test('creates what is missing on the way, a list where an index comes next (contract 110)', () => {
    expect(written('a/b/c', 1)).toEqual({ a: { b: { c: 1 } } });
    expect(written('lines[0]/prices[0]', 1)).toEqual({ lines: [{ prices: [1] }] });
    expect(written('a/b', 1, { a: null })).toEqual({ a: { b: 1 } });
  });

  test('enters what is there', () => {
    expect(written('a/c', 2, { a: { b: 1 } })).toEqual({ a: { b: 1, c: 2 } });
    expect(written('a[1]', 2, { a: [1] })).toEqual({ a: [1, 2] });
  });

  test('fills the gaps of a list with null', () => {
    expect(written('a[2]', 1)).toEqual({ a: [null, null, 1] });
    expect(written('a[2]/b', 1)).toEqual({ a: [null, null, { b: 1 }] });
  });

  test('leaves a value alone, false and blank ones too, but not null (contract 110)', () => {
    for (const value of ['there', false, 0, '', []])
      expect(written('a', 1, { a: value })).toEqual({ a: value });
    expect(written('a', 1, { a: null })).toEqual({ a: 1 });
  });

  test('reaches names that every object inherits', () => {
    expect(written('valueOf', 1)).toHaveProperty('valueOf', 1);
  });

  test.each([
    ['a/b', { a: 'text' }, 'a string stands where an object is to be written'],
    ['a/b', { a: [] }, 'a list stands where an object is to be written'],
    ['a[0]', { a: {} }, 'an object stands where a list is to be written'],
  ])('%s into %j says what stands in the way', (text, record: JsonObject, message) => {
    expect(() => written(text, 1, record)).toThrow(new PathError(message));
  });

  test('what was written is read, and says so', () => {
    fc.assert(
      fc.property(path, leaf, (where, value) => {
        const record: JsonObject = {};
        expect(isWritten(record, where)).toBe(false);
        writePath(record, where, value);
        expect(readPath(record, where)).toEqual(value);
        expect(isWritten(record, where)).toBe(true);
      }),
    );
  });

  test('the first writer wins, whatever is written after it', () => {
    fc.assert(
      fc.property(path, path, leaf, leaf, (first, second, value, other) => {
        fc.pre(typeof value !== 'object');
        const record: JsonObject = {};
        writePath(record, first, value);
        try {
          writePath(record, second, other);
        } catch (error) {
          expect(error).toBeInstanceOf(PathError);
        }
        expect(readPath(record, first)).toEqual(value);
      }),
    );
  });

  test('nothing outside the record is ever changed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          writePath({}, parsePath(`${text}/polluted`), true);
        } catch (error) {
          expect(error).toBeInstanceOf(PathError);
        }
        expect('polluted' in {}).toBe(false);
      }),
      { examples: [['__proto__'], ['constructor/prototype'], ['a/__proto__']] },
    );
  });
});
