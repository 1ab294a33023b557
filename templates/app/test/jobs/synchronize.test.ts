import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Organization } from '../../src/engine/index.ts';
import { inboxJob } from '../../src/jobs/group-key.ts';
import type { Job } from '../../src/jobs/jobs.ts';
import { withSlice } from '../../src/jobs/slice.ts';
import { requestRun } from '../../src/run-requests.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { holdJobs, requested } from '../support/requested.ts';

let world: TestConnector;
let organization: Organization;
/** What was put into the queues. */
let enqueued: Job[];
beforeEach(async () => {
  world = await startTestConnector();
  organization = await world.create.organization({ oauthToken: 'x', syncEnabled: true });
  enqueued = [];
  const { jobs } = world.connector;
  const { enqueue } = jobs;
  jobs.enqueue = async (job) => {
    enqueued.push(job);
    await enqueue(job);
  };
});
afterEach(() => world.close());

const hold = (leaseOwner: string | null) =>
  world.connector.database.organization.update({
    where: { id: organization.id },
    data: { leaseOwner, leaseExpiresAt: leaseOwner && new Date('2100-01-01') },
  });
const ask = (options = {}) => requestRun(world.connector, organization.id, options);
const askByClock = () =>
  world.connector.database.runRequest.create({ data: { organizationId: organization.id } });
const runs = () => world.connector.database.synchronization.findMany();
const lanes = () => enqueued.filter(({ kind }) => kind === 'synchronize').map(({ lane = 'live' }) => lane);
const job = (): Job => ({ kind: 'synchronize', key: String(organization.id) });
const idle = () => world.connector.jobs.idle();

describe('a run that is asked for while a message is dealt with', () => {
  test('waits for that, and is not forgotten', async () => {
    await hold('a message');
    await ask();
    await expect
      .poll(() => world.connector.database.runRequest.findFirst())
      .toMatchObject({ heldUpAt: expect.any(Date) });
    expect(await runs()).toEqual([]);
    await hold(null);
    await idle();
    expect(await runs()).toMatchObject([{ status: 'SUCCESS' }]);
    expect(await requested(world, organization)).toEqual([]);
  });

  test('goes before the next message', async () => {
    const { database, jobs } = world.connector;
    const { tenant, uid: group } = organization;
    await hold('a message');
    await ask();
    await expect.poll(() => database.runRequest.findFirst()).toMatchObject({ heldUpAt: expect.any(Date) });
    await database.inboxMessage.create({ data: { tenant, group, body: {} } });
    await jobs.enqueue(inboxJob({ tenant, group }));
    await expect.poll(async () => (await jobs.counts()).inbox).toMatchObject({ delayed: 1 });
    expect(await database.inboxMessage.findMany()).toMatchObject([{ attempts: 0 }]);
    await hold(null);
    await idle();
    expect(await runs()).toHaveLength(1);
    expect(await database.inboxMessage.count()).toBe(0);
  });
});

test('a run is not held up by an application that does not answer whether it tells of changes', async () => {
  const { external } = world.connector;
  let answer = (_subscription: { id: string }) => {};
  const asked = new Promise<{ id: string }>((resolve) => {
    answer = resolve;
  });
  Object.assign(external, { webhooks: { subscribe: () => asked, unsubscribe: async () => {} } });
  await ask();
  await expect.poll(runs).toMatchObject([{ status: 'SUCCESS' }]);
  answer({ id: 'w-1' });
});

test('the first run, and one that reads everything, leave their places to the others: they have a lane of their own', async () => {
  await ask();
  await idle();
  expect(lanes()).toEqual(['live', 'backfill']);
  await ask();
  await idle();
  expect(lanes()).toEqual(['live', 'backfill', 'live']);
  await ask({ fullSync: true });
  await idle();
  expect(lanes().slice(3)).toEqual(['live', 'backfill']);
  expect(await runs()).toHaveLength(3);
});

describe('a run', () => {
  test('does what several have asked for alike, and what the clock has asked for; what is different is done after it', async () => {
    const { enqueue } = world.connector.jobs;
    holdJobs(world);
    await ask();
    await ask();
    await ask({ onlyEntities: ['contact'] });
    await askByClock();
    await ask();
    expect(await requested(world, organization)).toEqual([{}, {}, { onlyEntities: ['contact'] }, undefined]);
    world.connector.jobs.enqueue = enqueue;
    await enqueue(job());
    await idle();
    expect(await runs()).toMatchObject([{ partial: false }, { partial: true }]);
    expect(await requested(world, organization)).toEqual([]);
  });

  test('of some entities does not do what the clock has asked for', async () => {
    await askByClock();
    await ask({ onlyEntities: ['contact'] });
    await idle();
    expect(await runs()).toMatchObject([{ partial: true }, { partial: false }]);
  });

  test('that can do nothing does not wait for ever', async () => {
    await ask();
    await world.connector.database.organization.updateMany({ data: { syncEnabled: false } });
    await idle();
    await ask();
    await idle();
    expect(await requested(world, organization)).toEqual([]);
  });

  test('that its process cannot finish is still asked for', async () => {
    await hold('something');
    await ask();
    await world.connector.stopWork(100);
    expect(await requested(world, organization)).toEqual([{}]);
  });

  test('makes room when others have waited long enough, later each time it had to', async () => {
    const { connector, create } = world;
    const work = { key: String(organization.id), lane: 'live', attempt: 1 } as const;
    const until = (ms: number) =>
      withSlice(
        { ...connector, jobs: { ...connector.jobs, counts: async () => busy } },
        work,
        organization.id,
        ({ soon }) =>
          new Promise<string>((resolve) => {
            const asked = () => resolve(soon.reason.message);
            soon.addEventListener('abort', asked);
            setTimeout(() => resolve('was let go on'), 100);
          }),
        ms,
      );
    const counts = await connector.jobs.counts();
    const busy = { ...counts, live: { ...counts.live, waiting: 1 } };
    expect(await until(30)).toBe('Others have had their turn: it goes on by itself');
    for (let i = 0; i < 2; i += 1) await create.synchronization(organization, { status: 'INTERRUPTED' });
    expect(await until(30)).toBe('was let go on');
    busy.live.waiting = 0;
    await create.synchronization(organization, { status: 'SUCCESS' });
    expect(await until(30)).toBe('was let go on');
    const gone = { ...connector.jobs, counts: () => Promise.reject(new Error('the queue is away')) };
    const long = async () => new Promise<string>((resolve) => setTimeout(resolve, 60, 'was let go on'));
    expect(await withSlice({ ...connector, jobs: gone }, work, organization.id, long, 20)).toBe(
      'was let go on',
    );
  });
});
