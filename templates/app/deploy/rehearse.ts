import { existsSync } from 'node:fs';
import { loadSecrets } from '../src/config.ts';
import { rehearse } from './rehearsal/rehearse.ts';

// Run by the script "rehearse", in the project's folder: see README.md beside this file.
if (existsSync('.env')) process.loadEnvFile('.env');
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stopped.abort(new Error('it was stopped')));
}
// Whoever was listening has gone: what was made is still taken away.
process.stdout.on('error', (error) => stopped.abort(error));
try {
  await rehearse({
    ...loadSecrets(),
    backup: process.argv[2],
    signal: stopped.signal,
    say: (what, text) => console.log(`${what.padEnd(9)}  ${text}`),
  });
} catch (error) {
  console.error(`failed     ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
