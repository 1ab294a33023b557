import type { Connector } from '../connector.ts';
import { type Database, type Stop, StoppedError } from '../engine/index.ts';
import type { Work } from './jobs.ts';

/** A run may keep its place for so long while others wait in its lane. */
const sliceMs = 5 * 60_000;

/**
 * Does `work`, and asks it to make room at its next page when its slice is over and others wait. What it has done then
 * is read again the next time, if not written; so the slice is twice as long after each run that had to make room, and
 * the largest organization gets through.
 */
export async function withSlice<T>(
  { database, jobs, engine, log }: Connector,
  { lane }: Work,
  organizationId: number,
  work: (stop: Stop) => Promise<T>,
  firstMs = sliceMs,
): Promise<T> {
  const over = new AbortController();
  const { soon, now } = engine.stop ?? { soon: over.signal, now: new AbortController().signal };
  const length = firstMs * 2 ** (await timesInterrupted(database, organizationId));
  const makeRoom = async () => {
    const { waiting } = (await jobs.counts())[lane];
    if (waiting > 0) over.abort(new StoppedError('Others have had their turn: it goes on by itself'));
  };
  const timer = setInterval(() => {
    makeRoom().catch((error) => log.warn({ err: error, organizationId }, 'the queue does not say who waits'));
  }, length);
  timer.unref();
  try {
    return await work({ soon: AbortSignal.any([soon, over.signal]), now });
  } finally {
    clearInterval(timer);
  }
}

/** In a row, until now. */
async function timesInterrupted(database: Database, organizationId: number): Promise<number> {
  const last = await database.synchronization.findMany({
    where: { organizationId },
    orderBy: { id: 'desc' },
    take: 10,
    select: { status: true },
  });
  const ended = last.findIndex(({ status }) => status !== 'INTERRUPTED');
  return ended < 0 ? last.length : ended;
}
