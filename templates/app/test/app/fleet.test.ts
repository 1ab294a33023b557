import { afterAll, beforeAll, expect, test } from 'vitest';
import { askQueues } from '../../src/fleet/ask-queues.ts';
import { readFleet } from '../../src/fleet/read-fleet.ts';
import { tellFleet } from '../../src/fleet/tell-fleet.ts';
import { forEachLane } from '../../src/jobs/jobs.ts';
import { announceProcess } from '../../src/processes.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';

let world: TestConnector;
beforeAll(async () => {
  world = await startTestConnector();
});
afterAll(() => world.close());

const now = new Date('2026-11-24T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const queues = {
  isShared: true,
  counts: async () => forEachLane(() => ({ waiting: 1200, delayed: 2, running: 3, failed: 0 })),
};
const read = (jobs: Parameters<typeof readFleet>[0]['jobs'] = queues) =>
  readFleet({ database: world.connector.database, jobs }, now);

test('a connector that has just been made has nothing to tell, but that nothing runs', async () => {
  expect(tellFleet(await read(world.connector.jobs))).toBe(
    `Processes
  none is running: nothing is synchronized

Jobs
  in the one process that does them, which shows them at /operator/jobs

Behind
  nothing waits

Runs of the last hour
  none

Slowest organizations
  none

Without a synchronization for more than a day
  none

Paused organizations
  none

Parked
  none`,
  );
});

test('all processes are told of, what they do, and what waits; nothing secret, and nobody by name', async () => {
  const { create, connector } = world;
  const { database } = connector;
  await database.process.createMany({
    data: [
      { id: 'a', kind: 'web', host: 'one', pid: 12, startedAt: ago(7200), seenAt: ago(5) },
      { id: 'b', kind: 'worker', host: 'two', pid: 34, startedAt: ago(60), seenAt: ago(9) },
      { id: 'c', kind: 'worker', host: 'dead', pid: 56, startedAt: ago(9000), seenAt: ago(120) },
    ],
  });
  const linked = { oauthToken: 'secret-token', syncEnabled: true };
  const [late, slow, first] = [
    await create.organization({ ...linked, uid: 'cld-late', name: 'Late', nextRunAt: ago(300) }),
    await create.organization({ ...linked, uid: 'cld-slow', name: 'Slow', nextRunAt: ago(-300) }),
    await create.organization({
      ...linked,
      uid: 'cld-first',
      name: 'First',
      nextRunAt: ago(-60),
      leaseExpiresAt: ago(-60),
    }),
  ];
  await create.organization({ ...linked, uid: 'cld-silent', name: 'Silent', silentSince: ago(200_000) });
  await create.organization({ ...linked, uid: 'cld-quiet', name: 'Quiet', silentSince: ago(80_000) });
  await create.organization({
    uid: 'cld-off',
    name: 'Off',
    nextRunAt: ago(9000),
    pausedReason: 'Link it again',
  });
  await database.runRequest.create({ data: { organizationId: late.id, createdAt: ago(90) } });
  const run = (organizationId: number, status: string, began: number, took?: number) =>
    database.synchronization.create({
      data: {
        organizationId,
        status,
        startedAt: ago(began),
        finishedAt: took === undefined ? null : ago(began - took),
      },
    });
  // A first one, under way for long; ones of another hour; and of each the last one counts.
  await run(first.id, 'RUNNING', 18_000);
  await run(slow.id, 'ERROR', 7000, 3000);
  await run(slow.id, 'SUCCESS', 3000, 900);
  await run(slow.id, 'PARTIAL', 1800, 65);
  await run(late.id, 'SUCCESS', 600, 2);
  await create.idMap(late, { parkedAt: ago(10) });
  await create.idMap(late, {});
  const message = { tenant: 'default', group: 'cld-late', body: { people: [] } };
  await database.inboxMessage.create({ data: { ...message, createdAt: ago(45) } });
  await database.inboxMessage.create({
    data: { ...message, attempts: 6, parkedAt: ago(5), createdAt: ago(99) },
  });

  const fleet = await read();
  expect(fleet).toMatchObject({
    processes: [
      { kind: 'web', host: 'one', pid: 12 },
      { kind: 'worker', host: 'two', pid: 34 },
    ],
    lag: { requests: 1, oldestRequest: 90, overdue: 1, longestOverdue: 300 },
    inbox: { waiting: 1, retrying: 0, parked: 1, oldestSeconds: 45 },
    runsOfLastHour: { SUCCESS: 2, PARTIAL: 1 },
    parked: { records: 1, messages: 1 },
  });
  expect(
    fleet.slowest.map(({ organization, status, seconds }) => [organization.uid, status, seconds]),
  ).toEqual([
    ['cld-first', 'RUNNING', 18_000],
    ['cld-slow', 'PARTIAL', 65],
    ['cld-late', 'SUCCESS', 2],
  ]);
  expect(fleet.silent.map(({ organization }) => organization.uid)).toEqual(['cld-silent']);
  expect(JSON.stringify(fleet)).not.toMatch(/secret-token|dead/);
  const text = tellFleet(fleet);
  for (const line of [
    'web     one 12, for 2 h 0 min, seen 5 s ago',
    'live      1,200 waiting, 2 for later, 3 running, 0 failed',
    'runs asked for: 1, the oldest 1 min 30 s ago',
    'organizations past their time: 1, by up to 5 min 0 s',
    '2 SUCCESS',
    'First (cld-first of default): 5 h 0 min, RUNNING',
    'Silent (cld-silent of default): 55 h 33 min',
    'Off (cld-off of default): Link it again',
    'records: 1, messages: 1',
  ])
    expect(text).toContain(`\n  ${line}`);
});

test('queues that are away do not keep the rest from being told, and a missing worker is', async () => {
  await world.connector.database.process.deleteMany();
  const leave = await announceProcess(world.connector, 'web');
  const jobs = { isShared: true, counts: () => Promise.reject(new Error('ECONNREFUSED')) };
  const { database } = world.connector;
  const text = tellFleet(await readFleet({ database, jobs }));
  expect(text).toContain('the queues cannot be reached: ECONNREFUSED');
  expect(text).toContain('no worker is running');
  await expect(askQueues(new Promise(() => {}), 5)).rejects.toThrow('no answer within 0.005 s');
  expect(text).toContain('Parked\n  records: 1');
  await leave();
});
