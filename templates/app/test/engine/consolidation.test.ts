import { afterEach, expect, test } from 'vitest';
import type { JsonObject, RunCounts } from '../../src/engine/index.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type OrganizationSettings, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
afterEach(() => world.close());

const start = async (settings: OrganizationSettings = {}, entity: Company | Person = new Company()) => {
  world = await createSyncWorld([new Company(), ...(entity instanceof Person ? [entity] : [])], settings);
};
const titles = () => world.application.list('company').map(({ title }) => title);
const names = () => world.hub.list('organizations').map(({ name }) => name);
const idOf = (record: JsonObject) => String((record.id as JsonObject[])[0]?.id);
const countsOf = (run: { counts: unknown }) => (run.counts as RunCounts).company;
const idMaps = () => world.database.idMap.findMany({ orderBy: { id: 'asc' } });
const dayBefore = new Date('2025-12-31T00:00:00Z');

test('what was created before the date from which history is shared does not travel, and leaves no id map (contract 148, 159)', async () => {
  await start({ dateFilteringLimit: new Date('2026-01-01T00:00:00Z') });
  const old = { created_at: dayBefore.toISOString() };
  world.hub.save('organizations', { name: 'Old in Connec!', ...old });
  world.application.save('company', { title: 'Old in external', ...old });
  world.clock.forward(60);
  world.hub.save('organizations', { name: 'New in Connec!' });
  world.application.save('company', { title: 'New in external' });
  await world.run();
  expect(titles()).toEqual(['Old in external', 'New in external', 'New in Connec!']);
  expect(names()).toEqual(['Old in Connec!', 'New in Connec!', 'New in external']);
  expect(await idMaps()).toHaveLength(2);
});

test('what was created in the second in which the account was linked travels: most dates are to the second', async () => {
  await start({ dateFilteringLimit: new Date('2026-01-01T00:00:00.700Z') });
  world.hub.save('organizations', { name: 'Fern', created_at: '2026-01-01T00:00:00Z' });
  await world.run();
  expect(titles()).toEqual(['Fern']);
});

test('a full run shares it all the same (contract 148, 159)', async () => {
  await start({ dateFilteringLimit: new Date('2026-01-01T00:00:00Z') });
  world.hub.save('organizations', { name: 'Old', created_at: dayBefore.toISOString() });
  await world.run({ fullSync: true });
  expect(titles()).toEqual(['Old']);
});

test('a record without a date is shared, and counts as changed (improvement 2.2)', async () => {
  await start({ dateFilteringLimit: new Date('2026-01-01T00:00:00Z') });
  world.hub.save('organizations', { name: 'Undated', created_at: '' });
  world.application.save('company', { title: 'Neither', created_at: null });
  await world.run();
  expect(titles().sort()).toEqual(['Neither', 'Undated']);
  expect(names().sort()).toEqual(['Neither', 'Undated']);
});

test('a record that refers to one external does not have waits, and its creation is not begun (contract 149)', async () => {
  await start({}, new Person());
  world.hub.save('people', {
    name: 'Ada',
    organization_id: [{ id: 'unknown', provider: 'connec', realm: 'org-1' }],
  });
  await world.run();
  expect(world.application.list('person')).toEqual([]);
  expect(await idMaps()).toMatchObject([{ createKey: null, externalId: null, waitingFor: 'unknown' }]);
});

test('a hub record without our id is created at once (contract 150)', async () => {
  await start();
  world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  expect(await idMaps()).toMatchObject([
    { connecEntity: 'organization', externalEntity: 'company', name: 'Fern' },
  ]);
});

test('a hub record with our id is the external record of that id, known before or not (contract 151, improvement 1.5)', async () => {
  await start();
  const external = world.application.save('company', { title: 'Fern' });
  world.hub.save(
    'organizations',
    {
      name: 'Fern of Connec!',
      id: [
        { id: 'c1', provider: 'connec', realm: 'org-1' },
        { id: external.id, provider: 'memory', realm: 'memory-1' },
      ],
    },
    'c1',
  );
  await world.database.idMap.create({
    data: {
      organizationId: world.organization.id,
      connecEntity: 'organization',
      externalEntity: 'company',
      externalId: String(external.id),
      failedTo: 'connec',
    },
  });
  await world.run();
  expect(world.application.list('company')).toHaveLength(1);
  expect(world.hub.list('organizations')).toHaveLength(1);
  expect(await idMaps()).toMatchObject([{ connecId: 'c1', externalId: external.id }]);
});

test('a record that is renamed after a failed creation is still the same record (improvement 1.6)', async () => {
  await start();
  const saved = world.hub.save('organizations', { name: 'Fern' });
  world.application.beforeWrite = () => {
    throw new Error('closed');
  };
  await world.run();
  world.application.beforeWrite = () => {};
  world.clock.forward(3600);
  world.hub.save('organizations', { name: 'Fern & Co' }, idOf(saved));
  await world.run();
  expect(titles()).toEqual(['Fern & Co']);
  expect(await idMaps()).toHaveLength(1);
});

test('the name on an id map follows the record, even when the record does not travel (contract 151, 162)', async () => {
  await start();
  const saved = world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  await world.database.idMap.updateMany({ data: { toExternal: false } });
  world.clock.forward(3600);
  world.hub.save('organizations', { name: 'Fern & Co' }, idOf(saved));
  await world.run();
  expect(titles()).toEqual(['Fern']);
  expect(await idMaps()).toMatchObject([{ name: 'Fern & Co' }]);
});

test.each(['inactive in external', 'switched off by a person'])(
  'a hub record that is %s is not written, not even in a full run (contract 152)',
  async (why) => {
    await start();
    const saved = world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    if (why === 'inactive in external') world.application.save('company', { active: false }, '1');
    else await world.database.idMap.updateMany({ data: { toExternal: false } });
    world.clock.forward(3600);
    world.hub.save('organizations', { name: 'Fern & Co' }, idOf(saved));
    await world.run();
    expect(world.application.writes).toEqual([]);
    await world.run({ fullSync: true });
    expect(world.application.writes).toEqual([]);
  },
);

test('an external record that a person has switched off is not sent (contract 161)', async () => {
  await start();
  const { id } = world.application.save('company', { title: 'Fern' });
  await world.run();
  await world.database.idMap.updateMany({ data: { toConnec: false } });
  world.clock.forward(3600);
  world.application.save('company', { title: 'Fern & Co' }, String(id));
  await world.run();
  expect(world.hub.writes).toEqual([]);
  expect(await idMaps()).toMatchObject([{ name: 'Fern' }]);
});

test('what comes by again unchanged is not sent again, on either side; a full run sends it (contract 153, 164, improvement 1.15, 1.16)', async () => {
  await start();
  world.hub.save('organizations', { name: 'Connec!' });
  world.application.save('company', { title: 'External' });
  await world.run();
  world.clock.forward(30);
  const run = await world.run();
  expect(countsOf(run)).toMatchObject({
    toConnec: { fetched: 2, skipped: 2 },
    toExternal: { fetched: 2, skipped: 2 },
  });
  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  world.clock.forward(3600);
  await world.run({ fullSync: true });
  expect(world.hub.writes).toHaveLength(2);
});

test('an edit between our reading and our writing is not taken for our own (improvement 1.15)', async () => {
  await start();
  const saved = world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  const { id } = world.application.list('company')[0] as JsonObject;
  // The clock of the application is behind ours: the edit is dated before our own write.
  world.clock.forward(-60);
  world.application.save('company', { title: 'Edited by a person' }, String(id));
  world.clock.forward(3600);
  await world.run();
  expect(world.hub.records.get(idOf(saved))).toMatchObject({ name: 'Fern' });
  await world.run({ fullSync: true });
  expect(names()).toEqual(['Edited by a person']);
});

test('a conflict is found by id, however many records there are (contract 154, improvement 4.1)', async () => {
  await start();
  for (let i = 0; i < 120; i += 1) world.application.save('company', { title: `Company ${i}` });
  await world.run();
  world.clock.forward(3600);
  const [first] = world.hub.list('organizations');
  world.application
    .list('company')
    .reverse()
    .slice(0, 60)
    .forEach(({ id }) => {
      world.application.save('company', { branch: 'x' }, String(id));
    });
  world.application.save('company', { title: 'From external' }, '1');
  world.clock.forward(10);
  world.hub.save('organizations', { name: 'From Connec!' }, idOf(first as JsonObject));
  const run = await world.run();
  expect(countsOf(run)).toMatchObject({
    toExternal: { conflicts: 1, updated: 1 },
    toConnec: { updated: 60 },
  });
  expect(world.application.collections.company?.get('1')).toMatchObject({ title: 'From Connec!' });
});

test('the winner alone travels: the loser is not sent, and not sent later (contract 157, 158, 165)', async () => {
  await start();
  const { id } = world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  world.hub.save(
    'organizations',
    { name: 'From Connec!' },
    idOf(world.hub.list('organizations')[0] as JsonObject),
  );
  world.clock.forward(1);
  world.application.save('company', { title: 'From external' }, String(id));
  await world.run();
  expect(world.application.writes).toEqual([]);
  world.clock.forward(60);
  await world.run();
  expect(world.application.writes).toEqual([]);
  expect(names()).toEqual(['From external']);
});

test('a hub record that does not travel is no conflict: external goes on (contract 152, 154, 166)', async () => {
  await start();
  const { id } = world.application.save('company', { title: 'Fern' });
  await world.run();
  await world.database.idMap.updateMany({ data: { toExternal: false } });
  world.clock.forward(3600);
  world.application.save('company', { title: 'From external' }, String(id));
  world.clock.forward(1);
  world.hub.save(
    'organizations',
    { name: 'From Connec!' },
    idOf(world.hub.list('organizations')[0] as JsonObject),
  );
  await world.run();
  expect(names()).toEqual(['From external']);
});

test('dates are instants: another zone, other text, the same moment (contract 167, improvement 2.1)', async () => {
  await start();
  const { id } = world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  world.hub.save(
    'organizations',
    { name: 'From Connec!' },
    idOf(world.hub.list('organizations')[0] as JsonObject),
  );
  world.application.save('company', { title: 'From external' }, String(id));
  // Later as text, earlier as a moment.
  Object.assign(world.application.collections.company?.get(String(id)) ?? {}, {
    updated_at: '2026-01-01T05:59:59+05:00',
  });
  await world.run();
  expect(titles()).toEqual(['From Connec!']);
});

test('an external record that is created inactive is noted, and not sent (contract 160, 162, 163)', async () => {
  await start();
  world.application.save('company', { title: 'Fern', active: false });
  await world.run({ fullSync: true });
  expect(names()).toEqual([]);
  expect(await idMaps()).toMatchObject([{ externalInactive: true, name: 'Fern', connecId: null }]);
});

test('a record twice on a page, or on two pages, is one record', async () => {
  class Repeating extends Company {
    override async *listExternal() {
      const records = world.application.list('company');
      yield [...records, ...records];
      yield records;
    }
  }
  world = await createSyncWorld([new Repeating()]);
  world.application.save('company', { title: 'Fern' });
  const run = await world.run();
  expect((run.counts as RunCounts).repeating?.toConnec).toMatchObject({ fetched: 3, created: 1, failed: 0 });
  expect(names()).toEqual(['Fern']);
});

test('records with the same content are still two records', async () => {
  class Unmatched extends Company {
    override readonly matchingFields = [];
  }
  world = await createSyncWorld([new Unmatched()]);
  for (let i = 0; i < 2; i += 1) {
    world.application.save('company', { title: 'Twin' });
    world.hub.save('organizations', { name: 'Double' });
  }
  await world.run();
  expect(titles().sort()).toEqual(['Double', 'Double', 'Twin', 'Twin']);
  expect(names().sort()).toEqual(['Double', 'Double', 'Twin', 'Twin']);
  await world.run();
  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
});

test('a hub record without a hub id is left alone, and said (improvement 2.13)', async () => {
  await start();
  world.hub.records.set('x', {
    resource_type: 'organizations',
    name: 'Odd',
    id: [],
    updated_at: '2026-01-01T00:00:00Z',
  });
  world.hub.save('organizations', { name: 'Good' });
  const run = await world.run();
  expect(titles()).toEqual(['Good']);
  expect(run.status).toBe('SUCCESS');
});
