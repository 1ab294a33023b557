import { expect, onTestFinished, test } from 'vitest';
import { winner } from '../../src/engine/conflict.ts';
import type { JsonObject, RunCounts } from '../../src/engine/index.ts';
import { hubId, inShort } from '../support/in-short.ts';
import { Company } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
const start = async () => {
  world = await createSyncWorld([new Company()]);
  onTestFinished(() => world.close());
};
const { names, titles } = inShort(() => world);
const countsOf = (run: { counts: unknown }) => (run.counts as RunCounts).company;

test('in a conflict the newest wins (contract 156)', () => {
  expect(winner({}, 2, 1)).toBe('connec');
  expect(winner({}, 1, 2)).toBe('external');
});

test('a tie keeps external (contract 156)', () => {
  expect(winner({}, 1, 1)).toBe('external');
});

test('a date that nobody knows keeps external (improvement 2.2)', () => {
  expect(winner({}, 2, undefined)).toBe('external');
  expect(winner({}, undefined, 1)).toBe('external');
  expect(winner({}, undefined, undefined)).toBe('external');
});

test('a side that is forced wins whatever the dates (contract 155)', () => {
  expect(winner({ connecPreemption: true }, 1, 2)).toBe('connec');
  expect(winner({ connecPreemption: false }, 2, 1)).toBe('external');
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
  world.hub.save('organizations', { name: 'From Connec!' }, hubId(first as JsonObject));
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
    hubId(world.hub.list('organizations')[0] as JsonObject),
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
    hubId(world.hub.list('organizations')[0] as JsonObject),
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
    hubId(world.hub.list('organizations')[0] as JsonObject),
  );
  world.application.save('company', { title: 'From external' }, String(id));
  // Later as text, earlier as a moment.
  Object.assign(world.application.collections.company?.get(String(id)) ?? {}, {
    updated_at: '2026-01-01T05:59:59+05:00',
  });
  await world.run();
  expect(titles()).toEqual(['From Connec!']);
});

test('what only Connec! has still travels after external was kept, though no date in Connec! has moved (contract 156)', async () => {
  await start();
  const { hub, application, clock, database } = world;
  const { updated_at } = hub.save('organizations', { name: 'Fern', industry: 'Food' });
  // A hub's date moves only when something is new.
  hub.answer = (results) => {
    for (const record of [...hub.records.values(), ...results.map((result) => result.record)])
      if (record?.name === 'Fern') record.updated_at = updated_at;
    return results;
  };
  clock.forward(10);
  const { id } = application.save('company', { title: 'Fern' });
  // The first run is cut off when both are known to be one, and nothing has come to external.
  const fern = () => application.collections.company?.get(String(id));
  application.beforeWrite = async () => {
    clock.forward(300);
    await database.organization.updateMany({ data: { leaseOwner: 'another' } });
    throw new Error('cut off');
  };
  await world.run();
  expect(fern()).not.toHaveProperty('branch');
  application.beforeWrite = () => {};
  const again = async (options = {}) => {
    await database.organization.updateMany({ data: { leaseOwner: null } });
    clock.forward(24 * 3600);
    hub.save('organizations', { name: 'Another' }, 'another');
    await world.run(options);
  };
  await again({ fullSync: true });
  await again();
  expect(fern()).toMatchObject({ branch: 'Food' });
});
