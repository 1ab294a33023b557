import type { JobsOptions, Queue } from 'bullmq';
import type { Log } from '../engine/index.ts';

/** A job that a queue is to ask for again and again, by a line of a crontab in UTC. */
export interface Entry {
  queue: Queue;
  id: string;
  pattern: string;
  job: { name: string; data: object; opts: JobsOptions };
}

/**
 * Has the queues ask for these jobs, and looks every `lookMs` whether they still do: each time is made from the one
 * before it, so that a Redis that has lost its data would ask for none of them ever again.
 *
 * @returns a function that ends it.
 */
export async function keepTimetable(
  entries: readonly Entry[],
  lookMs: number,
  log: Log,
): Promise<() => void> {
  const set = ({ queue, id, pattern, job }: Entry) =>
    queue.upsertJobScheduler(id, { pattern, tz: 'UTC' }, job);
  const look = async () => {
    for (const entry of entries) {
      if (await entry.queue.getJobScheduler(entry.id)) continue;
      log.warn({ job: entry.id }, 'the queue does not know any more when to ask for a job: it is told again');
      await set(entry);
    }
  };
  for (const entry of entries) await set(entry);
  const timer = setInterval(() => {
    look().catch((error) => log.warn({ err: error }, 'the timetable cannot be looked at'));
  }, lookMs);
  return () => clearInterval(timer);
}
