import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeProject } from '../../src/actions/write.ts';
import { temporaryFolder } from '../support/tool.ts';

test('all files are written, in folders made for them', async () => {
  const folder = join(await temporaryFolder(), 'deep/er/app');
  await writeProject(
    folder,
    new Map<string, string | Buffer>([
      ['a/b/c.txt', 'c'],
      ['logo.png', Buffer.from([0, 255])],
    ]),
  );
  expect(await readFile(join(folder, 'a/b/c.txt'), 'utf8')).toBe('c');
  expect(await readFile(join(folder, 'logo.png'))).toEqual(Buffer.from([0, 255]));
});

test('settings with secrets are for their owner alone', async () => {
  const folder = join(await temporaryFolder(), 'app');
  await writeProject(
    folder,
    new Map([
      ['.env', 'SECRET=1'],
      ['README.md', ''],
    ]),
  );
  expect((await stat(join(folder, '.env'))).mode & 0o077).toBe(0);
  expect((await stat(join(folder, 'README.md'))).mode & 0o444).toBe(0o444);
});

test('a file that cannot be written leaves nothing behind, not even the folders above', async () => {
  const home = await temporaryFolder();
  const impossible = new Map([
    ['a', 'a file'],
    ['a/b', 'a file in a file'],
  ]);
  await expect(writeProject(join(home, 'new/app'), impossible)).rejects.toThrow(/EEXIST|ENOTDIR|EISDIR/);
  expect(await readdir(home)).toEqual([]);
});

test('an empty folder that is there stays the same folder', async () => {
  const folder = await temporaryFolder();
  const { ino } = await stat(folder);
  await writeProject(folder, new Map([['a.txt', 'a']]));
  expect((await stat(folder)).ino).toBe(ino);
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test("somebody's file that turns up at the last moment is kept, and ours are taken back", async () => {
  const home = await temporaryFolder();
  const folder = join(home, 'app');
  await mkdir(folder);
  await writeFile(join(folder, 'b.txt'), 'mine');
  await expect(
    writeProject(
      folder,
      new Map([
        ['a.txt', 'a'],
        ['b.txt', 'b'],
      ]),
    ),
  ).rejects.toThrow('appeared');
  expect(await readdir(folder)).toEqual(['b.txt']);
  expect(await readFile(join(folder, 'b.txt'), 'utf8')).toBe('mine');
  expect(await readdir(home)).toEqual(['app']);
});

test.skipIf(process.getuid?.() === 0)('a folder above that refuses leaves nothing behind', async () => {
  const home = await temporaryFolder();
  await chmod(home, 0o500);
  await expect(writeProject(join(home, 'app'), new Map([['a', 'a']]))).rejects.toThrow('EACCES');
  await chmod(home, 0o700);
  expect(await readdir(home)).toEqual([]);
});
