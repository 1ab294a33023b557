import type { JobsOptions, Queue } from 'bullmq';
import { failedKept, idOf, type Job, type Lane, laneOf, type retries, type Timetable } from './jobs.ts';
import type { Entry } from './timetable.ts';

/** What BullMQ keeps of a job: the rest is in the database. */
export type Data = Pick<Job, 'kind' | 'key'>;

export type Patience = typeof retries & { timetableMs?: number };

/** Less is sooner. */
export const urgency = (urgent: boolean | undefined) => (urgent ? 1 : 2);

export const dataOf = ({ kind, key }: Job): Data => ({ kind, key });

export async function entryOf(
  { pattern, job }: Timetable,
  queueOf: (lane: Lane) => Promise<Queue>,
  patience: Patience,
): Promise<Entry> {
  const { attempts, backoff, removeOnComplete, removeOnFail } = optionsOf(job, patience);
  const opts = { attempts, backoff, removeOnComplete, removeOnFail } as JobsOptions;
  const queue = await queueOf(laneOf(job));
  return { queue, id: idOf(job), pattern, job: { name: job.kind, data: dataOf(job), opts } };
}

export function optionsOf(job: Job, { attempts, delayMs }: Patience): JobsOptions {
  return {
    deduplication: { id: idOf(job), keepLastIfActive: true },
    priority: urgency(job.urgent),
    delay: job.delayMs ?? 0,
    attempts,
    backoff: { type: 'exponential', delay: delayMs },
    removeOnComplete: true,
    removeOnFail: { count: failedKept },
  };
}
