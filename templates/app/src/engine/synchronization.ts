import type { EntityCounts } from './counts.ts';
import type { Database, Synchronization } from './database.ts';
import type { Engine } from './engine.ts';

/** INTERRUPTED: the process that ran it has ended, or its lease was taken away. That tells nothing of either side. */
export type Status = 'RUNNING' | 'SUCCESS' | 'PARTIAL' | 'ERROR' | 'INTERRUPTED';

const gotThrough: readonly Status[] = ['SUCCESS', 'PARTIAL'];

/** As many runs are kept per organization (contract 60). */
const kept = 100;

/** Opens a run. A run that was left RUNNING has died: the caller holds the organization's lease. */
export async function openRun(
  database: Database,
  organizationId: number,
  partial: boolean,
  now: Date,
): Promise<number> {
  await database.synchronization.updateMany({
    where: { organizationId, status: 'RUNNING' },
    data: {
      status: 'INTERRUPTED' satisfies Status,
      message: 'The process that ran it has ended: the next synchronization goes on where it stopped',
      finishedAt: now,
    },
  });
  const run = await database.synchronization.create({
    data: { organizationId, status: 'RUNNING', partial, startedAt: now },
  });
  if (!partial) await noteSilence(database, now, { id: organizationId, silentSince: null });
  return run.id;
}

/** Since when is kept with the organization: rows of runs go. */
async function noteSilence(
  { organization }: Database,
  silentSince: Date,
  where: { id: number; silentSince?: null },
): Promise<void> {
  await organization.updateMany({ where, data: { silentSince } });
}

/** Counts are kept this often while a run works, for whoever is watching. */
const progressMs = 2000;

/** Does `work`, which counts, and keeps the counts so far: they are what other processes see of a run. */
export async function withProgress<T>(
  { database, log }: Pick<Engine, 'database' | 'log'>,
  runId: number,
  counts: RunCounts,
  work: () => Promise<T>,
): Promise<T> {
  let noting = Promise.resolve();
  const note = async () => {
    await database.synchronization.updateMany({ where: { id: runId, status: 'RUNNING' }, data: { counts } });
  };
  const timer = setInterval(() => {
    noting = noting.then(note).catch((error) => log.warn({ err: error, run: runId }, 'progress not kept'));
  }, progressMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await noting;
  }
}

export type RunCounts = Record<string, EntityCounts>;

/**
 * Closes a run with its counts, unless another one has found it interrupted; the oldest ones go.
 *
 * @returns the run as it is now; null when it has gone with its organization.
 */
export async function closeRun(
  database: Database,
  runId: number,
  outcome: { status: Status; message: string | null; counts: RunCounts; finishedAt: Date },
): Promise<Synchronization | null> {
  const { count } = await database.synchronization.updateMany({
    where: { id: runId, status: 'RUNNING' },
    data: outcome,
  });
  const run = await database.synchronization.findUnique({ where: { id: runId } });
  if (!run) return null;
  if (count === 1 && !run.partial && gotThrough.includes(outcome.status))
    await noteSilence(database, outcome.finishedAt, { id: run.organizationId });
  const oldest = await database.synchronization.findFirst({
    where: { organizationId: run.organizationId },
    orderBy: { id: 'desc' },
    skip: kept,
    select: { id: true },
  });
  if (oldest) {
    const { organizationId } = run;
    await database.synchronization.deleteMany({ where: { organizationId, id: { lte: oldest.id } } });
  }
  return run;
}

/**
 * After three failures in a row a run is only started by a person, until a day has passed (contract 195). A run that
 * was interrupted is none, and ends no row of them either: a process that is deployed every hour is well.
 */
export async function isRecovering(database: Database, organizationId: number, now: Date): Promise<boolean> {
  const last = await database.synchronization.findMany({
    where: { organizationId, status: { notIn: ['RUNNING', 'INTERRUPTED'] satisfies Status[] } },
    orderBy: { id: 'desc' },
    take: 3,
    select: { status: true, startedAt: true, finishedAt: true },
  });
  const failed = last.length === 3 && last.every((run) => run.status === 'ERROR');
  const dayAgo = now.getTime() - 24 * 60 * 60 * 1000;
  const ended = last[0]?.finishedAt ?? last[0]?.startedAt;
  return failed && ended !== undefined && ended.getTime() > dayAgo;
}
