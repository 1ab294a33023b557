import { afterEach, beforeEach, expect, test } from 'vitest';
import { decisionsOf } from '../../src/engine/index.ts';
import { hubId, inShort } from '../support/in-short.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const { only } = inShort(() => world);
const day = 86_400;

test('the last decisions of a record say what became of it, newest first, ten of them', async () => {
  const saved = world.hub.save('organizations', { name: '0' });
  await world.run();
  for (let i = 1; i < 13; i += 1) {
    world.clock.forward(day);
    world.hub.save('organizations', { name: `${i}` }, hubId(saved));
    await world.run();
  }
  const decisions = decisionsOf(await only());
  expect(decisions).toHaveLength(10);
  expect(decisions[0]).toEqual({ at: world.clock.now.toISOString(), what: 'updated in Memory' });
});
