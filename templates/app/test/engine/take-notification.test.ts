import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Context, type JsonObject, processInbox, UnauthorizedError } from '../../src/engine/index.ts';
import { inShort } from '../support/in-short.ts';
import { createHeardLog } from '../support/log.ts';
import { Company, type MemoryApplication, Person } from '../support/memory-application.ts';
import { notified, plain } from '../support/notified.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([plain(new Company()), plain(new Person())]);
});
afterEach(() => world.close());

const { titles } = inShort(() => world);
const { drain, messages, notify, saved } = notified(() => world);

test('what the hub notifies of is written to external, and its id handed back (contract 217, 218, 222)', async () => {
  await notify({ organizations: [saved('organizations', 'Fern')] });
  expect(await processInbox(world.engine)).toBe(false);
  expect(titles('company')).toEqual(['Fern']);
  expect(world.hub.list('organizations')[0]?.id).toHaveLength(2);
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

describe('what was told a while ago is read anew: the hub dates by the second, and may have newer content of the same one', () => {
  const editedSince = async () => {
    const told = structuredClone(world.hub.save('organizations', { name: 'As told' }, 'fern'));
    await notify({ organizations: [{ ...told, group_id: 'cld-1' }] });
    world.hub.save('organizations', { name: 'As it is now' }, 'fern');
  };
  const change = (data: object) => world.database.inboxMessage.updateMany({ data });

  test('where it had to wait', async () => {
    await editedSince();
    await change({ createdAt: new Date(world.clock.now.getTime() - 11_000) });
    await drain();
    expect(titles('company')).toEqual(['As it is now']);
    expect(await messages()).toBe(0);
  });

  test('where it was tried before', async () => {
    await editedSince();
    await change({ createdAt: world.clock.now, attempts: 1 });
    await drain();
    expect(titles('company')).toEqual(['As it is now']);
  });

  test('but not where it has just come', async () => {
    await editedSince();
    await change({ createdAt: world.clock.now });
    await drain();
    expect(titles('company')).toEqual(['As told']);
  });

  test('and where the hub does not give it, it is left to the next run', async () => {
    await editedSince();
    await change({ createdAt: world.clock.now, attempts: 1 });
    const { get } = world.hub;
    world.hub.get = async () => {
      throw new Error('not now');
    };
    await drain();
    expect(titles('company')).toEqual([]);
    world.hub.get = get;
    await world.run();
    expect(titles('company')).toEqual(['As it is now']);
  });
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
