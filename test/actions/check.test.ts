import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkFolder, checkPaths } from '../../src/actions/check.ts';
import { temporaryFolder } from '../support/tool.ts';

test('a folder may be absent, at any depth, or empty, or hold a git repository', async () => {
  const home = await temporaryFolder();
  await mkdir(join(home, 'cloned/.git'), { recursive: true });
  await checkFolder(join(home, 'absent'));
  await checkFolder(join(home, 'a/b/absent'));
  await checkFolder(await temporaryFolder());
  await checkFolder(join(home, 'cloned'));
});

test('one file is enough to refuse, and a few of them are named', async () => {
  const home = await temporaryFolder();
  await writeFile(join(home, 'LICENSE'), '');
  await expect(checkFolder(home)).rejects.toThrow('is not empty (LICENSE)');
  for (const name of ['.env', 'a', 'b', 'c']) await writeFile(join(home, name), '');
  await expect(checkFolder(home)).rejects.toThrow(/\(.+, .+, .+ and 2 more\)/);
});

test('a file in the place of the folder, or of one above, is refused', async () => {
  const home = await temporaryFolder();
  await writeFile(join(home, 'app'), '');
  await expect(checkFolder(join(home, 'app'))).rejects.toThrow('is a file');
  await expect(checkFolder(join(home, 'app/inside'))).rejects.toThrow('is a file, not a folder');
});

test('a link that leads nowhere is not written through', async () => {
  const home = await temporaryFolder();
  await symlink(join(home, 'nowhere'), join(home, 'app'));
  await expect(checkFolder(join(home, 'app'))).rejects.toThrow('is a file');
});

test('a name that another machine would take for a neighbour is refused', async () => {
  const home = await temporaryFolder();
  await mkdir(join(home, 'My-App'));
  await expect(checkFolder(join(home, 'my-app'))).rejects.toThrow('has "My-App" already');
});

test('two planned paths must differ in more than upper and lower case', () => {
  checkPaths(['src/a.ts', 'src/b.ts']);
  expect(() => checkPaths(['src/a.ts', 'src/A.ts'])).toThrow('src/a.ts and src/A.ts');
});
