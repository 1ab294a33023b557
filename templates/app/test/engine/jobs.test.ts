import { describe, expect, test } from 'vitest';
import { createInProcessJobs, type Handlers, type Job } from '../../src/engine/jobs.ts';
import { type Log, silentLog } from '../../src/engine/log.ts';

const job = (key: string, data: unknown = key): Job => ({ kind: 'sync', key, data });

/** Jobs whose work ends when the test says so. */
function workshop(concurrency?: number, log: Log = silentLog) {
  const begun: unknown[] = [];
  const ends = new Map<unknown, (error?: Error) => void>();
  const handlers: Handlers = {
    sync: (data: unknown) => {
      begun.push(data);
      return new Promise<void>((resolve, reject) => {
        ends.set(data, (error) => (error ? reject(error) : resolve()));
      });
    },
  };
  return {
    begun,
    jobs: createInProcessJobs(handlers, log, concurrency),
    /** Ends the work on `data`, and lets what waits for it begin. */
    async end(data: unknown, error?: Error) {
      ends.get(data)?.(error);
      await turn();
    },
  };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('jobs', () => {
  test('of different keys run side by side, of one key one after the other', async () => {
    const { jobs, begun, end } = workshop();
    for (const each of [job('fern', 1), job('oak', 2), job('fern', 3)]) await jobs.enqueue(each);
    expect(begun).toEqual([1, 2]);
    await end(2);
    expect(begun).toEqual([1, 2]);
    await end(1);
    expect(begun).toEqual([1, 2, 3]);
  });

  test('of the same key and another kind are different jobs', async () => {
    const begun: string[] = [];
    const forever = (name: string) => () => {
      begun.push(name);
      return new Promise(() => {});
    };
    const jobs = createInProcessJobs({ a: forever('a'), b: forever('b') }, silentLog);
    await jobs.enqueue({ kind: 'a', key: 'fern', data: null });
    await jobs.enqueue({ kind: 'b', key: 'fern', data: null });
    expect(begun).toEqual(['a', 'b']);
  });

  test('run as many at a time as they may, and one that cannot run yet does not hold up those behind it', async () => {
    const { jobs, begun, end } = workshop(2);
    for (const each of [job('a', 1), job('a', 2), job('b', 3), job('c', 4)]) await jobs.enqueue(each);
    expect(begun).toEqual([1, 3]);
    await end(3);
    expect(begun).toEqual([1, 3, 4]);
    await end(1);
    expect(begun).toEqual([1, 3, 4, 2]);
  });

  test('that are waiting already are not added again; one that runs may wait once more', async () => {
    const { jobs, begun, end } = workshop();
    expect(await jobs.enqueue(job('fern', 1))).toBe(true);
    expect(await jobs.enqueue(job('fern', 1))).toBe(true);
    expect(await jobs.enqueue(job('fern', 1))).toBe(false);
    await end(1);
    await end(1);
    expect(begun).toEqual([1, 1]);
    await jobs.idle();
  });

  test('with other data wait as well: what a person asked for is not lost behind what the schedule did', async () => {
    const { jobs, begun, end } = workshop();
    for (const each of [job('fern', 1), job('fern', 2), job('fern', 3)]) await jobs.enqueue(each);
    for (const data of [1, 2, 3]) await end(data);
    expect(begun).toEqual([1, 2, 3]);
  });

  test('are listed, those that wait and those that run', async () => {
    const { jobs, end } = workshop();
    await jobs.enqueue(job('fern', 1));
    await jobs.enqueue(job('fern', 2));
    expect(await jobs.list()).toEqual([
      { job: job('fern', 2), state: 'waiting' },
      { job: job('fern', 1), state: 'running' },
    ]);
    await end(1);
    await end(2);
    expect(await jobs.list()).toEqual([]);
  });

  test('of a kind that nobody handles are refused', async () => {
    const { jobs } = workshop();
    await expect(jobs.enqueue({ kind: 'typo', key: 'fern', data: null })).rejects.toThrow(
      'no handler for jobs of kind "typo"',
    );
  });
});

describe('a job that fails', () => {
  test('is logged with its kind, its key and why, and does not stop the others', async () => {
    const lines: [object, string][] = [];
    const log: Log = { ...silentLog, error: (fields, event) => lines.push([fields, event]) };
    const { jobs, begun, end } = workshop(1, log);
    await jobs.enqueue(job('fern', 1));
    await jobs.enqueue(job('fern', 2));
    const error = new Error('the hub does not answer');
    await end(1, error);
    expect(lines).toEqual([
      [{ err: error, kind: 'sync', key: 'fern' }, 'job failed: the hub does not answer'],
    ]);
    expect(begun).toEqual([1, 2]);
  });

  test('may fail at once', async () => {
    const fail = () => {
      throw new Error('at once');
    };
    const jobs = createInProcessJobs({ sync: fail }, silentLog);
    expect(await jobs.enqueue(job('fern'))).toBe(true);
    await jobs.idle();
  });
});

describe('idle', () => {
  test('is said at once where nothing is to do', async () => {
    await workshop().jobs.idle();
  });

  test('is said to everybody who waits for it, when nothing waits and nothing runs', async () => {
    const { jobs, end } = workshop();
    await jobs.enqueue(job('fern', 1));
    await jobs.enqueue(job('fern', 2));
    const order: string[] = [];
    const waits = [jobs.idle(), jobs.idle()].map((idle) => idle.then(() => order.push('idle')));
    await end(1);
    order.push('one ended');
    await end(2);
    await Promise.all(waits);
    expect(order).toEqual(['one ended', 'idle', 'idle']);
  });
});

describe('closing', () => {
  test('waits for what runs, forgets what waits, and takes no more', async () => {
    const { jobs, begun, end } = workshop();
    await jobs.enqueue(job('fern', 1));
    await jobs.enqueue(job('fern', 2));
    let closed = false;
    const closing = jobs.close().then(() => {
      closed = true;
    });
    await expect(jobs.enqueue(job('oak', 3))).rejects.toThrow('the connector is shutting down');
    await turn();
    expect(closed).toBe(false);
    await end(1);
    await closing;
    expect(begun).toEqual([1]);
  });
});
