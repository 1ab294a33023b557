import { afterEach, beforeEach, expect, test } from 'vitest';
import { decisionsOf, releaseRecord } from '../../src/engine/index.ts';
import { maxFailures } from '../../src/engine/outcome.ts';
import { inShort } from '../support/in-short.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const { only, titles } = inShort(() => world);
const day = 86_400;

test('an id that the hub refuses is told again later each time, and parked in the end; what was decided before is kept', async () => {
  world.hub.save('organizations', { name: 'Fern' });
  world.hub.refuse = () => '409 conflict';
  await world.run();
  const told: number[] = [];
  for (let i = 1; i < maxFailures; i += 1) {
    const { dueAt } = await only();
    told.push(((dueAt?.getTime() ?? 0) - world.clock.now.getTime()) / 60_000);
    await world.run();
    expect(world.hub.writes).toEqual([]);
    world.clock.now = dueAt as Date;
    await world.run();
    expect(world.hub.writes).toHaveLength(1);
  }
  expect(told).toEqual([1, 2, 4, 8, 16, 32, 64]);
  const parked = await only();
  expect(parked).toMatchObject({ parkedAt: world.clock.now, dueAt: null, writeBackPending: true });
  expect(decisionsOf(parked).map(({ what }) => what)).toEqual([
    'Connec! did not take our id: 409 conflict',
    'created in Memory',
  ]);
  world.clock.forward(day);
  await world.run();
  expect(world.hub.writes).toEqual([]);

  world.hub.refuse = () => undefined;
  await releaseRecord(world.database, world.organization.id, parked.id, world.clock.now);
  await world.run();
  expect(await only()).toMatchObject({ writeBackPending: false, parkedAt: null, failures: 0, message: null });
  expect(world.hub.list('organizations')[0]?.id).toHaveLength(2);
  expect(titles()).toEqual(['Fern']);
});

test('an id that the hub refuses stays to be told, and says so (improvement 1.8)', async () => {
  world.hub.save('organizations', { name: 'Fern' });
  world.hub.refuse = () => '409 conflict';
  await world.run();
  expect(await only()).toMatchObject({
    writeBackPending: true,
    message: 'Connec! did not take our id: 409 conflict',
    externalId: '1',
  });
  world.hub.refuse = () => undefined;
  world.clock.forward(day);
  await world.run();
  expect(await only()).toMatchObject({ writeBackPending: false, message: null, dueAt: null });
});
