import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './tool.ts';

/** Gives a scaffolded project the packages of this repository: an installation without a network, in no time. */
export async function linkPackages(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  await mkdir(modules);
  for (const name of await readdir(join(root, 'node_modules'))) {
    await symlink(join(root, 'node_modules', name), join(modules, name));
  }
  await symlink(join(root, 'node_modules/typescript'), join(modules, 'tsc'));
  await symlink(root, join(modules, 'create-connector'));
}
