import type { Job as BullJob, Queue } from 'bullmq';
import { type Counts, type FailedJob, type Job, type Lane, lanes } from './jobs.ts';

/** Where the job of that id stands; undefined: there is none, or it is done. */
export async function stateOf(queue: Queue, id: string): Promise<'waiting' | 'running' | undefined> {
  const jobId = await queue.getDeduplicationJobId(id);
  const state = jobId ? await queue.getJobState(jobId) : undefined;
  if (state === undefined || state === 'unknown' || state === 'failed' || state === 'completed')
    return undefined;
  return state === 'active' ? 'running' : 'waiting';
}

export async function countsOf(queue: Queue): Promise<Counts> {
  const counts = await queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed');
  const { waiting = 0, prioritized = 0, delayed = 0, active = 0, failed = 0 } = counts;
  return { waiting: waiting + prioritized, delayed, running: active, failed };
}

/** The newest first. */
export async function failedIn(queue: Queue, lane: Lane, most: number): Promise<FailedJob[]> {
  const jobs = await queue.getFailed(0, most - 1);
  return jobs.map((job) => ({
    id: `${lane}/${job.id}`,
    kind: job.name,
    key: (job.data as Pick<Job, 'key'>).key,
    lane,
    reason: job.failedReason ?? '',
    attempts: job.attemptsMade,
    failedAt: new Date(job.finishedOn ?? job.timestamp),
  }));
}

/** @param id as `failedIn` gives it: the lane, and BullMQ's own id. */
export async function failedJob(
  queueOf: (lane: Lane) => Promise<Queue>,
  id: string,
): Promise<BullJob | undefined> {
  const [name, jobId = ''] = id.split(/\/(.*)/s);
  const lane = lanes.find((each) => each === name);
  const queue = lane && (await queueOf(lane));
  const job = await queue?.getJob(jobId);
  return job && (await job.isFailed()) ? job : undefined;
}
