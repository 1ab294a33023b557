import { join } from 'node:path';
import { execa } from 'execa';
import { toolRoot as root } from '../../src/tool.ts';
import { linkPackages } from '../../test/support/linked-packages.ts';

/** Creates a connector on PostgreSQL in `folder/my-app`, with this repository's packages, and compiles it. */
export async function buildProject(folder: string): Promise<string> {
  const tool = (program: string, words: string[], cwd: string) =>
    execa(process.execPath, [join(root, 'bin', `${program}.js`), ...words], { cwd });
  const flags = ['my-app', '--yes', '--skip-install', '--skip-git', '--database', 'postgresql'];
  await tool('create-connector', flags, folder);
  const project = join(folder, 'my-app');
  await linkPackages(project);
  await tool('connector', ['client'], project);
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  await execa(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: project });
  return project;
}
