import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readTemplate } from '../../src/actions/template.ts';
import { temporaryFolder } from '../support/tool.ts';

async function template(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

test('a .tpl is rendered and loses its suffix; nothing is escaped', async () => {
  const files = await readTemplate(await template({ 'a.md.tpl': 'it is <%= name %>' }), {
    name: `it's <b> & "c"`,
  });
  expect([...files]).toEqual([['a.md', `it is it's <b> & "c"`]]);
});

test('anything else is copied byte for byte, whatever it looks like', async () => {
  const workflow = '{{ matrix.node }} <%= name %> $& $1';
  const picture = Buffer.from([0x89, 0x50, 0, 0xff]);
  const files = await readTemplate(await template({ 'ci.yml': workflow, 'logo.png': picture }), {});
  expect(files.get('ci.yml')?.toString()).toBe(workflow);
  expect(files.get('logo.png')).toEqual(picture);
});

test('a leading underscore at the root becomes a dot, and only there', async () => {
  const files = await readTemplate(
    await template({ _gitignore: '', '_github/a.yml': '', 'views/_part.ejs': '' }),
    {},
  );
  expect([...files.keys()].sort()).toEqual(['.github/a.yml', '.gitignore', 'views/_part.ejs']);
});

test('%name% in a path is replaced', async () => {
  const files = await readTemplate(await template({ 'src/%name%/%name%.ts': '' }), { name: 'contact' });
  expect([...files.keys()]).toEqual(['src/contact/contact.ts']);
  await expect(readTemplate(await template({ '%nope%.ts': '' }), {})).rejects.toThrow(
    '%nope%.ts: there is no "nope"',
  );
});

test('a variable that is not known is an error with file and line', async () => {
  const folder = await template({ 'a.md.tpl': 'one\n<%= nope %>\n' });
  await expect(readTemplate(folder, {})).rejects.toThrow(/a\.md\.tpl:2[\s\S]*nope is not defined/);
  await expect(readTemplate(folder, { nope: undefined })).rejects.toThrow(/a\.md\.tpl:2[\s\S]*undefined/);
});

test('what was generated, stored or left there by an editor is not copied', async () => {
  const folder = await template({
    'src/generated/prisma/client.ts': '',
    'data/development.db': '',
    'node_modules/a/index.js': '',
    'dist/a.js': '',
    'debug.log': '',
    '.shots.ts': '',
    'src/.swp': '',
    'src/data/kept.ts': '',
  });
  expect([...(await readTemplate(folder, {})).keys()]).toEqual(['src/data/kept.ts']);
});
