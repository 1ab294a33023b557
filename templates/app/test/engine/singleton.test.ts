import { afterEach, beforeEach, expect, test } from 'vitest';
import { map, mapper, type RunCounts } from '../../src/engine/index.ts';
import { Company, MemoryEntity } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

/** The company of the customer: one in the hub, one in the application. */
class Business extends MemoryEntity {
  readonly connecName = 'Company';
  readonly externalName = 'Shop';
  override readonly singleton = true;
  override readonly references: string[] = ['assignee_id'];
  readonly mapper = mapper([map('name', 'title'), map('email', 'mail'), map('assignee_id', 'owner')]);
}

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Business()]);
});
afterEach(() => world.close());

const connecId = () => [...world.hub.records.keys()].at(-1) as string;
const counts = (run: { counts: unknown }) => (run.counts as RunCounts).business;

test('nothing on either side is nothing, and no id map (contract 168)', async () => {
  await world.run();
  expect(await world.database.idMap.count()).toBe(0);
});

test('only external has it: it goes to the hub, and the id map knows it (contract 169, 170, 172)', async () => {
  const shop = world.application.save('Shop', { title: 'Fern' });
  await world.run();
  expect(world.hub.writes).toMatchObject([{ method: 'post', resource: 'company', record: { name: 'Fern' } }]);
  expect(await world.database.idMap.findMany()).toMatchObject([{ externalId: shop.id, name: 'Fern' }]);
});

test('only the hub has it: it is created in external, and its id handed back (contract 170, 173, 185)', async () => {
  world.hub.save('company', { name: 'Fern' });
  await world.run();
  expect(world.application.list('Shop')).toMatchObject([{ title: 'Fern' }]);
  expect(world.hub.writes).toMatchObject([{ method: 'put', resource: 'company', id: connecId() }]);
});

test('both have it: the newest is kept, a tie keeps external (contract 170)', async () => {
  world.application.save('Shop', { title: 'External' });
  world.clock.forward(1);
  world.hub.save('company', { name: 'Connec!' });
  await world.run();
  expect(world.application.list('Shop')).toMatchObject([{ title: 'Connec!' }]);
  expect(world.application.writes).toMatchObject([{ call: 'update' }]);

  world.clock.forward(3600);
  world.hub.save('company', { name: 'Connec! again' }, connecId());
  world.application.save('Shop', { title: 'External again' }, '1');
  await world.run();
  expect(world.hub.list('company')).toMatchObject([{ name: 'External again' }]);
});

test('a forced side is kept whatever the dates (contract 170)', async () => {
  world.application.save('Shop', { title: 'External' });
  world.hub.save('company', { name: 'Connec!' });
  await world.run({ connecPreemption: true });
  expect(world.application.list('Shop')).toMatchObject([{ title: 'Connec!' }]);
});

test('the first time the hub is kept it learns the id, and later it does not (contract 174, 187)', async () => {
  world.application.save('Shop', { title: 'External' });
  world.clock.forward(1);
  world.hub.save('company', { name: 'Connec!' });
  await world.run();
  expect(world.hub.writes).toMatchObject([
    { method: 'put', id: connecId(), record: { id: [{ id: '1', provider: 'memory', realm: 'memory-1' }] } },
  ]);
  world.clock.forward(3600);
  world.hub.save('company', { name: 'Connec! Ltd' }, connecId());
  await world.run();
  expect(world.application.list('Shop')).toMatchObject([{ title: 'Connec! Ltd' }]);
  expect(world.hub.writes).toEqual([]);
});

test('a run without a change writes nothing', async () => {
  world.hub.save('company', { name: 'Fern' });
  await world.run();
  await world.run();
  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
});

test('neither switches on the id map nor dates nor the creation mapper count (contract 117, 171)', async () => {
  class Careful extends Business {
    override readonly creationMapper = mapper([
      map('name', 'title'),
      map('status', 'status', { default: 'new' }),
    ]);
  }
  await world.close();
  world = await createSyncWorld([new Careful()], { dateFilteringLimit: new Date('2030-01-01') });
  world.application.save('Shop', { title: 'External' });
  await world.run();
  expect(world.hub.list('company')).toMatchObject([{ name: 'External' }]);
  expect(world.hub.list('company')[0]?.status).toBeUndefined();
  await world.database.idMap.updateMany({ data: { toExternal: false } });
  world.clock.forward(3600);
  world.hub.save('company', { name: 'Connec!' }, connecId());
  await world.run();
  expect(world.application.list('Shop')).toMatchObject([{ title: 'Connec!' }]);
});

test('a missing reference holds it up like any other record (improvement 2.12)', async () => {
  world.hub.save('company', {
    name: 'Fern',
    assignee_id: [{ id: 'u1', provider: 'connec', realm: 'org-1' }],
  });
  const run = await world.run();
  expect(run.status).toBe('SUCCESS');
  expect(world.application.list('Shop')).toEqual([]);
  expect(await world.database.idMap.findMany()).toMatchObject([{ waitingFor: 'u1' }]);
});

test('a side that may not be written is not read, and does not win (contract 84, 135)', async () => {
  await world.database.organization.update({
    where: { id: world.organization.id },
    data: { synchronizedEntities: { business: { toConnec: true, toExternal: false } } },
  });
  world.application.save('Shop', { title: 'External' });
  world.clock.forward(1);
  world.hub.save('company', { name: 'Connec!' });
  await world.run();
  expect(world.hub.reads.filter(({ resource }) => resource === 'company')).toEqual([]);
  expect(world.application.writes).toEqual([]);
  expect(world.hub.writes).toMatchObject([{ record: { name: 'External' } }]);
});

test('one that cannot be mapped says why, and is tried in every run (improvement 2.3)', async () => {
  class Broken extends Business {
    broken = true;
    override readonly mapper = mapper([map('name', 'title')], {
      afterToConnec: (_input, output) => {
        if (this.broken) throw new Error('no such stage');
        return output;
      },
    });
  }
  await world.close();
  const entity = new Broken();
  world = await createSyncWorld([entity]);
  world.application.save('Shop', { title: 'Fern' });
  expect(await world.run()).toMatchObject({ status: 'PARTIAL' });
  expect(await world.database.idMap.findMany()).toMatchObject([
    { message: expect.stringContaining('no such stage') },
  ]);
  entity.broken = false;
  await world.run();
  expect(world.hub.list('company')).toMatchObject([{ name: 'Fern' }]);
  expect(await world.database.idMap.findMany()).toMatchObject([{ message: null, failedTo: null }]);
});

test('its counts are those of one record', async () => {
  world.application.save('Shop', { title: 'Fern' });
  expect(counts(await world.run())).toMatchObject({
    toConnec: { fetched: 1, created: 1 },
    toExternal: { fetched: 0 },
  });
});
