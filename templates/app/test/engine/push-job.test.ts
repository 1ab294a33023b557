import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ComplexEntity,
  type Context,
  type Entity,
  type JsonObject,
  map,
  mapper,
  pushRecordsToConnec,
  UnansweredError,
} from '../../src/engine/index.ts';
import { createHeardLog } from '../support/log.ts';
import { Company, type MemoryApplication, MemoryEntity, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

class OrderPart extends MemoryEntity {
  readonly connecName = 'invoice';
  readonly externalName = 'Order';
  readonly mapper = mapper([map('name', 'title')]);
}
class Financial extends ComplexEntity<MemoryApplication> {
  readonly parts: readonly Entity<MemoryApplication>[] = [new OrderPart()];
}

let world: SyncWorld;
let log: ReturnType<typeof createHeardLog>;
beforeEach(async () => {
  log = createHeardLog();
  world = await createSyncWorld([new Company(), new Person(), new Financial()], {}, log.logger);
});
afterEach(() => world.close());

const push = (records: Record<string, JsonObject[]>) =>
  pushRecordsToConnec(world.engine, world.organization.id, records);
const organization = (data: object) =>
  world.database.organization.update({ where: { id: world.organization.id }, data });

test('records that a webhook of the application brought go to the hub (contract 212)', async () => {
  const saved = world.application.save('company', { title: 'Fern' });
  expect(await push({ company: [saved] })).toBe('done');
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Fern' }]);
  expect(await world.database.idMap.findMany()).toMatchObject([{ externalId: saved.id, name: 'Fern' }]);
});

test('of those that are told by their ids alone the records are read first, each once (contract 212)', async () => {
  const [fern, oak] = ['Fern', 'Oak'].map((title) => world.application.save('company', { title }));
  const ids = { company: [fern?.id, oak?.id, oak?.id] as string[], unicorn: ['7'] };
  expect(await pushRecordsToConnec(world.engine, world.organization.id, {}, ids)).toBe('done');
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Fern' }, { name: 'Oak' }]);
  expect(world.application.reads).toHaveLength(2);
  expect(log.heard.map(({ msg }) => msg)).toEqual(['no entity has this external name']);
});

test('one that is gone by then is noted to be, and one that was never here is nothing', async () => {
  const fern = world.application.save('company', { title: 'Fern' });
  await push({ company: [fern] });
  world.application.collections.company?.clear();
  const ids = { company: [fern.id as string, '404'] };
  await pushRecordsToConnec(world.engine, world.organization.id, {}, ids);
  expect(await world.database.idMap.findMany()).toMatchObject([
    { externalInactive: true, message: expect.stringContaining('has been deleted in Memory') },
  ]);
});

test('one that cannot be read comes with a later run, though nothing was known of it', async () => {
  await world.run();
  world.clock.forward(3600);
  const fern = world.application.save('company', { title: 'Fern' });
  const company = world.engine.external.entities[0] as Company;
  const { getExternal } = company;
  company.getExternal = async () => {
    throw new UnansweredError('not now');
  };
  await pushRecordsToConnec(world.engine, world.organization.id, {}, { company: [fern.id as string] });
  company.getExternal = getExternal;
  expect(await world.database.idMap.findMany()).toMatchObject([{ failedTo: 'connec', message: 'not now' }]);
  world.application.collections.company?.set(fern.id as string, { ...fern, updated_at: '2000-01-01' });
  world.clock.forward(120);
  await world.run();
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Fern' }]);
});

test.each([
  ['disabled', { syncEnabled: false }],
  ['not linked', { oauthUid: null }],
  ['paused', { pausedReason: 'link it again' }],
])('nothing is sent for an organization that is %s (contract 209)', async (why, data) => {
  await organization(data);
  expect(await push({ company: [{ id: '1' }] })).toBe(why);
  expect(world.hub.writes).toEqual([]);
});

test('an organization that is not there is told, not thrown (contract 213)', async () => {
  expect(await pushRecordsToConnec(world.engine, 999, {})).toBe('unknown');
});

test('a name is found in any case, in a part of a complex entity too; an unknown one is told (contract 210, improvement 3.6)', async () => {
  const order = world.application.save('Order', { title: 'O-1' });
  await push({ order: [order], unicorn: [{ id: '7' }] });
  expect(world.hub.list('invoices')).toMatchObject([{ name: 'O-1' }]);
  expect(log.heard.map(({ msg }) => msg)).toEqual(['no entity has this external name']);
});

test('an entity whose direction is off is left alone, hooks and all (contract 211)', async () => {
  const calls: string[] = [];
  await world.close();
  world = await createSyncWorld([
    Object.assign(new Company(), { beforeSync: async () => void calls.push('before') }),
  ]);
  await organization({ synchronizedEntities: { company: { toConnec: false, toExternal: true } } });
  await push({ company: [world.application.save('company', { title: 'Fern' })] });
  expect(calls).toEqual([]);
  expect(world.hub.writes).toEqual([]);
});

test('both hooks are called around it, once (contract 212)', async () => {
  const calls: string[] = [];
  await world.close();
  world = await createSyncWorld([
    Object.assign(new Company(), {
      beforeSync: async () => void calls.push('before'),
      afterSync: async ({ connec }: Context) =>
        void calls.push(`after ${(connec as never as { writes: [] }).writes.length}`),
    }),
  ]);
  await push({ company: [0, 1].map((i) => world.application.save('company', { title: `${i}` })) });
  expect(calls).toEqual(['before', 'after 2']);
});

test('pushes of one organization run one after the other: the second is told to wait (contract 213, improvement 5.10)', async () => {
  const saved = world.application.save('company', { title: 'Fern' });
  let second: unknown;
  world.hub.answer = async (results) => {
    second ??= await push({ company: [saved] });
    return results;
  };
  expect(await push({ company: [saved] })).toBe('done');
  expect(second).toBe('busy');
});

test('our own write that comes back by a webhook is dropped (improvement 1.16)', async () => {
  world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  world.hub.writes.length = 0;
  await push({ company: [...world.application.list('company')] });
  expect(world.hub.writes).toEqual([]);
});

test('a record that a cut-off creation made is taken over, not taken for another one', async () => {
  class Lossy extends Company {
    lost = true;
    override readonly matchingFields = [];
    override async createExternal(context: Context<MemoryApplication>, record: JsonObject) {
      const created = await super.createExternal(context, record);
      if (this.lost) throw new Error('read timeout');
      return created;
    }
  }
  await world.close();
  world = await createSyncWorld([new Lossy()]);
  world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  await push({ company: [...world.application.list('company')] });
  expect(world.hub.list('organizations')).toHaveLength(1);
  await world.run();
  expect(world.application.list('company')).toHaveLength(1);
});

test('a record that is read late does not write over what only the hub has changed since (contract 212)', async () => {
  const saved = world.application.save('company', { title: 'Fern', branch: 'Trade' });
  await world.run();
  world.clock.forward(3600);
  const [id] = [...world.hub.records.keys()];
  world.hub.save('organizations', { name: 'From Connec!' }, id);
  world.clock.forward(60);
  await push({ company: [{ ...saved, branch: 'Retail' }] });
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'From Connec!' }]);
  expect(world.application.list('company')).toMatchObject([{ title: 'From Connec!' }]);
});

test('what each side has changed is kept where the entity merges', async () => {
  await world.close();
  world = await createSyncWorld([Object.assign(new Company(), { conflicts: 'merge' as const })]);
  const saved = world.application.save('company', { title: 'Fern', branch: 'Trade' });
  await world.run();
  world.clock.forward(3600);
  world.hub.save('organizations', { name: 'From Connec!' }, [...world.hub.records.keys()][0]);
  world.clock.forward(60);
  await push({ company: [world.application.save('company', { branch: 'Retail' }, String(saved.id))] });
  const merged = { name: 'From Connec!', industry: 'Retail' };
  expect(world.hub.list('organizations')).toMatchObject([merged]);
  world.clock.forward(60);
  await world.run();
  expect(world.application.list('company')).toMatchObject([{ title: merged.name, branch: merged.industry }]);
});

test('a record whose counterpart the hub cannot give is not sent over it, and goes later', async () => {
  const saved = world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  const { get } = world.hub;
  world.hub.get = async () => {
    throw new UnansweredError('Connec! answered 500');
  };
  world.hub.writes.length = 0;
  expect(
    await push({ company: [world.application.save('company', { title: 'Oak' }, String(saved.id))] }),
  ).toBe('done');
  expect(world.hub.writes).toEqual([]);
  expect(await world.database.idMap.findFirst()).toMatchObject({
    failedTo: 'connec',
    message: 'Connec! answered 500',
  });
  world.hub.get = get;
  world.clock.forward(86_400);
  await world.run();
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Oak' }]);
});

test('what the hub has already is not asked for', async () => {
  const saved = world.application.save('company', { title: 'Fern' });
  await world.run();
  world.hub.reads.length = 0;
  await push({ company: [saved] });
  expect(world.hub.reads).toEqual([]);
});

test('an entity that fails does not stop the others, and the caller is told: the records may be sent again', async () => {
  await world.close();
  world = await createSyncWorld(
    [
      Object.assign(new Company(), {
        beforeSync: async () => {
          throw new Error('no stages');
        },
      }),
      new Person(),
    ],
    {},
    log.logger,
  );
  const records = {
    company: [world.application.save('company', {})],
    person: [world.application.save('person', { title: 'Ada' })],
  };
  await expect(push(records)).rejects.toThrow('no stages');
  expect(world.hub.list('people')).toHaveLength(1);
});
