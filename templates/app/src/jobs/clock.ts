import type { Connector } from '../connector.ts';
import { type Database, dueGroups, type Engine, linkedOnes } from '../engine/index.ts';
import { inboxJob } from './group-key.ts';
import type { Job } from './jobs.ts';
import { nextPlace, withinMinute } from './places-in-hour.ts';

/** Organizations are read and asked for so many at a time. */
const batch = 500;

/** A request that has waited for so long may have lost its job: with the queue, or with the process that had it. */
const lostAfterMs = 10 * 60_000;

/**
 * Asks, every minute, for what is due: messages that wait, runs that were asked for and forgotten, and those
 * organizations whose minute of the hour it is (contract 214).
 */
export async function askForDue(connector: Connector): Promise<void> {
  const { engine, jobs } = connector;
  await jobs.enqueueAll((await dueGroups(engine)).map(inboxJob));
  await jobs.enqueueAll(await lostRuns(engine));
  await askForRuns(connector);
}

async function lostRuns({ database, now }: Engine): Promise<Job[]> {
  const since = new Date(now().getTime() - lostAfterMs);
  const oldest = await database.runRequest.findMany({
    orderBy: { id: 'asc' },
    take: batch,
    select: { organizationId: true, createdAt: true },
  });
  const lost = oldest.filter(({ createdAt }) => createdAt < since);
  const ids = new Set(lost.map(({ organizationId }) => organizationId));
  return [...ids].map((id) => ({ kind: 'synchronize', key: String(id) }));
}

/**
 * Every organization that is linked and switched on has its place in the hour, and keeps it: the hub and the
 * application are asked by a few at a time, rather than by all of them at the full hour. One that was not asked for in
 * its time, as no process ran, is asked for now.
 */
export async function askForRuns({ database, jobs, engine }: Connector): Promise<void> {
  const now = engine.now();
  for (;;) {
    // Each is the beginning of an index; together they would be looked for among all organizations.
    const due = await findReady(database, { lte: now });
    const placeless = await findReady(database, null);
    if (due.length + placeless.length === 0) return;
    const requests = await database.runRequest.findMany({
      where: { organizationId: { in: due } },
      select: { organizationId: true },
    });
    const waiting = new Set(requests.map(({ organizationId }) => organizationId));
    const asked = due.filter((id) => !waiting.has(id));
    // One that is new is only given its place: its first run is asked for by a person.
    await database.$transaction([
      database.runRequest.createMany({ data: asked.map((id) => ({ organizationId: id })) }),
      ...giveNextPlace(database, [...due, ...placeless], now),
    ]);
    await jobs.enqueueAll(asked.map(runJob));
    if (due.length < batch && placeless.length < batch) return;
  }
}

async function findReady(database: Database, nextRunAt: { lte: Date } | null): Promise<number[]> {
  const rows = await database.organization.findMany({
    where: { nextRunAt, syncEnabled: true, ...linkedOnes },
    select: { id: true },
    orderBy: [{ nextRunAt: 'asc' }, { id: 'asc' }],
    take: batch,
  });
  return rows.map(({ id }) => id);
}

/** One statement for those of a minute: there are few. */
function giveNextPlace(database: Database, ids: readonly number[], now: Date) {
  const minutes = new Map<number, number[]>();
  for (const id of ids) {
    const minute = nextPlace(id, now).getTime();
    minutes.set(minute, [...(minutes.get(minute) ?? []), id]);
  }
  return [...minutes].map(([minute, some]) =>
    database.organization.updateMany({ where: { id: { in: some } }, data: { nextRunAt: new Date(minute) } }),
  );
}

const runJob = (id: number): Job => ({ kind: 'synchronize', key: String(id), delayMs: withinMinute(id) });
