// Many organizations on PostgreSQL with a web server and workers, each a process of its own; so are the hub and Acme.
// How many organizations a minute get through with one worker and with more, first and hourly synchronizations; how
// long a small one waits while a large first one runs; what the home page does meanwhile.
// Usage: npm run scale [-- --organizations N] [--records N] [--large N] [--workers N] [--json FILE]
// Ends with 1 when a run failed, a record is missing or doubled, or something is left undone.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { status } from '../../src/actions/status.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { describeMachine } from '../machine.ts';
import { ask, type Waits, type Wave, waits, wave } from './phases.ts';
import { buildProject } from './project.ts';
import { type Report, reportOf } from './report.ts';
import { startSides } from './sides.ts';
import { setStage } from './stage.ts';

const { values: flags } = parseArgs({
  options: {
    organizations: { type: 'string', default: '200' },
    records: { type: 'string', default: '100' },
    large: { type: 'string', default: '60000' },
    workers: { type: 'string', default: '2' },
    json: { type: 'string' },
  },
});
const [organizations, records, large] = [flags.organizations, flags.records, flags.large].map(Number) as [
  number,
  number,
  number,
];
const most = Number(flags.workers);
const all = Array.from({ length: organizations }, (_, i) => i);

const home = mkdtempSync(join(tmpdir(), 'connector-scale-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
status('create', 'a connector on PostgreSQL, compiled as for production');
const project = await buildProject(home);
const postgres = await startPostgres();
// However it ends, no server stays behind: the other processes go with this one.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    process.on('uncaughtException', () => {}); // What was under way loses its database.
    void postgres.stop().finally(() => process.exit(130));
  });
try {
  const report: Report = { machine: describeMachine(), organizations, records, large, fleets: [], wrong: [] };
  for (const workers of new Set([1, most])) report.fleets.push(await measureFleet(workers, report.wrong));
  console.log(`\n${reportOf(report)}`);
  if (flags.json) await writeFile(flags.json, `${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.wrong.length === 0 ? 0 : 1;
} finally {
  await postgres.stop();
}

interface Fleet {
  workers: number;
  first: Wave;
  hourly: Wave;
  /** Of small organizations: with nothing beside them, and with a large first synchronization. */
  alone: Waits;
  beside: Waits;
}

async function measureFleet(workers: number, wrong: string[]): Promise<Fleet> {
  // One more: the large one.
  const sides = await startSides(organizations + 1);
  for (const organization of all) await sides.fill(organization, records);
  const stage = await setStage(project, await postgres.freshDatabase(), sides, {
    organizations: organizations + 1,
    workers,
  });
  try {
    const small = stage.ids.slice(0, organizations);
    const big = stage.ids[organizations] as number;
    status('measure', `${workers} workers: ${organizations} first synchronizations of ${records} records`);
    const first = await wave(stage, small);
    status('measure', 'the hourly ones, with nothing changed');
    const hourly = await wave(stage, small);
    status('measure', 'how long a small one waits');
    const alone = await waits(stage, small, 15);
    await sides.fill(organizations, large);
    await ask(stage, [big]);
    const beside = await waits(stage, small, 15);
    const isBigUnderWay = (await stage.database.runRequest.count({ where: { organizationId: big } })) === 1;
    if (!isBigUnderWay) wrong.push('the large synchronization ended too soon to be in the way: --large');
    await untilDone(stage.database, big);
    wrong.push(...(await lookForFaults(workers)));
    return { workers, first, hourly, alone, beside };

    async function lookForFaults(count: number): Promise<string[]> {
      const { database } = stage;
      const failed = await database.synchronization.count({ where: { status: { not: 'SUCCESS' } } });
      const requests = await database.runRequest.count();
      const unequal = [...(await sides.wrong(all, records)), ...(await sides.wrong([organizations], large))];
      return [
        ...(failed > 0 ? [`${count} workers: ${failed} runs did not end with SUCCESS`] : []),
        ...(requests > 0 ? [`${count} workers: ${requests} requests are left`] : []),
        ...(unequal.length > 0
          ? [`${count} workers: ${unequal.length} organizations lack or double records`]
          : []),
      ];
    }
  } finally {
    await stage.close();
    sides.close();
  }
}

async function untilDone(
  { runRequest }: Awaited<ReturnType<typeof setStage>>['database'],
  organizationId: number,
): Promise<void> {
  while ((await runRequest.count({ where: { organizationId } })) > 0)
    await new Promise((later) => setTimeout(later, 500));
}
