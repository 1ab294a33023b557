// The chaos test at length: two workers between a hub and Acme are killed, paused, cut off from the database and ended
// at random, while webhooks arrive and people press the button. It starts PostgreSQL, and Redis where asked, by itself.
// Usage: npm run chaos [-- --minutes N] [--redis] [--seed S] [--log FILE]
// Ends with 1 when the two sides differ in the end, or a record or an edit is lost, doubled or left undone.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chaos } from '../test/chaos/chaos.ts';
import { buildProject } from '../test/chaos/project.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { startRedis } from '../test/support/redis.ts';
import { describeMachine } from './machine.ts';
import { textTable } from './table.ts';

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    redis: { type: 'boolean', default: false },
    seed: { type: 'string' },
    log: { type: 'string' },
  },
});
const seed = flags.seed === undefined ? Date.now() % 2 ** 31 : Number(flags.seed);
const minutes = Number(flags.minutes);
console.log(
  `${minutes} minutes on ${flags.redis ? 'PostgreSQL and Redis' : 'PostgreSQL'}, seed ${seed}, ${describeMachine()}`,
);

const home = await mkdtemp(join(tmpdir(), 'connector-chaos-'));
const project = await buildProject(home);
const postgres = await startPostgres();
const redis = flags.redis ? await startRedis() : undefined;
try {
  const databaseUrl = await postgres.freshDatabase();
  const began = performance.now();
  const tell = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1)} s  ${line}`);
  const report = await chaos({ project, databaseUrl, redis, seed, seconds: minutes * 60, tell });
  const { harms, people, records, runs, settled, forced, problems, log } = report;
  if (flags.log) await writeFile(flags.log, log.join('\n'));
  const rows = Object.entries({ ...harms, ...people, records, ...runs, ...settled, forced });
  console.log(`\n${textTable(['what', 'how many'], rows)}`);
  const lists = {
    'jobs had failed, and were begun anew': report.jobsBegunAnew,
    'values were made equal by reading everything': report.madeEqual,
    problems,
  };
  for (const [what, list] of Object.entries(lists))
    console.log(`\n${[`${list.length} ${what}`, ...list].join('\n  ')}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await Promise.all([postgres.stop(), redis?.stop()]);
  await rm(home, { recursive: true, force: true, maxRetries: 3 });
}
process.exit();
