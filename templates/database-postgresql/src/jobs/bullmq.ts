import { type Job as BullJob, DelayedError, type Queue, type Worker } from 'bullmq';
import type { Config } from '../config.ts';
import type { Log } from '../engine/index.ts';
import { type Backend, openBackend } from './backend.ts';
import { type Data, dataOf, entryOf, optionsOf, type Patience, urgency } from './job-options.ts';
import {
  type Counts,
  type Handlers,
  idOf,
  type Job,
  type Jobs,
  kinds,
  type Lane,
  laneOf,
  lanes,
  retries,
} from './jobs.ts';
import { countsOf, failedIn, failedJob, stateOf } from './queue-state.ts';
import { keepTimetable } from './timetable.ts';

/** A worker that has been silent for so long has died, or been cut off: its jobs are begun anew elsewhere. */
const lockMs = 30_000;

/** A job that ends the process that does it, each time, is left to a person in the end. */
const maxStalledCount = 5;

/** So often it is looked whether the timetable is still there. */
const timetableMs = 60_000;

export interface BullJobs extends Jobs {
  /** Each lane as BullMQ has it, once what the queues need is there. */
  queues(): Promise<Queue[]>;
}

/** Jobs that all processes share: BullMQ, on PostgreSQL or on Redis. */
export function createBullJobs(
  config: Pick<Config, 'databaseUrl' | 'redisUrl' | 'places'>,
  log: Log,
  patience: Patience = retries,
): BullJobs {
  const backend = openBackend(config, log);
  const queues = new Map<Lane, Queue>();
  let workers: Worker[] = [];
  let leaveTimetable = () => {};
  let closed = false;

  const queueOf = async (lane: Lane) => {
    if (closed) throw new Error('the connector is shutting down');
    await backend.ready(); // A queue looks for its tables as soon as there is one.
    const queue = queues.get(lane) ?? openQueue(backend, lane, log);
    queues.set(lane, queue);
    return queue;
  };

  async function enqueue(job: Job) {
    const queue = await queueOf(laneOf(job));
    await unlessAway(log, async () => {
      const { id } = await queue.add(job.kind, dataOf(job), optionsOf(job, patience));
      if (job.urgent && id) await hurry(queue, id);
    });
  }

  async function enqueueAll(jobs: readonly Job[]) {
    for (const lane of lanes) {
      const own = jobs
        .filter((job) => laneOf(job) === lane)
        .map((job) => ({ name: job.kind, data: dataOf(job), opts: optionsOf(job, patience) }));
      const queue = own.length > 0 ? await queueOf(lane) : undefined;
      await unlessAway(log, async () => void (await queue?.addBulk(own)));
    }
  }

  return {
    isShared: true,
    queues: () => Promise.all(lanes.map(queueOf)),
    enqueue,
    enqueueAll,
    async work(handlers, timetable) {
      const entries = await Promise.all(timetable.map((one) => entryOf(one, queueOf, patience)));
      leaveTimetable = await keepTimetable(entries, patience.timetableMs ?? timetableMs, log);
      await backend.ready();
      workers = lanes.map((lane) => startWorker(backend, lane, config.places[lane], handlers, log));
      await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    },
    async find(kind, key) {
      const states = await Promise.all(
        kinds[kind].map(async (lane) => stateOf(await queueOf(lane), idOf({ kind, key }))),
      );
      return states.find((state) => state === 'running') ?? states.find((state) => state !== undefined);
    },
    async counts() {
      const counted = await Promise.all(
        lanes.map(async (lane) => [lane, await countsOf(await queueOf(lane))] as const),
      );
      return Object.fromEntries(counted) as Record<Lane, Counts>;
    },
    async failed(most = 100) {
      const failed = await Promise.all(lanes.map(async (lane) => failedIn(await queueOf(lane), lane, most)));
      return failed
        .flat()
        .sort((a, b) => b.failedAt.getTime() - a.failedAt.getTime())
        .slice(0, most);
    },
    async retry(id) {
      const job = await failedJob(queueOf, id);
      if (!job) return false;
      // Not BullMQ's own retry: the same job may wait again already, and then need not be done twice.
      await enqueue({ ...(job.data as Data), lane: job.queueName as Lane });
      await job.remove();
      return true;
    },
    async discard(id) {
      const job = await failedJob(queueOf, id);
      await job?.remove();
      return job !== undefined;
    },
    async idle() {
      for (;;) {
        const counts = Object.values(await this.counts());
        if (counts.every(({ waiting, delayed, running }) => waiting + delayed + running === 0)) return;
        await new Promise((later) => setTimeout(later, 20));
      }
    },
    async close() {
      if (closed) return;
      closed = true;
      leaveTimetable();
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
}

/** What a job is about is in the database, where the clock finds it: whoever has stored it there need not fail. */
async function unlessAway(log: Log, add: () => Promise<void>): Promise<void> {
  try {
    await add();
  } catch (error) {
    log.error({ err: error }, 'a job could not be put into its queue: the clock does so later');
  }
}

/** One that waited already is as it was: it goes to the front, at once. */
async function hurry(queue: Queue, id: string): Promise<void> {
  const job = await queue.getJob(id);
  if (!job) return;
  try {
    if (job.priority !== urgency(true)) await job.changePriority({ priority: urgency(true) });
    if (await job.isDelayed()) await job.promote();
  } catch {
    // It was begun meanwhile, or is done.
  }
}

function openQueue(backend: Backend, lane: Lane, log: Log): Queue {
  const queue = backend.queue(lane);
  queue.on('error', (error) => log.warn({ err: error, lane }, 'the queue cannot be reached'));
  return queue;
}

function startWorker(backend: Backend, lane: Lane, places: number, handlers: Handlers, log: Log): Worker {
  const worker = backend.worker(
    lane,
    async (job: BullJob, token?: string) => {
      const { kind, key } = job.data as Data;
      const again = await handlers[kind]({ key, lane, attempt: job.attemptsStarted });
      if (!again) return;
      // PostgreSQL takes whole milliseconds only.
      await job.moveToDelayed(Date.now() + Math.ceil(again.againInMs), token);
      throw new DelayedError();
    },
    { concurrency: places, lockDuration: lockMs, stalledInterval: lockMs, maxStalledCount },
  );
  worker.on('error', (error) => log.warn({ err: error, lane }, 'the worker cannot reach its queue'));
  worker.on('stalled', (id) => log.warn({ job: id, lane }, 'a worker has left a job: it is begun anew'));
  worker.on('failed', (failed, error) => {
    const job = failed && idOf(failed.data as Data);
    const attempts = failed?.attemptsMade ?? 0;
    const again = attempts < (failed?.opts.attempts ?? 1);
    log.error({ err: error, job, attempts }, again ? 'job failed' : 'job failed for good');
  });
  return worker;
}
