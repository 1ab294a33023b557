import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Context,
  type JsonObject,
  map,
  mapper,
  RecordNotFoundError,
  type RunCounts,
} from '../../src/engine/index.ts';
import { hubId, inShort } from '../support/in-short.ts';
import { Company, type MemoryApplication } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company()]);
});
afterEach(() => world.close());

const { idMapOf, titles } = inShort(() => world);
const counts = (run: { counts: unknown }) => Object.values(run.counts as RunCounts)[0]?.toExternal;
const restart = async (entity: Company) => {
  await world.close();
  world = await createSyncWorld([entity]);
};

test('a creation gives the id map its external id, its push date and no message, and the hub our id (contract 185, 189)', async () => {
  const saved = world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  expect(await idMapOf('Fern')).toMatchObject({
    externalId: '1',
    lastPushToExternal: world.clock.now,
    message: null,
    writeBackPending: false,
  });
  expect(world.hub.writes).toEqual([
    {
      method: 'put',
      resource: 'organizations',
      id: hubId(saved),
      record: { id: [{ id: '1', provider: 'memory', realm: 'memory-1' }] },
    },
  ]);
});

test('a record whose id map cannot be saved is not created again, and is known as soon as it can be', async () => {
  await world.database.$executeRawUnsafe('CREATE UNIQUE INDEX one_name ON id_maps (name)');
  for (const code of ['1', '2']) world.hub.save('organizations', { name: 'Fern', code });
  world.hub.save('organizations', { name: 'Oak' });
  expect(counts(await world.run())).toMatchObject({ created: 3, failed: 1 });
  expect(counts(await world.run({ fullSync: true }))).toMatchObject({ created: 0 });
  await world.database.$executeRawUnsafe('DROP INDEX one_name'); // The next test may get this database.
  await world.run();
  expect(titles().sort()).toEqual(['Fern', 'Fern', 'Oak']);
  const idMaps = await world.database.idMap.findMany();
  expect(idMaps.map(({ externalId }) => externalId).sort()).toEqual(['1', '2', '3']);
  expect(await world.database.writePage.count()).toBe(0);
});

test('what the application adds when it creates travels to the hub, once', async () => {
  class Numbering extends Company {
    override readonly mapper = mapper([map('name', 'title'), map('code', 'number')]);
    override createExternal(context: Context<MemoryApplication>, record: JsonObject) {
      return super.createExternal(context, { ...record, number: 'N-1' });
    }
  }
  await restart(new Numbering());
  world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  world.clock.forward(30);
  await world.run();
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Fern', code: 'N-1' }]);
  world.clock.forward(30);
  await world.run();
  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
});

test('a creation that is answered with "not found" is a refusal, not a deletion', async () => {
  world.hub.save('organizations', { name: 'Fern' });
  world.application.beforeWrite = () => {
    throw new RecordNotFoundError('no such account');
  };
  await world.run();
  expect(await idMapOf('Fern')).toMatchObject({ externalInactive: false, failedTo: 'external' });
});
