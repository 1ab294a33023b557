import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decisionsOf, listWaiting, RecordError } from '../../src/engine/index.ts';
import { hubId, inShort } from '../support/in-short.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const { allow, only, refuseAll, titles } = inShort(() => world);
const day = 86_400;

describe('a record that refers to one that external does not have', () => {
  const elsewhere = (id: string) => [{ id, provider: 'connec', realm: 'org-1' }];

  test('waits, says for what, and goes as soon as that one has arrived (improvement 1.12)', async () => {
    world.hub.save('people', { name: 'Ada', organization_id: elsewhere('fern') });
    await world.run();
    expect(await listWaiting(world.database, world.organization.id)).toMatchObject([
      { name: 'Ada', waitingFor: 'fern', message: 'Waits for organization_id to be synchronized' },
    ]);
    world.clock.forward(day);
    world.hub.save('organizations', { name: 'Fern' }, 'fern');
    world.clock.forward(day);
    await world.run();
    expect(titles('person')).toEqual(['Ada']);
    expect(world.application.list('person')).toMatchObject([{ company_id: '1' }]);
    expect(await listWaiting(world.database, world.organization.id)).toEqual([]);
  });

  test('is looked at in every run without being fetched, and leaves one decision', async () => {
    world.hub.save('people', { name: 'Ada', organization_id: elsewhere('fern') });
    for (let i = 0; i < 4; i += 1) {
      await world.run();
      world.clock.forward(day);
    }
    expect(world.hub.reads.filter(({ id }) => id)).toEqual([]);
    expect(decisionsOf(await only())).toHaveLength(1);
  });

  test('does not wait any more when the reference is taken away', async () => {
    const saved = world.hub.save('people', { name: 'Ada' });
    await world.run();
    world.clock.forward(day);
    world.hub.save('people', { organization_id: elsewhere('fern') }, hubId(saved));
    await world.run();
    expect(await only()).toMatchObject({ waitingFor: 'fern' });
    world.clock.forward(day);
    world.hub.save('people', { organization_id: null }, hubId(saved));
    await world.run();
    expect(await only()).toMatchObject({ waitingFor: null, message: null, dueAt: null });
  });

  test('whose company is refused waits until that one gets through', async () => {
    const fern = world.hub.save('organizations', { name: 'Fern' });
    world.hub.save('people', { name: 'Ada', organization_id: fern.id as never });
    refuseAll(new RecordError('no'));
    await world.run();
    allow();
    world.clock.forward(day);
    await world.run();
    expect(titles('person')).toEqual(['Ada']);
  });
});
