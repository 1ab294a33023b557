import { afterEach, expect, test } from 'vitest';
import { inShort } from '../support/in-short.ts';
import { Company } from '../support/memory-application.ts';
import { createSyncWorld, type OrganizationSettings, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
afterEach(() => world.close());

const start = async (settings: OrganizationSettings = {}) => {
  world = await createSyncWorld([new Company()], settings);
};
const { names, titles } = inShort(() => world);
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
