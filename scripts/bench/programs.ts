import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateClient } from '../../src/schema/client.ts';
import type { DatabaseKind } from './databases.ts';

const root = join(import.meta.dirname, '../..');

/**
 * The bench with the engine as a project of that database has it: with its client, and compiled. What tsx adds to
 * every function is not the engine's cost.
 *
 * @param folder an empty one. Not within node_modules: what is there is not compiled.
 * @param programs those that are started, by their paths.
 * @param others what they need of the template besides the engine.
 * @returns where the compiled programs are: the folder of the first.
 */
export async function compilePrograms(
  database: DatabaseKind,
  folder: string,
  programs: readonly string[] = benchPrograms,
  others: readonly string[] = [],
): Promise<string> {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const parts = ['src/engine', 'prisma/schema.prisma', ...others];
  for (const part of parts) copy(`templates/app/${part}`, folder);
  for (const part of new Set(['scripts/bench', ...programs.map(dirname)])) copy(part, folder);
  const app = join(folder, 'templates/app');
  if (database === 'postgresql')
    cpSync(join(root, 'templates/database-postgresql/prisma'), join(app, 'prisma'), { recursive: true });
  await generateClient(app);
  compile(folder, programs);
  return join(folder, 'compiled', dirname(String(programs[0])));
}

const benchPrograms = ['scripts/bench/child.ts', 'scripts/bench/latency.ts', 'scripts/bench/parts.ts'];

function copy(path: string, folder: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  cpSync(join(root, path), join(folder, path), { recursive: true });
}

function compile(folder: string, include: readonly string[]): void {
  const project = join(folder, 'tsconfig.json');
  const compilerOptions = { noEmit: false, rootDir: '.', outDir: 'compiled' };
  writeFileSync(project, JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include }));
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], {
    stdio: 'inherit',
  });
}
