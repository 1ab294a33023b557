// The kill test of the engine at length: its process is killed at random moments, and at every named step once.
// Usage: npm run kill [-- --times N]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDatabaseFile } from '../test/engine/doubles/double-database.ts';
import { killTest } from '../test/engine/kill/plan.ts';

const { values } = parseArgs({ options: { times: { type: 'string', default: '200' } } });
const folder = await mkdtemp(join(tmpdir(), 'kill-'));
const { database, url } = await createDatabaseFile(folder);
const { kills, missed, problems } = await killTest(
  Number(values.times),
  { database, databaseUrl: url, keys: false, conflicts: 'newest', random: Math.random },
  { everyStep: true, tell: (line) => console.log(line) },
);
await database.$disconnect();
await rm(folder, { recursive: true });
console.log(`\n${kills} kills; ${problems.length} problems`);
if (missed.length > 0) console.log(`not reached again: ${missed.join(', ')}`);
process.exitCode = problems.length > 0 ? 1 : 0;
