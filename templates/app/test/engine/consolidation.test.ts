import { afterEach, expect, test } from 'vitest';
import type { RunCounts } from '../../src/engine/index.ts';
import { hubId, inShort } from '../support/in-short.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
afterEach(() => world.close());

const start = async (...others: Person[]) => {
  world = await createSyncWorld([new Company(), ...others]);
};
const { names, titles } = inShort(() => world);
const idMaps = () => world.database.idMap.findMany({ orderBy: { id: 'asc' } });

test('a record that refers to one external does not have waits, and its creation is not begun (contract 149)', async () => {
  await start(new Person());
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
  world.hub.save('organizations', { name: 'Fern & Co' }, hubId(saved));
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
  world.hub.save('organizations', { name: 'Fern & Co' }, hubId(saved));
  await world.run();
  expect(titles()).toEqual(['Fern']);
  expect(await idMaps()).toMatchObject([{ name: 'Fern & Co' }]);
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
