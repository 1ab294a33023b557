import { isDeepStrictEqual } from 'node:util';
import { messageOf } from './errors.ts';
import type { Log } from './log.ts';

/**
 * Work to do apart from a request. A job only says "look": what must not be lost is a row in the database.
 * `key` says what must not run twice at a time. The same job with the same data does not wait twice.
 */
export interface Job {
  kind: string;
  key: string;
  data: unknown;
}

export interface Jobs {
  /** @returns false when the same job is already waiting. */
  enqueue(job: Job): Promise<boolean>;
  /** What is waiting and what is running, in that order of life. */
  list(): Promise<{ job: Job; state: 'waiting' | 'running' }[]>;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
  /** Takes no more work and waits for what runs. */
  close(): Promise<void>;
}

export type Handlers = Record<string, (data: never) => Promise<unknown>>;

/** Jobs in this process, `concurrency` at a time, one at a time per key. */
export function createInProcessJobs(handlers: Handlers, log: Log, concurrency = 4): Jobs {
  const waiting: Job[] = [];
  const running = new Map<string, Job>();
  let idle: (() => void)[] = [];
  let closed = false;

  function startNext() {
    while (running.size < concurrency) {
      const index = waiting.findIndex((job) => !running.has(idOf(job)));
      if (index < 0) break;
      const [job] = waiting.splice(index, 1) as [Job];
      running.set(idOf(job), job);
      run(job).finally(() => {
        running.delete(idOf(job));
        startNext();
      });
    }
    if (waiting.length === 0 && running.size === 0) {
      for (const resolve of idle) resolve();
      idle = [];
    }
  }

  async function run(job: Job) {
    try {
      await handlers[job.kind]?.(job.data as never);
    } catch (error) {
      log.error({ err: error, kind: job.kind, key: job.key }, `job failed: ${messageOf(error)}`);
    }
  }

  const whenIdle = () =>
    waiting.length === 0 && running.size === 0
      ? Promise.resolve()
      : new Promise<void>((resolve) => idle.push(resolve));

  return {
    async enqueue(job) {
      if (closed) throw new Error('the connector is shutting down');
      if (!handlers[job.kind]) throw new Error(`no handler for jobs of kind "${job.kind}"`);
      if (waiting.some((other) => isDeepStrictEqual(other, job))) return false;
      waiting.push(job);
      startNext();
      return true;
    },
    async list() {
      return [
        ...waiting.map((job) => ({ job, state: 'waiting' as const })),
        ...[...running.values()].map((job) => ({ job, state: 'running' as const })),
      ];
    },
    idle: whenIdle,
    async close() {
      closed = true;
      waiting.length = 0;
      await whenIdle();
    },
  };
}

const idOf = (job: Job) => `${job.kind}:${job.key}`;
