import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Postgres, postgresPrograms, startPostgres } from '../support/postgres.ts';
import { type Redis, redisProgram, startRedis } from '../support/redis.ts';
import { chaos } from './chaos.ts';
import { handOver } from './hand-over.ts';
import { buildProject, leaseMs } from './project.ts';

let home: string;
let project: string;
let postgres: Postgres;
let redis: Redis | undefined;

/** At length: `npm run chaos -- --minutes 10`. */
describe.skipIf(!postgresPrograms)('two workers', () => {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'connector-chaos-'));
    project = await buildProject(home);
    postgres = await startPostgres();
    redis = redisProgram ? await startRedis() : undefined;
  }, 60_000);
  afterAll(async () => {
    await Promise.all([postgres?.stop(), redis?.stop()]);
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  });

  const killedAndPaused = async (servers: { redis?: Redis | undefined }) => {
    const databaseUrl = await postgres.freshDatabase();
    const report = await chaos({ project, databaseUrl, ...servers, seed: 50, seconds: 8 });
    expect(report.problems).toEqual([]);
    // What that seed draws first; on a busy machine it comes no further.
    const { kill, pause, cut, terminate } = report.harms;
    expect(kill + pause).toBeGreaterThan(0);
    expect(kill + pause + cut + terminate).toBeGreaterThan(2);
    expect(report.people.created).toBeGreaterThan(5);
  };

  test(
    'that are killed, paused and cut off while both sides go on working lose nothing and double nothing',
    () => killedAndPaused({}),
    120_000,
  );

  test.skipIf(!redisProgram)('the same with their jobs on Redis', () => killedAndPaused({ redis }), 120_000);

  test('hand a long run over: told to end, one leaves it after its page, and the other goes on at once', async () => {
    const outcome = await handOver({ project, databaseUrl: await postgres.freshDatabase() });
    expect(outcome).toMatchObject({ exitCode: 0, doubled: [] });
    expect(outcome.runs[0]).toBe('INTERRUPTED');
    expect(outcome.runs.at(-1)).toBe('SUCCESS');
    expect(outcome.endedMs).toBeLessThan(10_000);
    // Not when the lease has run out: it was given back.
    expect(outcome.goneOnMs).toBeLessThan(leaseMs / 2);
  }, 120_000);
});
