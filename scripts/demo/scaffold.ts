import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { status } from '../../src/actions/status.ts';

const program = fileURLToPath(new URL('../../bin/create-connector.js', import.meta.url));

/** Runs the real `create-connector`, with a real installation. What it prints is to be seen. */
export async function scaffold(
  folder: string,
  { packageManager, database, signal }: ScaffoldOptions,
): Promise<void> {
  const flags = ['--yes', '--package-manager', packageManager, '--database', database];
  status('run', `create-connector ${basename(folder)} ${flags.join(' ')}`);
  const child = spawn(process.execPath, [program, folder, ...flags], {
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`create-connector ended with ${code}`);
}

interface ScaffoldOptions {
  packageManager: string;
  database: string;
  /** Gives it up. */
  signal: AbortSignal;
}
