import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { processInbox } from '../../src/engine/index.ts';
import { inShort } from '../support/in-short.ts';
import { Company, Person } from '../support/memory-application.ts';
import { notified, plain } from '../support/notified.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([plain(new Company()), plain(new Person())]);
});
afterEach(() => world.close());

const { titles } = inShort(() => world);
const { drain, messages, notify, saved } = notified(() => world);

test('while a run holds the organization a message waits, and those behind it of the same group too (improvement 3.9)', async () => {
  const hold = (until: string) =>
    world.database.organization.update({
      where: { id: world.organization.id },
      data: { leaseOwner: 'a run', leaseExpiresAt: new Date(until) },
    });
  await hold('2100-01-01T00:00:00Z');
  await notify({ organizations: [saved('organizations', 'First')] });
  await notify({ organizations: [{ ...saved('organizations', 'Elsewhere'), group_id: 'cld-2' }] });
  await drain();
  expect(await messages()).toBe(1);
  await hold('2000-01-01T00:00:00Z');
  await drain();
  expect(titles('company')).toEqual(['First']);
  expect(await messages()).toBe(0);
});

test('a message of several groups is a row of each, and one about nobody is none', async () => {
  await notify({
    organizations: [saved('organizations', 'Fern'), { group_id: 'cld-2', name: 'Oak' }],
    people: [{ group_id: 'cld-2', name: 'Max' }],
  });
  await notify({ people: [] });
  const rows = await world.database.inboxMessage.findMany({ orderBy: { group: 'asc' } });
  expect(rows).toMatchObject([
    { source: 'connec', tenant: 'default', group: 'cld-1', body: { organizations: [{ name: 'Fern' }] } },
    { group: 'cld-2', body: { organizations: [{ name: 'Oak' }], people: [{ name: 'Max' }] } },
  ]);
  expect(rows).toHaveLength(2);
});

test('one busy organization keeps nobody waiting: each group has its turn, its own messages in their order', async () => {
  const { organization, database, engine } = world;
  const { id: _, uid: __, oauthUid: ___, synchronizedEntities, ...same } = organization;
  await database.organization.create({
    data: { ...same, uid: 'cld-2', oauthUid: 'memory-2', synchronizedEntities: synchronizedEntities ?? {} },
  });
  for (let i = 0; i < 20; i += 1) await notify({ organizations: [saved('organizations', `Busy ${i}`)] });
  await notify({ organizations: [{ ...saved('organizations', 'Patient'), group_id: 'cld-2' }] });

  expect(await processInbox(engine)).toBe(true);
  expect(titles('company').sort()).toEqual(['Busy 0', 'Patient']);
  await drain();
  expect(titles('company').filter((title) => title !== 'Patient')).toEqual(
    Array.from({ length: 20 }, (_, i) => `Busy ${i}`),
  );
  expect(await messages()).toBe(0);
});

test('only a few messages are in memory at a time, however many wait', async () => {
  for (let i = 0; i < 30; i += 1) await notify({ organizations: [{ group_id: `cld-${i + 2}`, name: 'x' }] });
  const { inboxMessage } = world.database;
  let read = 0;
  let most = 0;
  const { findFirst, deleteMany, findMany } = inboxMessage;
  onTestFinished(() => {
    Object.assign(inboxMessage, { findFirst, deleteMany, findMany }); // The next test may get this database.
  });
  Object.assign(inboxMessage, {
    findFirst: (query: never) => {
      most = Math.max(most, ++read);
      return findFirst.call(inboxMessage, query);
    },
    deleteMany: (query: never) => {
      read -= 1;
      return deleteMany.call(inboxMessage, query);
    },
    findMany: () => {
      throw new Error('reads many at once');
    },
  });
  await drain();
  expect(await messages()).toBe(0);
  expect(most).toBeLessThanOrEqual(4);
});

test('two processes do not deal with one message both', async () => {
  await notify({ organizations: [saved('organizations', 'Fern')] });
  await Promise.all([drain(), drain(), drain()]);
  expect(world.application.writes).toHaveLength(1);
  expect(await messages()).toBe(0);
});
