// The convergence test of the engine at length: random histories of two sides, with faults.
// Usage: npm run converge [-- --runs N] [--seed S]; a failure prints the seed and the shortest history that fails.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { converge } from '../test/engine/converge/converge.ts';
import { history } from '../test/engine/converge/history.ts';
import { createDatabaseFile } from '../test/engine/doubles/double-database.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string' } },
});
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const folder = await mkdtemp(join(tmpdir(), 'converge-'));
const { database } = await createDatabaseFile(folder);
try {
  console.log(`${values.runs} histories, seed ${seed}`);
  await fc.assert(
    fc.asyncProperty(history, (one) => converge(database, one)),
    { numRuns: Number(values.runs), seed, endOnFailure: false },
  );
  console.log('both sides became equal every time');
} catch (error) {
  const { message, cause } = error as Error;
  console.error(message, cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
} finally {
  await database.$disconnect();
  await rm(folder, { recursive: true });
}
