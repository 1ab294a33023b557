import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { grownProjects } from '../support/grown.ts';

const project = grownProjects();
const complex = 'g complex-entity contact-and-lead --connec person --external contact,lead';

// Undo that is missing (redwoodjs/redwood#80, phoenixframework/phoenix#2607), takes too much or leaves too much
// (rails/rails#42127).
test('what was generated is taken back to the letter, and nothing else (rmosolgo/graphql-ruby#1099, activeadmin/activeadmin#896)', async () => {
  const { connector, texts } = await project();
  const before = await texts();
  await connector('g entity invoice title:subject');
  await connector(complex);
  const both = await texts();
  const { exitCode, stdout } = await connector('destroy entity Invoice', { in: 'src' });
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout:
      '      remove  src/entities/invoice.ts\n      remove  test/entities/invoice.test.ts\n      update  src/entities/index.ts',
  });
  expect(Object.keys(both)).toContain('src/entities/contact-and-lead/kinds.ts');
  expect((await connector('d complex-entity contact-and-lead')).exitCode).toBe(0);
  expect(await texts()).toEqual(before);
});

test('a folder goes only when nothing of somebody else is in it (rivsc/Beautiful-Scaffold#6)', async () => {
  const { connector, folder, read, texts } = await project();
  const before = await texts();
  await connector(complex);
  await writeFile(join(folder, 'src/entities/contact-and-lead/notes.md'), 'mine');
  expect((await connector('destroy complex-entity contact-and-lead')).exitCode).toBe(0);
  expect(await read('src/entities/contact-and-lead/notes.md')).toBe('mine');
  const { 'src/entities/contact-and-lead/notes.md': _, ...others } = await texts();
  expect(others).toEqual(before);
});

test('a dry run removes nothing', async () => {
  const { connector, texts } = await project();
  await connector('g entity invoice title:subject');
  const before = await texts();
  const told = JSON.parse((await connector('destroy entity invoice --dry-run --json')).stdout);
  expect(told).toMatchObject({ generator: 'entity', name: 'invoice', dryRun: true });
  expect(told.files[0]).toEqual({
    verb: 'remove',
    path: 'src/entities/invoice.ts',
    diff: expect.stringContaining('+++ /dev/null'),
  });
  const { stdout } = await connector('destroy entity invoice --dry-run');
  expect(stdout).toContain('--- a/src/entities/invoice.ts\n+++ /dev/null\n');
  expect(stdout).toContain('A dry run: nothing was removed.');
  expect(await texts()).toEqual(before);
});

test('what somebody has edited is left and named, and a second time as well', async () => {
  const { connector, folder, texts } = await project();
  await connector('g entity invoice title:subject');
  await appendFile(join(folder, 'src/entities/invoice.ts'), '// mine\n');
  const { files } = JSON.parse((await connector('destroy entity invoice --dry-run --json')).stdout);
  expect(files.at(-1)).toEqual({ verb: 'skip', path: 'src/entities/invoice.ts', note: 'was edited since' });
  const { exitCode, stdout, stderr } = await connector('destroy entity invoice');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('remove  test/entities/invoice.test.ts');
  expect(stdout).toContain('skip  src/entities/invoice.ts  was edited since');
  expect(stderr).toContain('src/entities/invoice.ts was left, for it is yours now');
  const after = await texts();
  expect(after['src/entities/invoice.ts']).toContain('// mine');
  expect(after['src/entities/index.ts']).not.toContain('Invoice');
  expect((await connector('destroy entity invoice')).exitCode).toBe(1);
  expect(await texts()).toEqual(after);
});

test('files that only got other line ends are as they were', async () => {
  const { connector, folder, read } = await project();
  await connector('g entity invoice title:subject');
  for (const path of ['src/entities/invoice.ts', 'src/entities/index.ts'])
    await writeFile(join(folder, path), (await read(path)).replaceAll('\n', '\r\n'));
  expect((await connector('destroy entity invoice')).exitCode).toBe(0);
  expect(await read('src/entities/index.ts')).toMatch(/\[new Account\(\), new Contact\(\)\];\r\n$/);
});

test('lines that are used otherwise are left', async () => {
  const { connector, folder, read } = await project();
  await connector('g entity invoice title:subject');
  await appendFile(join(folder, 'src/entities/index.ts'), 'export const first = new Invoice();\n');
  const { exitCode, stdout } = await connector('destroy entity invoice');
  expect({ exitCode, stdout }).toEqual({
    exitCode: 1,
    stdout: expect.stringContaining('skip  src/entities/index.ts  Invoice is used there in another way'),
  });
  expect(await read('src/entities/index.ts')).toContain('new Contact(), new Invoice()]');
});

test('the example that came with the project goes the same way, and is not forgotten', async () => {
  const { connector, texts } = await project();
  const before = await texts();
  expect((await connector('destroy entity contact')).exitCode).toBe(0);
  const after = await texts();
  expect(Object.keys(after)).toEqual(Object.keys(before).filter((path) => !/\/contact[./]/.test(path)));
  expect(after['src/entities/index.ts']).toContain('export const entities = [new Account()];');
  expect(after['connector.json']).toBe(before['connector.json']);
});

test('what was never generated cannot be taken back', async () => {
  const { connector } = await project();
  await connector('g entity invoice title:subject');
  expect(await connector('destroy entity nothing')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(
      'knows of no entity "nothing" that was generated here. What was: entity invoice.',
    ),
  });
  const mistyped = [
    ['destroy entity invioce', 'Did you mean "invoice"?'],
    ['destroy entity acount', 'Did you mean "account"?'],
    ['destroy complex-entity invoice', 'Did you mean "entity invoice"?'],
    ['destroy entiy invoice', '"entiy" is no generator whose work can be taken back. Did you mean "entity"?'],
  ] as const;
  for (const [words, hint] of mistyped) expect((await connector(words)).stderr, words).toContain(hint);
  expect(await connector('destroy unicorn x')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('Choose entity or'),
  });
});
