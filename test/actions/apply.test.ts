import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/actions/apply.ts';
import { type Change, toWrite, verbOf } from '../../src/actions/change.ts';
import { diffOf } from '../../src/actions/diff.ts';
import { type Decision, settle } from '../../src/actions/settle.ts';
import { temporaryFolder } from '../support/tool.ts';

const change = (path: string, before: string | undefined, after: string | undefined): Change => ({
  path,
  before,
  after,
  conflicts: before !== undefined && before !== after,
});

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')]),
  );
  return Object.fromEntries(texts);
}

describe('changes', () => {
  test('are carried out together, and leave nothing else behind', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'run.sh'), 'old', { mode: 0o755 });
    await mkdir(join(folder, 'gone'));
    await writeFile(join(folder, 'gone/x'), 'x');
    await applyChanges(folder, [
      change('a/b/new', undefined, 'new'),
      change('run.sh', 'old', 'new'),
      change('gone/x', 'x', undefined),
    ]);
    expect(await contents(folder)).toEqual({ 'a/b/new': 'new', 'run.sh': 'new' });
    expect((await stat(join(folder, 'run.sh'))).mode & 0o777).toBe(0o755);
    expect((await readdir(folder)).sort()).toEqual(['a', 'run.sh']);
  });

  test('are none of them carried out when one fails', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'kept'), 'old');
    await writeFile(join(folder, 'file'), 'in the way of a folder');
    const before = await contents(folder);
    const changes = [
      change('kept', 'old', 'new'),
      change('fresh/a', undefined, 'a'),
      change('file/b', undefined, 'b'),
    ];
    await expect(applyChanges(folder, changes)).rejects.toThrow('Nothing was changed');
    expect(await contents(folder)).toEqual(before);
    expect((await readdir(folder)).sort()).toEqual(['file', 'kept']);
  });

  test('that were done are taken back when a later one fails', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'kept'), 'old');
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'folder/x'), 'x');
    const before = await contents(folder);
    const changes = [
      change('kept', 'old', 'new'),
      change('one', undefined, '1'),
      change('folder', undefined, 'f'),
    ];
    await expect(applyChanges(folder, changes)).rejects.toThrow();
    expect(await contents(folder)).toEqual(before);
  });

  test.each([
    ['saved', 'kept', 'saved by an editor'],
    ['created', 'fresh', 'by somebody else'],
    ['deleted', 'kept', undefined],
  ])('are none of them carried out when a file was %s since they were planned', async (_how, path, text) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'kept'), 'old');
    await writeFile(join(folder, 'other'), 'old');
    const changes = [
      change('other', 'old', 'new'),
      change('kept', 'old', 'new'),
      change('fresh', undefined, 'new'),
    ];
    if (text === undefined) await rm(join(folder, path));
    else await writeFile(join(folder, path), text);
    const before = await contents(folder);
    await expect(applyChanges(folder, changes)).rejects.toThrow(
      `${path} was saved or deleted in the meantime: nothing was written, run the command again.`,
    );
    expect(await contents(folder)).toEqual(before);
  });

  test.skipIf(process.getuid?.() === 0)(
    'in a folder that may not be written are refused in words',
    async () => {
      const folder = await temporaryFolder();
      await chmod(folder, 0o500);
      await expect(applyChanges(folder, [change('a', undefined, 'a')])).rejects.toThrow(
        'Nothing was changed',
      );
    },
  );
});

test('lines that end otherwise and a byte order mark are no difference', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'a.ts'), '\uFEFFone\r\ntwo\r\n');
  const same = await toWrite(folder, 'a.ts', 'one\ntwo\n');
  expect([verbOf(same), same.conflicts]).toEqual(['identical', false]);
});

test('a name that differs in upper and lower case only is refused, and so is a folder on its way', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'Contact.ts'), '');
  await expect(toWrite(folder, 'contact.ts', '')).rejects.toThrow('. has "Contact.ts" already');
  await mkdir(join(folder, 'src/Sales-Order'), { recursive: true });
  await expect(toWrite(folder, 'src/sales-order/index.ts', '')).rejects.toThrow(
    'src has "Sales-Order" already, which is the same as "sales-order" on macOS and Windows: choose another name.',
  );
  await expect(toWrite(folder, 'src/entities/deep/index.ts', '')).resolves.toMatchObject({
    before: undefined,
  });
});

describe('a file that is in the way', () => {
  const conflicts = ['a', 'b', 'c'].map((path) => change(path, 'theirs', 'ours'));
  const answering = (...decisions: Decision[]) => ({ ask: async () => decisions.shift() as Decision });
  const agreedBy = async (...decisions: Decision[]) =>
    (await settle(conflicts, answering(...decisions))).agreed.map(({ path }) => path);

  test('is written over when a person says so, file by file or all at once', async () => {
    expect(await agreedBy('yes', 'no', 'yes')).toEqual(['a', 'c']);
    expect(await agreedBy('no', 'all')).toEqual(['b', 'c']);
  });

  test('is shown before the question comes again', async () => {
    const shown: string[] = [];
    const show = ({ path }: Change) => shown.push(path);
    await settle(conflicts.slice(0, 1), { ...answering('diff', 'diff', 'yes'), show });
    expect(shown).toEqual(['a', 'a']);
  });

  test('stops everything when the person quits, and when nobody can be asked', async () => {
    await expect(settle(conflicts, answering('yes', 'quit'))).rejects.toThrow('nothing was written');
    await expect(settle(conflicts, {})).rejects.toThrow('a, b, c are there already');
    expect((await settle(conflicts, { force: true })).agreed).toHaveLength(3);
  });
});

test('a difference is a unified diff, whatever the line ends are', () => {
  expect(diffOf(change('src/a.ts', 'one\r\ntwo\r\n', 'one\n2\n'))).toBe(
    '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,2 +1,2 @@\n one\n-two\n+2',
  );
  expect(diffOf(change('a', undefined, 'new\n'))).toContain('--- /dev/null\n+++ b/a\n@@ -0,0 +1,1 @@\n+new');
});
