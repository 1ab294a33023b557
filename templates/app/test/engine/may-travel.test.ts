import { afterEach, expect, test } from 'vitest';
import type { JsonObject, RunCounts } from '../../src/engine/index.ts';
import { hubId, inShort } from '../support/in-short.ts';
import { Company } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
afterEach(() => world.close());

const start = async () => {
  world = await createSyncWorld([new Company()]);
};
const { names } = inShort(() => world);
const idMaps = () => world.database.idMap.findMany({ orderBy: { id: 'asc' } });
const countsOf = (run: { counts: unknown }) => (run.counts as RunCounts).company;

test.each(['inactive in external', 'switched off by a person'])(
  'a hub record that is %s is not written, not even in a full run (contract 152)',
  async (why) => {
    await start();
    const saved = world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    if (why === 'inactive in external') world.application.save('company', { active: false }, '1');
    else await world.database.idMap.updateMany({ data: { toExternal: false } });
    world.clock.forward(3600);
    world.hub.save('organizations', { name: 'Fern & Co' }, hubId(saved));
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
  expect(world.hub.records.get(hubId(saved))).toMatchObject({ name: 'Fern' });
  await world.run({ fullSync: true });
  expect(names()).toEqual(['Edited by a person']);
});

test('an external record that is created inactive is noted, and not sent (contract 160, 162, 163)', async () => {
  await start();
  world.application.save('company', { title: 'Fern', active: false });
  await world.run({ fullSync: true });
  expect(names()).toEqual([]);
  expect(await idMaps()).toMatchObject([{ externalInactive: true, name: 'Fern', connecId: null }]);
});
