import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { linkPackages } from '../support/linked-packages.ts';
import { root, runTool } from '../support/tool.ts';

/** Milliseconds. How long a worker may be silent before its work is another's, in this test. */
export const leaseMs = 3_000;

/**
 * What a worker waits for in minutes in production is a matter of seconds here: the test could not wait. These are no
 * settings, which somebody could get wrong; so they are changed in the code of the test's own project, and nothing else.
 */
const shorter: readonly (readonly [file: string, constant: string, before: string, after: string])[] = [
  ['src/engine/lease.ts', 'leaseMs', '2 * 60 * 1000', `${leaseMs}`],
  ['src/engine/lease.ts', 'heartbeatMs', '15_000', '400'],
  ['src/jobs/bullmq.ts', 'lockMs', '30_000', '2_000'],
];

/** Creates a connector on PostgreSQL in `folder/my-app`, with linked packages, and compiles it as for production. */
export async function buildProject(folder: string): Promise<string> {
  const flags = ['my-app', '--yes', '--skip-install', '--skip-git', '--database', 'postgresql'];
  const { exitCode, stderr } = await runTool('create-connector', flags, { cwd: folder });
  if (exitCode !== 0) throw new Error(stderr);
  const project = join(folder, 'my-app');
  await linkPackages(project);
  for (const change of shorter) await shorten(project, ...change);
  await runTool('connector', ['client'], { cwd: project });
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  await execa(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: project,
    stdout: 'inherit', // What does not compile is to be seen.
  });
  return project;
}

async function shorten(project: string, file: string, constant: string, before: string, after: string) {
  const path = join(project, file);
  const text = await readFile(path, 'utf8');
  const changed = text.replace(`const ${constant} = ${before};`, `const ${constant} = ${after};`);
  if (changed === text) throw new Error(`${file} has no "const ${constant} = ${before};" any more`);
  await writeFile(path, changed);
}
