import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/engine/index.ts';
import { createBullJobs } from '../../src/jobs/bullmq.ts';
import { type Handlers, type Jobs, type Kind, retries } from '../../src/jobs/jobs.ts';
import { createTestDatabase } from '../support/database.ts';
import { jobsKeepTheirPromises } from './promises.ts';

/** Named by TEST_REDIS_URL, for it is not everybody's. */
const redisUrl = process.env.TEST_REDIS_URL;
const places = { live: 2, backfill: 1, inbox: 1, chores: 1 };

describe.each([['PostgreSQL', undefined] as const, ...(redisUrl ? [['Redis', redisUrl] as const] : [])])(
  'jobs on %s',
  (_name, redis) => {
    let database: Awaited<ReturnType<typeof createTestDatabase>>;
    let databaseUrl: string;
    beforeAll(async () => {
      database = await createTestDatabase();
    });
    afterAll(() => database.remove());
    beforeEach(async () => {
      // Each test has queues of its own: in PostgreSQL by emptying them, in Redis by another prefix.
      await database.database.$executeRawUnsafe('DROP SCHEMA IF EXISTS bullmq CASCADE');
      databaseUrl = redis ? `${database.url}_${randomUUID()}` : database.url;
    });

    jobsKeepTheirPromises((opening) =>
      createBullJobs({ databaseUrl, redisUrl: redis, places: opening.places }, opening.log, opening.patience),
    );

    test('that have lost all they had are asked for by the clock again, without a process being started (OptimalBits/bull#1143)', async () => {
      const jobs = createBullJobs({ databaseUrl, redisUrl: redis, places }, silentLog, {
        ...retries,
        timetableMs: 200,
      });
      onTestFinished(() => jobs.close());
      const ticks: string[] = [];
      const tick = async ({ key }: { key: string }) => void ticks.push(key);
      const handlers = { synchronize: tick, inbox: tick, subscribe: tick, clock: tick, prune: tick };
      await jobs.work(handlers as unknown as Handlers, [
        { pattern: '* * * * * *', job: { kind: 'clock', key: 'clock' } },
      ]);
      await expect.poll(() => ticks.length, { timeout: 5_000 }).toBeGreaterThan(0);
      for (const queue of await jobs.queues()) await queue.obliterate({ force: true });
      const before = ticks.length;
      await expect.poll(() => ticks.length, { timeout: 5_000 }).toBeGreaterThan(before + 1);
    });

    describe('shared by two processes', () => {
      const open = () => createBullJobs({ databaseUrl, redisUrl: redis, places }, silentLog);
      const handlers = (sync: (key: string) => Promise<void>): Handlers => {
        const kinds: Kind[] = ['synchronize', 'inbox', 'subscribe', 'clock', 'prune'];
        return Object.fromEntries(
          kinds.map((kind) => [kind, async ({ key }: { key: string }) => void (await sync(key))]),
        ) as unknown as Handlers;
      };
      let all: Jobs[];
      beforeEach(() => {
        all = [open(), open(), open()];
        return async () => void (await Promise.all(all.map((jobs) => jobs.close())));
      });

      test('are begun by whichever has a place, each by one; and one that only asks for them does none', async () => {
        const [web, one, other] = all as [Jobs, Jobs, Jobs];
        const done: string[] = [];
        const busy = new Set<string>();
        const work = (name: string) =>
          handlers(async (key) => {
            expect(busy.has(key)).toBe(false);
            busy.add(key);
            await new Promise((later) => setTimeout(later, 5));
            busy.delete(key);
            done.push(`${name} ${key}`);
          });
        await one.work(work('one'), []);
        await other.work(work('other'), []);
        for (let i = 0; i < 40; i += 1) await web.enqueue({ kind: 'synchronize', key: `${i}` });
        await web.idle();
        expect(done.map((line) => Number(line.split(' ')[1])).sort((a, b) => a - b)).toEqual(
          Array.from({ length: 40 }, (_, i) => i),
        );
        expect(new Set(done.map((line) => line.split(' ')[0]))).toEqual(new Set(['one', 'other']));
        expect(web.isShared).toBe(true);
      });

      test('are asked for by the clock once, however many have the same timetable', async () => {
        const [, one, other] = all as [Jobs, Jobs, Jobs];
        const ticks: number[] = [];
        const tick = handlers(async () => void ticks.push(Math.round(Date.now() / 1000)));
        const timetable = [{ pattern: '* * * * * *', job: { kind: 'clock', key: 'clock' } as const }];
        await Promise.all([one.work(tick, timetable), other.work(tick, timetable)]);
        await expect.poll(() => ticks.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
        expect(new Set(ticks).size).toBe(ticks.length);
      });
    });
  },
);
