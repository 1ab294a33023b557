import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { maxAttempts } from '../../src/engine/inbox.ts';
import {
  ComplexEntity,
  type Context,
  discardMessage,
  type Entity,
  type JsonObject,
  type JsonValue,
  listParkedMessages,
  map,
  mapper,
  processInbox,
  pruneMessages,
  releaseMessages,
  storeExternalEvent,
  storeNotification,
  UnauthorizedError,
} from '../../src/engine/index.ts';
import { createHeardLog } from '../support/log.ts';
import { Company, type MemoryApplication, MemoryEntity, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

class Business extends MemoryEntity {
  readonly connecName = 'Company';
  readonly externalName = 'Shop';
  override readonly singleton = true;
  readonly mapper = mapper([map('name', 'title')]);
}
class LeadPart extends MemoryEntity {
  readonly connecName = 'Sales lead';
  readonly externalName = 'Lead';
  readonly mapper = mapper([map('name', 'title')]);
}
class Leads extends ComplexEntity<MemoryApplication> {
  readonly parts: readonly Entity<MemoryApplication>[] = [new LeadPart()];
}
class Archive extends MemoryEntity {
  readonly connecName = 'person';
  readonly externalName = 'archive';
  override readonly canWriteConnec = false;
  readonly mapper = mapper([map('name', 'title')]);
}

let world: SyncWorld;
/** Of these the hub recognises none: what it has and external has not is new. */
const plain = <Plain extends Entity<MemoryApplication>>(entity: Plain) =>
  Object.assign(entity, { matchingFields: [] });
const entities = () => [
  plain(new Company()),
  plain(new Person()),
  new Archive(),
  new Business(),
  new Leads(),
];
beforeEach(async () => {
  world = await createSyncWorld(entities());
});
afterEach(() => world.close());

const titles = (collection: string) => world.application.list(collection).map(({ title }) => title);
const notify = (body: Record<string, JsonValue>, tenant = 'default') =>
  storeNotification(world.engine, tenant, body);
const saved = (resource: string, name: string, fields: JsonObject = {}) => ({
  ...world.hub.save(resource, { name, ...fields }),
  group_id: 'cld-1',
});
const messages = () => world.database.inboxMessage.count();
const drain = async () => {
  while (await processInbox(world.engine));
};

test('what the hub notifies of is written to external, and its id handed back (contract 217, 218, 222)', async () => {
  await notify({ organizations: [saved('organizations', 'Fern')] });
  expect(await processInbox(world.engine)).toBe(false);
  expect(titles('company')).toEqual(['Fern']);
  expect(world.hub.list('organizations')[0]?.id).toHaveLength(2);
  expect(await messages()).toBe(0);
});

test.each(['people', 'person', 'Person', 'People', 'PEOPLE'])(
  'a resource is known as %j too (contract 220, improvement 3.4)',
  async (name) => {
    await notify({ [name]: [saved('people', 'Ada')] });
    await drain();
    expect(titles('person')).toEqual(['Ada']);
  },
);

test('every entity that has the resource is told, not only the first (contract 220, improvement 3.7)', async () => {
  await notify({ people: [saved('people', 'Ada')] });
  await drain();
  expect(titles('archive')).toEqual(['Ada']);
});

test('a singleton and a part of a complex entity are told like any other (improvement 3.3, 3.5)', async () => {
  await notify({ company: [saved('company', 'Fern')] });
  await notify({ 'Sales leads': [saved('sales_leads', 'Lou')], sales_lead: [saved('sales_leads', 'Max')] });
  await drain();
  expect(titles('Shop')).toEqual(['Fern']);
  expect(titles('Lead').sort()).toEqual(['Lou', 'Max']);
});

test('what is no list of records, or of no group, or of no entity is ignored (contract 219, 220)', async () => {
  await notify({
    tenant: 'default',
    connec: { organizations: 1 },
    organizations: [{ name: 'without a group' }, 7, null],
    unicorns: [{ group_id: 'cld-1', name: 'Una' }],
  });
  await drain();
  expect(world.application.writes).toEqual([]);
  expect(await messages()).toBe(0);
});

test.each([
  ['unknown', { uid: 'cld-other' }],
  ['of another tenant', { tenant: 'elsewhere' }],
  ['not linked', { oauthUid: null }],
  ['switched off', { syncEnabled: false }],
  ['paused', { pausedReason: 'link it again' }],
])('an organization that is %s is left alone (contract 221)', async (_why, data) => {
  await world.database.organization.update({ where: { id: world.organization.id }, data });
  await notify({ organizations: [saved('organizations', 'Fern')] });
  await drain();
  expect(titles('company')).toEqual([]);
  expect(await messages()).toBe(0);
});

test('a direction that is switched off is left alone (contract 221)', async () => {
  await world.database.organization.update({
    where: { id: world.organization.id },
    data: { synchronizedEntities: { company: { toConnec: true, toExternal: false } } },
  });
  await notify({ organizations: [saved('organizations', 'Fern')] });
  await drain();
  expect(titles('company')).toEqual([]);
});

test('records are grouped: one client, one pair of hooks and one call for many records (improvement 3.8)', async () => {
  const calls: string[] = [];
  await world.close();
  world = await createSyncWorld([
    Object.assign(plain(new Company()), {
      beforeSync: async () => void calls.push('before'),
      afterSync: async () => void calls.push('after'),
    }),
  ]);
  await notify({ organizations: [0, 1, 2].map((i) => saved('organizations', `${i}`)) });
  let batches = 0;
  world.hub.answer = (results) => {
    batches += 1;
    return results;
  };
  await drain();
  expect(calls).toEqual(['before', 'after']);
  expect(batches).toBe(1);
});

test('a record that fails keeps its reason for the next run; the others and the hub go on (contract 223, improvement 1.14)', async () => {
  world.application.beforeWrite = ({ title }) => {
    if (title === 'Bad') throw new Error('no');
  };
  await notify({ organizations: [saved('organizations', 'Bad'), saved('organizations', 'Good')] });
  await drain();
  expect(titles('company')).toEqual(['Good']);
  expect(await messages()).toBe(0);
  world.application.beforeWrite = () => {};
  world.clock.forward(86_400);
  await world.run();
  expect(titles('company')).toEqual(['Good', 'Bad']);
});

test('a hook that fails stays with its entity; a tenant that is gone does not block the messages behind (contract 223)', async () => {
  const { logger, heard } = createHeardLog();
  await world.close();
  world = await createSyncWorld(
    [
      Object.assign(plain(new Company()), {
        beforeSync: async () => {
          throw new Error('no stages');
        },
      }),
      plain(new Person()),
    ],
    {},
    logger,
  );
  await notify({ organizations: [saved('organizations', 'Fern')], people: [saved('people', 'Ada')] });
  await drain();
  expect(titles('person')).toEqual(['Ada']);
  expect(heard).toMatchObject([{ msg: 'notification failed', reason: 'no stages' }]);

  const { connecClient } = world.engine;
  Object.assign(world.engine, {
    connecClient: () => {
      throw new Error('not configured');
    },
  });
  await notify({ people: [saved('people', 'Max')] });
  await notify({ people: [{ ...saved('people', 'Lou'), group_id: 'cld-2' }] });
  await drain();
  expect(await world.database.inboxMessage.findMany({ select: { reason: true } })).toEqual([
    { reason: 'no stages' },
    { reason: 'not configured' },
  ]);
  Object.assign(world.engine, { connecClient });
});

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

test('our own write that comes back is dropped (improvement 1.16)', async () => {
  world.application.save('company', { title: 'Fern' });
  await world.run();
  const [record] = world.hub.list('organizations');
  await notify({ organizations: [{ ...record, group_id: 'cld-1' }] });
  world.application.writes.length = 0;
  await drain();
  expect(world.application.writes).toEqual([]);
});

test('a notification that comes twice, or late, changes nothing (improvement 3.2)', async () => {
  const old = saved('organizations', 'Fern');
  await notify({ organizations: [old] });
  await drain();
  world.clock.forward(60);
  const newer = world.hub.save('organizations', { name: 'Fern & Co' }, [...world.hub.records.keys()][0]);
  await notify({ organizations: [{ ...newer, group_id: 'cld-1' }] });
  await notify({ organizations: [old] });
  await notify({ organizations: [{ ...newer, group_id: 'cld-1' }] });
  await drain();
  expect(titles('company')).toEqual(['Fern & Co']);
});

test('an edit in external that no run has read yet is not written over by an older one', async () => {
  await notify({ organizations: [saved('organizations', 'Fern')] });
  await drain();
  world.clock.forward(60);
  const changed = world.hub.save('organizations', { name: 'From Connec!' }, [...world.hub.records.keys()][0]);
  world.clock.forward(60);
  world.application.save('company', { title: 'From external' }, '1');
  await notify({ organizations: [{ ...changed, group_id: 'cld-1' }] });
  await drain();
  expect(titles('company')).toEqual(['From external']);
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'From external' }]);
});

test('a lost access pauses the organization instead of failing at every notification', async () => {
  world.application.beforeWrite = () => {
    throw new UnauthorizedError('link it again');
  };
  await notify({ organizations: [saved('organizations', 'Fern')] });
  await drain();
  expect(await world.database.organization.findFirst()).toMatchObject({ pausedReason: 'link it again' });
});

test('a notification has no options: nothing is forced (contract 224)', async () => {
  const options: object[] = [];
  await world.close();
  world = await createSyncWorld([
    Object.assign(plain(new Company()), {
      beforeSync: async (context: Context<MemoryApplication>) => void options.push(context.options),
    }),
  ]);
  await notify({ organizations: [saved('organizations', 'Fern')] });
  await drain();
  expect(options).toEqual([{}]);
});

test('takesFromConnec narrows what the hub notifies of (contract 67, 222)', async () => {
  await world.close();
  world = await createSyncWorld([
    Object.assign(plain(new Company()), { takesFromConnec: ({ name }: JsonObject) => name === 'Fern' }),
  ]);
  await notify({ organizations: [saved('organizations', 'Fern'), saved('organizations', 'Oak')] });
  await drain();
  expect(titles('company')).toEqual(['Fern']);
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

/** Every write to external fails with `reason`, from the hub's side of it. */
const failing = (reason: string) =>
  Object.assign(world.engine, {
    connecClient: () => {
      throw new Error(reason);
    },
  });

test('a message that fails is tried again, each time later, and parked with the reason in the end; the others go on', async () => {
  const { connecClient } = world.engine;
  failing('not configured');
  await notify({ people: [saved('people', 'Bad')] });
  const first = () => world.database.inboxMessage.findFirstOrThrow();
  const waits: number[] = [];
  for (let i = 1; i < maxAttempts; i += 1) {
    await drain();
    const { attempts, dueAt, reason, parkedAt } = await first();
    expect({ attempts, reason, parkedAt }).toEqual({ attempts: i, reason: 'not configured', parkedAt: null });
    waits.push(((dueAt?.getTime() ?? 0) - world.clock.now.getTime()) / 60_000);
    await drain();
    expect((await first()).attempts).toBe(i);
    world.clock.forward((waits.at(-1) ?? 0) * 60);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16]);
  await drain();
  expect(await first()).toMatchObject({ parkedAt: world.clock.now, reason: 'not configured', dueAt: null });

  Object.assign(world.engine, { connecClient });
  await notify({ people: [saved('people', 'Good')] });
  world.clock.forward(86_400);
  await drain();
  expect(titles('person')).toEqual(['Good']);
  expect(await messages()).toBe(1);
});

test('a message that is parked is tried again when a person releases it, and is gone when they throw it away', async () => {
  const { database, organization } = world;
  const stranger = { tenant: 'default', uid: 'cld-2' };
  for (const name of ['Ada', 'Bob', 'Cy']) await notify({ people: [saved('people', name)] });
  await database.inboxMessage.updateMany({ data: { parkedAt: world.clock.now, attempts: 6, reason: 'no' } });
  const [ada, bob, cy] = await listParkedMessages(database, organization);
  expect(ada).toMatchObject({ source: 'connec', attempts: 6, reason: 'no', parkedAt: world.clock.now });
  expect(await releaseMessages(database, stranger)).toBe(0);
  expect(await discardMessage(database, stranger, bob?.id ?? 0)).toBe(false);
  expect(await releaseMessages(database, organization, ada?.id)).toBe(1);
  expect(await discardMessage(database, organization, bob?.id ?? 0)).toBe(true);
  await drain();
  expect(titles('person')).toEqual(['Ada']);
  expect(await listParkedMessages(database, organization)).toEqual([cy]);
  expect(await pruneMessages(database, world.clock.now)).toBe(0);
  world.clock.forward(1);
  expect(await pruneMessages(database, world.clock.now)).toBe(1);
});

test('a message that failed once goes when it is tried again', async () => {
  const { connecClient } = world.engine;
  failing('the hub is down');
  await notify({ people: [saved('people', 'Ada')] });
  await drain();
  Object.assign(world.engine, { connecClient });
  world.clock.forward(60);
  await drain();
  expect(titles('person')).toEqual(['Ada']);
  expect(await messages()).toBe(0);
});

test('an attempt counts before it is made: what ends the process every time is parked, too', async () => {
  await notify({ people: [saved('people', 'Ada')] });
  await world.database.inboxMessage.updateMany({ data: { attempts: maxAttempts, dueAt: world.clock.now } });
  await drain();
  expect(await world.database.inboxMessage.findFirst()).toMatchObject({
    parkedAt: world.clock.now,
    reason: 'the process ended, each time',
  });
  expect(titles('person')).toEqual([]);
});

test('two processes do not deal with one message both', async () => {
  await notify({ organizations: [saved('organizations', 'Fern')] });
  await Promise.all([drain(), drain(), drain()]);
  expect(world.application.writes).toHaveLength(1);
  expect(await messages()).toBe(0);
});

test('what external has told goes to Connec! the same way, once for each delivery (contract 212)', async () => {
  const company = world.application.save('company', { title: 'Fern' });
  const event = { tenant: 'default', group: 'cld-1', deliveryId: 'd-1', records: { company: [company] } };
  expect(await storeExternalEvent(world.engine, event)).toBe(true);
  expect(await storeExternalEvent(world.engine, event)).toBe(false);
  expect(await storeExternalEvent(world.engine, { ...event, group: 'cld-other', deliveryId: 'd-2' })).toBe(
    true,
  );
  await drain();
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Fern' }]);

  // That it came is remembered for an hour, and nothing of what it told.
  expect(await storeExternalEvent(world.engine, event)).toBe(false);
  expect(await world.database.inboxMessage.findMany({ select: { body: true } })).toEqual([
    { body: {} },
    { body: {} },
  ]);
  world.clock.forward(3600);
  await drain();
  expect(await messages()).toBe(0);
});

test('two organizations may be told under one delivery id', async () => {
  const event = { tenant: 'default', group: 'cld-1', deliveryId: 'd-1' };
  expect(await storeExternalEvent(world.engine, event)).toBe(true);
  expect(await storeExternalEvent(world.engine, { ...event, group: 'cld-2' })).toBe(true);
});

test.each([
  ['a resource named like a method of every object', { toString: [{ group_id: 'cld-1', name: 'x' }] }],
  ['a group named like one', { organizations: [{ group_id: 'toString', name: 'x' }] }],
  [
    'a group that is the prototype of every object',
    { organizations: [{ group_id: '__proto__', name: 'x' }] },
  ],
  ['a resource that is it', JSON.parse('{"__proto__": [{"group_id": "cld-1", "name": "x"}]}')],
  ['no group id that can be one', { organizations: [{ group_id: 'x'.repeat(1000), name: 'x' }] }],
])('%s neither stops the messages behind it nor changes anything here (improvement 3.2)', async (_, body) => {
  await notify(body as Record<string, JsonValue>);
  await notify({ people: [saved('people', 'Ada')] });
  await drain();
  expect(titles('person')).toEqual(['Ada']);
  expect(titles('company')).toEqual([]);
  expect(({} as Record<string, unknown>).organizations).toBeUndefined();
  expect(await messages()).toBe(0);
});
