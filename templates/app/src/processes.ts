import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Connector } from './connector.ts';
import type { Database, Process } from './engine/index.ts';

export type ProcessKind = 'web' | 'worker';

/** A process says so often that it is there; one that has been silent for `goneMs` is taken for dead. */
const [beatMs, goneMs] = [15_000, 60_000];

/**
 * Says that this process is running, again and again: the others, and `connector status`, see it.
 *
 * @returns takes it back.
 */
export async function announceProcess(
  { database, log }: Pick<Connector, 'database' | 'log'>,
  kind: ProcessKind,
): Promise<() => Promise<void>> {
  const startedAt = new Date();
  const row = { id: randomUUID(), kind, host: hostname(), pid: process.pid, startedAt };
  const beat = async () => {
    const seenAt = new Date();
    await database.process.upsert({
      where: { id: row.id },
      create: { ...row, seenAt },
      update: { seenAt },
      select: { id: true },
    });
  };
  await beat();
  const timer = setInterval(() => {
    beat().catch((error) => log.warn({ err: error }, 'the database was not told that this process is there'));
  }, beatMs);
  return async () => {
    clearInterval(timer);
    await database.process.deleteMany({ where: { id: row.id } }).catch((error) => {
      log.warn({ err: error }, 'the database was not told that this process has ended');
    });
  };
}

/** Those that have been heard of lately, the oldest first. */
export const runningProcesses = (database: Database, now = new Date()): Promise<Process[]> =>
  database.process.findMany({
    where: { seenAt: { gt: new Date(now.getTime() - goneMs) } },
    orderBy: { startedAt: 'asc' },
  });

/**
 * Warns, every minute, while nobody does the jobs: a web server that leaves them to workers would go on as if nothing
 * were wrong.
 *
 * @returns a function that stops it.
 */
export function watchForWorkers({ database, log }: Pick<Connector, 'database' | 'log'>): () => void {
  const look = async () => {
    const running = await runningProcesses(database);
    if (running.some(({ kind }) => kind === 'worker')) return;
    log.error(
      {},
      'nothing is synchronized: no worker is running. Start one (npm run worker), or set JOBS_IN_WEB=true',
    );
  };
  const timer = setInterval(() => {
    look().catch((error) =>
      log.warn({ err: error }, 'the database does not say whether a worker is running'),
    );
  }, goneMs);
  return () => clearInterval(timer);
}
