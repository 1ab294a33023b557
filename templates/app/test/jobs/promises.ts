import { afterEach, describe, expect, test } from 'vitest';
import { type Log, silentLog } from '../../src/engine/index.ts';
import type { Again, Handlers, Job, Jobs, Kind, Places, Work } from '../../src/jobs/jobs.ts';

/** How the jobs under test are opened. */
export interface Opening {
  places: Places;
  log: Log;
  patience: { attempts: number; delayMs: number };
}

/** What everybody may rely on, wherever the queues are. */
export function jobsKeepTheirPromises(open: (opening: Opening) => Jobs): void {
  let opened: Jobs[] = [];
  afterEach(async () => {
    await Promise.all(opened.map((jobs) => jobs.close()));
    opened = [];
  });

  /** Jobs whose work ends when the test says so. */
  async function workshop(parts: Partial<Opening> & { holdBack?: boolean } = {}) {
    const begun: string[] = [];
    const ends = new Map<string, (end: Again | Error | undefined) => void>();
    const lines: [object, string][] = [];
    const log: Log = { ...silentLog, error: (fields, event) => lines.push([fields, event]) };
    const jobs = open({
      places: { live: 2, backfill: 1, inbox: 4, chores: 2 },
      log,
      patience: { attempts: 2, delayMs: 10 },
      ...parts,
    });
    opened.push(jobs);
    const handle = ({ key, lane }: Work) => {
      begun.push(lane === 'live' ? key : `${key} in ${lane}`);
      return new Promise<Again | undefined>((resolve, reject) => {
        ends.set(key, (end) => (end instanceof Error ? reject(end) : resolve(end)));
      });
    };
    const kinds: Kind[] = ['synchronize', 'inbox', 'subscribe', 'clock', 'prune'];
    const handlers = Object.fromEntries(kinds.map((kind) => [kind, handle])) as Handlers;
    const start = (timetable: Parameters<Jobs['work']>[1] = []) => jobs.work(handlers, timetable);
    if (!parts.holdBack) await start();
    const hasBegun = (...keys: string[]) => expect.poll(() => begun, { timeout: 10_000 }).toEqual(keys);
    return {
      jobs,
      begun,
      lines,
      start,
      hasBegun,
      end: (key: string, how?: Again | Error) => ends.get(key)?.(how),
    };
  }

  const run = (key: string, more: Partial<Job> = {}): Job => ({ kind: 'synchronize', key, ...more });

  describe('a job', () => {
    test('is done side by side with others, as many as there are places; the next one when one has ended', async () => {
      const { jobs, hasBegun, end } = await workshop();
      await jobs.enqueueAll([run('1'), run('2'), run('3')]);
      await expect.poll(async () => (await jobs.counts()).live).toMatchObject({ running: 2, waiting: 1 });
      end('1');
      await hasBegun('1', '2', '3');
      end('2');
      end('3');
      await jobs.idle();
      expect((await jobs.counts()).live).toEqual({ waiting: 0, delayed: 0, running: 0, failed: 0 });
    });

    test('waits once, however often it is asked for', async () => {
      const { jobs, begun, start, hasBegun, end } = await workshop({ holdBack: true });
      for (let i = 0; i < 5; i += 1) await jobs.enqueue(run('1'));
      expect((await jobs.counts()).live.waiting).toBe(1);
      await start();
      await hasBegun('1');
      end('1');
      await jobs.idle();
      expect(begun).toEqual(['1']);
    });

    test('that is asked for while it is done is done once more after it, never twice at a time', async () => {
      const { jobs, begun, hasBegun, end } = await workshop();
      await jobs.enqueue(run('1'));
      await hasBegun('1');
      for (let i = 0; i < 3; i += 1) await jobs.enqueue(run('1'));
      expect(await jobs.find('synchronize', '1')).toBe('running');
      end('1');
      await hasBegun('1', '1');
      end('1');
      await jobs.idle();
      expect(begun).toHaveLength(2);
      expect(await jobs.find('synchronize', '1')).toBe(undefined);
    });

    test('in one lane waits for none in another', async () => {
      const { jobs, begun, end } = await workshop();
      await jobs.enqueueAll(['1', '2', '3'].map((key) => run(key, { lane: 'backfill' })));
      await jobs.enqueueAll([run('4'), run('5'), { kind: 'inbox', key: 'i' }]);
      await expect.poll(() => [...begun].sort()).toEqual(['1 in backfill', '4', '5', 'i in inbox']);
      expect(await jobs.find('synchronize', '2')).toBe('waiting');
      for (const key of ['1', '4', '5', 'i']) end(key);
      for (const key of ['2', '3']) {
        await expect.poll(() => begun).toContain(`${key} in backfill`);
        end(key);
      }
    });

    test('that somebody waits for goes before those of the clock, also where it waited already', async () => {
      const { jobs, start, hasBegun, end } = await workshop({
        holdBack: true,
        places: { live: 1, backfill: 1, inbox: 1, chores: 1 },
      });
      await jobs.enqueueAll([run('1'), run('2'), run('3')]);
      await jobs.enqueue(run('4', { urgent: true }));
      await jobs.enqueue(run('3', { urgent: true }));
      await start();
      const order = ['4', '3', '1', '2'];
      for (const [i, key] of order.entries()) {
        await hasBegun(...order.slice(0, i + 1));
        end(key);
      }
    });

    test('may be for later; who waits for it does not wait that long', async () => {
      const { jobs, begun, hasBegun, end } = await workshop();
      await jobs.enqueueAll([run('later', { delayMs: 60_000 }), run('soon', { delayMs: 50 })]);
      await hasBegun('soon');
      end('soon');
      expect((await jobs.counts()).live.delayed).toBe(1);
      expect(await jobs.find('synchronize', 'later')).toBe('waiting');
      await jobs.enqueue(run('later'));
      expect(begun).toEqual(['soon']);
      await jobs.enqueue(run('later', { urgent: true }));
      await hasBegun('soon', 'later');
      end('later');
      await jobs.idle();
    });

    test('that cannot be done yet takes up no place until it is looked at again', async () => {
      const { jobs, lines, hasBegun, end } = await workshop({
        places: { live: 1, backfill: 1, inbox: 1, chores: 1 },
      });
      await jobs.enqueue(run('held'));
      await hasBegun('held');
      await jobs.enqueue(run('next'));
      end('held', { againInMs: 100.5 }); // What grows by half each time is no whole number.
      await hasBegun('held', 'next');
      end('next');
      await hasBegun('held', 'next', 'held');
      end('held');
      await jobs.idle();
      expect(lines).toEqual([]);
    });
  });

  describe('a job that fails', () => {
    test('is tried again, and kept with its reason when that was for nothing; then it can be done again', async () => {
      const { jobs, lines, hasBegun, end } = await workshop();
      await jobs.enqueue(run('1'));
      await hasBegun('1');
      end('1', new Error('no way'));
      await hasBegun('1', '1');
      end('1', new Error('still no way'));
      await expect.poll(() => jobs.failed()).toHaveLength(1);
      const [failed] = await jobs.failed();
      expect(failed).toMatchObject({
        kind: 'synchronize',
        key: '1',
        lane: 'live',
        reason: 'still no way',
        attempts: 2,
        failedAt: expect.any(Date),
      });
      expect((await jobs.counts()).live.failed).toBe(1);
      expect(lines.map(([, event]) => event)).toEqual(['job failed', 'job failed for good']);
      // Not by its key: the log makes a secret of whatever is called so.
      expect(lines[1]?.[0]).toMatchObject({ job: 'synchronize:1', attempts: 2 });

      expect(await jobs.retry(failed?.id ?? '')).toBe(true);
      await hasBegun('1', '1', '1');
      end('1');
      await jobs.idle();
      expect(await jobs.failed()).toEqual([]);
    });

    test('can be thrown away; and the same one can be asked for anew', async () => {
      const { jobs, hasBegun, end } = await workshop({ patience: { attempts: 1, delayMs: 1 } });
      await jobs.enqueue(run('1'));
      await hasBegun('1');
      end('1', new Error('no way'));
      await expect.poll(() => jobs.failed()).toHaveLength(1);
      await jobs.enqueue(run('1'));
      await hasBegun('1', '1');
      end('1');
      await jobs.idle();
      const [failed] = await jobs.failed();
      expect(await jobs.discard(failed?.id ?? '')).toBe(true);
      expect(await jobs.discard(failed?.id ?? '')).toBe(false);
      expect(await jobs.retry('live/nothing')).toBe(false);
      expect(await jobs.discard('typo')).toBe(false);
      expect(await jobs.failed()).toEqual([]);
    });
  });

  test('the timetable asks for its jobs', async () => {
    const { start, hasBegun, end } = await workshop({ holdBack: true });
    await start([{ pattern: '* * * * * *', job: { kind: 'clock', key: 'clock' } }]);
    await hasBegun('clock in chores');
    end('clock');
  });

  test('thousands of jobs are asked for at once, and none of them twice', { timeout: 60_000 }, async () => {
    const { jobs } = await workshop({ holdBack: true });
    const many = Array.from({ length: 5_000 }, (_, i) => run(String(i), { delayMs: 3_600_000 }));
    for (let i = 0; i < many.length; i += 500) await jobs.enqueueAll(many.slice(i, i + 500));
    await jobs.enqueueAll(many.slice(0, 500));
    expect((await jobs.counts()).live.delayed).toBe(5_000);
  });

  test('closing waits for what is being done, and takes no more', async () => {
    const { jobs, begun, hasBegun, end } = await workshop();
    await jobs.enqueue(run('1'));
    await hasBegun('1');
    let closed = false;
    const closing = jobs.close().then(() => {
      closed = true;
    });
    await expect(jobs.enqueue(run('2'))).rejects.toThrow('the connector is shutting down');
    await new Promise((later) => setTimeout(later, 20));
    expect(closed).toBe(false);
    end('1');
    await closing;
    expect(begun).toEqual(['1']);
  });
}
