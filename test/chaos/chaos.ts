import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../scripts/demo/until.ts';
import { type Database, silentLog } from '../../templates/app/src/engine/index.ts';
import type { Jobs } from '../../templates/app/src/jobs/jobs.ts';
import { check } from './check.ts';
import { createDisturbances, type Harm } from './disturb.ts';
import { createPeople } from './people.ts';
import { random } from './random.ts';
import { settle } from './settle.ts';
import { type Servers, startWorld, type Worker, type World } from './world.ts';

export interface ChaosOptions extends Servers {
  /** What happens, and when, is drawn from it; but processes have a time of their own. */
  seed: number;
  /** The workers are harmed for so long. */
  seconds: number;
  tell?: (line: string) => void;
}

export interface ChaosReport {
  harms: Record<Harm, number>;
  people: { created: number; edited: number; pressed: number };
  /** Of all records, on both sides together. */
  records: number;
  /** By how they ended. */
  runs: Record<string, number>;
  /** Rounds that were needed after it until nothing was left to do, and seconds. */
  settled: { rounds: number; seconds: number };
  /** Workers that were told to end, and did not end in time by themselves. */
  forced: number;
  /** Jobs that had failed for good, and what was made equal by reading everything only: see `settle`. */
  jobsBegunAnew: string[];
  madeEqual: string[];
  /** None, it is hoped. */
  problems: string[];
  /** Warnings and errors of the processes. */
  log: readonly string[];
}

/** Two workers are harmed at random while two companies go on working; then it is looked whether anything is wrong. */
export async function chaos({
  seed,
  seconds,
  tell = () => {},
  ...servers
}: ChaosOptions): Promise<ChaosReport> {
  const world = await startWorld(servers);
  try {
    const people = createPeople(world, random(seed));
    const disturbances = createDisturbances(world, seed, tell);
    for (const { person } of world.companies) await person.start(['account', 'contact']);
    const over = AbortSignal.timeout(seconds * 1000);
    await Promise.all([people.work(over), disturbances.goOn(over)]);
    tell('all is well again');
    const since = performance.now();
    const jobs = await openJobs(servers);
    const { rounds, failed, unequal } = await settle(world, jobs);
    const settled = { rounds, seconds: Math.round((performance.now() - since) / 1000) };
    const problems = await check(world, people, jobs);
    await jobs.close();
    return {
      harms: disturbances.count,
      people: people.done,
      records: countRecords(world),
      runs: await countRuns(world),
      settled,
      forced: disturbances.forced,
      jobsBegunAnew: failed,
      madeEqual: unequal,
      problems: [...disturbances.problems, ...problems, ...(await endAll(world))],
      log: world.log,
    };
  } finally {
    await world.close();
  }
}

/** As the project's own code opens them. */
async function openJobs({ project, databaseUrl, redis }: Servers): Promise<Jobs> {
  const { createBullJobs } = await import(join(project, 'dist/jobs/bullmq.js'));
  const places = { live: 1, backfill: 1, inbox: 1, chores: 1 };
  return createBullJobs({ databaseUrl, redisUrl: redis?.url, places }, silentLog);
}

function countRecords({ hub, acme, companies }: World): number {
  const both = companies.flatMap(({ group, workspace }) => [
    ...['people', 'organizations'].map((resource) => hub.list(group, resource)),
    ...['contacts', 'accounts'].map((collection) => acme.list(collection, workspace)),
  ]);
  return both.reduce((sum, records) => sum + records.length, 0);
}

async function countRuns({ database }: World): Promise<Record<string, number>> {
  const rows = await database.synchronization.groupBy({ by: ['status'], _count: { id: true } });
  return Object.fromEntries(rows.map(({ status, _count }) => [status, _count.id]));
}

const countThere = (database: Database, workers: readonly Worker[]) =>
  database.process.count({ where: { pid: { in: workers.map(({ running }) => running.pid) } } });

/** Told to end, every process does, and takes back that it is there. */
async function endAll({ database, web, workers }: World): Promise<string[]> {
  await until('both workers to run', async () => (await countThere(database, workers)) === workers.length);
  for (const { retire } of workers) retire();
  const all = [web, ...workers.map(({ running }) => running)];
  for (const { signal } of all) signal('SIGTERM');
  const codes = await Promise.all(
    all.map(({ exited }) => Promise.race([exited, pause(12_000, 'not at all')])),
  );
  const there = await database.process.findMany({ where: { pid: { in: all.map(({ pid }) => pid) } } });
  return [
    ...codes.flatMap((code) => (code === 0 ? [] : [`a process ended with ${code} at SIGTERM`])),
    ...there.map(({ kind, pid }) => `the ${kind} ${pid} has ended, and still says that it is there`),
  ];
}
