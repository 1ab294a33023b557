import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planApp } from '../../src/generators/app.ts';
import { packageManagers } from '../../src/generators/package-manager.ts';
import { root } from '../support/tool.ts';

const answers = { name: 'my-app', external: 'Acme', database: 'sqlite', packageManager: 'npm' };
const projects = ['sqlite', 'postgresql'].flatMap((database) =>
  Object.keys(packageManagers).map((packageManager) => ({ ...answers, database, packageManager })),
);

/** What works here and fails on Windows, as far as it can be seen from here. */
describe('on Windows', () => {
  test.each(projects)(
    'scripts with $packageManager on $database need no shell of Unix (n8n-io/n8n#15617)',
    async (choice) => {
      const files = await planApp(choice);
      const { scripts } = JSON.parse(String(files.get('package.json')));
      for (const script of Object.values<string>(scripts)) {
        for (const command of script.split(' && '))
          expect(command, script).toMatch(/^(connector|tsc|node|vitest|biome)( [\w./:-]+)*$/);
      }
    },
  );

  test('names of files are legal, short, and the same in upper and lower case nowhere', async () => {
    for (const choice of projects) {
      const paths = [...(await planApp(choice)).keys()];
      expect(
        paths.filter((path) => /[<>:"\\|?*]|[ .]$|(^|\/)(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(path)),
      ).toEqual([]);
      expect(paths.filter((path) => path.length > 120)).toEqual([]);
      expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    }
  });

  test('a package manager is started by what finds npm.cmd, and nothing by a shell (n8n-io/n8n#19885, n8n-io/n8n#33708)', async () => {
    const files = (await readdir(join(root, 'src'), { recursive: true })).filter((file) =>
      file.endsWith('.ts'),
    );
    const texts = await Promise.all(
      files.map(async (file) => [file, await readFile(join(root, 'src', file), 'utf8')] as const),
    );
    const using = (pattern: RegExp) => texts.filter(([, text]) => pattern.test(text)).map(([file]) => file);
    // Of node:child_process git is all, which is a real program; execa looks for npm.cmd as a shell does.
    expect(using(/node:child_process/)).toEqual([join('actions', 'git.ts')]);
    expect(using(/shell: (true|'|process)|\brm -rf\b|\bexecSync\b/)).toEqual([]);
  });
});

/** A dev server that stops working because a new version of something came out (n8n-io/n8n#28539). */
test.each(projects)(
  '$packageManager on $database installs the versions that were tested, and no others',
  async (choice) => {
    const { dependencies, devDependencies } = JSON.parse(String((await planApp(choice)).get('package.json')));
    const { 'create-connector': _, ...others } = { ...dependencies, ...devDependencies };
    for (const [name, version] of Object.entries(others))
      expect(version, name).toMatch(/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/);
  },
);
