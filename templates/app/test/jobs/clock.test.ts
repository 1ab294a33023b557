import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { askForDue } from '../../src/jobs/clock.ts';
import { inboxJob } from '../../src/jobs/group-key.ts';
import type { Job } from '../../src/jobs/jobs.ts';
import { nextPlace, withinMinute } from '../../src/jobs/places-in-hour.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';

let world: TestConnector;
let enqueued: Job[];
beforeEach(async () => {
  world = await startTestConnector();
  enqueued = [];
  Object.assign(world.connector.jobs, {
    enqueueAll: async (jobs: readonly Job[]) => void enqueued.push(...jobs),
  });
});
afterEach(() => world.close());

const [minute, hour] = [60_000, 3_600_000];
const start = new Date('2026-11-24T10:00:30Z');
const after = (ms: number) => new Date(start.getTime() + ms);

function tick(now: Date): Promise<void> {
  enqueued = [];
  Object.assign(world.connector.engine, { now: () => now });
  return askForDue(world.connector);
}
const asked = () => enqueued.filter(({ kind }) => kind === 'synchronize').map(({ key }) => Number(key));
const ready = () => world.create.organization({ oauthToken: 'x', syncEnabled: true });
const done = () => world.connector.database.runRequest.deleteMany();

describe('every minute the clock asks', () => {
  test('for each organization that is linked and switched on once in an hour, in a minute of its own (contract 214)', async () => {
    const organizations = [await ready(), await ready(), await ready()];
    await world.create.organization({ oauthToken: 'x', syncEnabled: false });
    await world.create.organization({ oauthToken: null, syncEnabled: true });
    await world.create.organization({ oauthUid: null, oauthToken: null, syncEnabled: true });
    await tick(start); // A new one is given its place.
    expect(asked()).toEqual([]);
    const minutes = new Map<number, number[]>();
    for (let i = 1; i <= 120; i += 1) {
      await tick(after(i * minute));
      for (const id of asked()) minutes.set(id, [...(minutes.get(id) ?? []), i]);
      await done();
    }
    expect([...minutes.keys()].sort()).toEqual(organizations.map(({ id }) => id).sort());
    for (const [first = 0, second] of minutes.values()) expect(second).toBe(first + 60);
  });

  test('for one whose minute has gone by while no process ran, at once, and then in its own again', async () => {
    const { id } = await ready();
    await tick(start);
    await tick(after(5 * hour));
    expect(asked()).toEqual([id]);
    const { nextRunAt } = await world.connector.database.organization.findUniqueOrThrow({ where: { id } });
    expect(nextRunAt).toEqual(nextPlace(id, after(5 * hour)));
  });

  test('for none that waits already', async () => {
    const { id } = await ready();
    await world.connector.database.runRequest.create({ data: { organizationId: id } });
    await tick(start);
    await tick(after(hour));
    expect(asked()).toEqual([]);
  });

  test('once more for a run that nobody has begun: its job may be lost', async () => {
    const { id } = await ready();
    const data = { organizationId: id, createdAt: after(-11 * minute) };
    await world.connector.database.runRequest.create({ data });
    await world.connector.database.runRequest.create({ data });
    await tick(start);
    expect(asked()).toEqual([id]);
  });

  test('for the messages that wait, group by group', async () => {
    const message = { tenant: 'default', body: {} };
    const at = { createdAt: after(-hour) };
    await world.connector.database.inboxMessage.createMany({
      data: [
        { ...message, ...at, group: 'cld 1' },
        { ...message, ...at, group: 'cld-2' },
        { ...message, ...at, group: 'cld 1' },
        { ...message, ...at, group: 'cld-3', parkedAt: start },
        { ...message, ...at, group: 'cld-4', attempts: 1, dueAt: after(minute) },
      ],
    });
    await tick(start);
    expect(enqueued).toEqual(['cld 1', 'cld-2'].map((group) => inboxJob({ tenant: 'default', group })));
  });
});

test('a thousand organizations that are due at once are asked for in one go', async () => {
  const { database } = world.connector;
  const data = Array.from({ length: 1_100 }, (_, i) => ({
    uid: `cld-${i}`,
    tenant: 'default',
    name: 'Fern',
    oauthUid: `acme-${i}`,
    oauthToken: 'x',
    syncEnabled: true,
    nextRunAt: start,
  }));
  await database.organization.createMany({ data });
  await tick(after(minute));
  expect(new Set(asked()).size).toBe(1_100);
  expect(await database.organization.count({ where: { nextRunAt: { lte: after(minute) } } })).toBe(0);
  expect(await database.runRequest.count()).toBe(1_100);
});

test('fifty thousand organizations are spread over the hour without a spike, each in the same place every time (improvement 5.9)', () => {
  const perMinute = new Array<number>(60).fill(0);
  const perSecond = new Array<number>(3600).fill(0);
  for (let id = 1; id <= 50_000; id += 1) {
    const place = nextPlace(id, start);
    expect(place.getTime()).toBeGreaterThan(start.getTime());
    expect(nextPlace(id, place).getTime() - place.getTime()).toBe(hour);
    const second = (place.getTime() / 1000 + Math.floor(withinMinute(id) / 1000)) % 3600;
    perMinute[place.getUTCMinutes()] = (perMinute[place.getUTCMinutes()] ?? 0) + 1;
    perSecond[second] = (perSecond[second] ?? 0) + 1;
  }
  expect(Math.max(...perMinute) / (50_000 / 60)).toBeLessThan(1.2);
  expect(Math.max(...perSecond) / (50_000 / 3600)).toBeLessThan(3);
});
