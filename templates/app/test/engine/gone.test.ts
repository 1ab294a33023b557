import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hubId, inShort } from '../support/in-short.ts';
import { Company } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company()]);
});
afterEach(() => world.close());

const { idMapOf } = inShort(() => world);
const restart = async (entity: Company) => {
  await world.close();
  world = await createSyncWorld([entity]);
};

test('a record that is gone is left alone from then on, and says when that was seen (contract 87, 191)', async () => {
  const saved = world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  world.application.collections.company?.clear();
  for (const name of ['Fern & Co', 'Fern Ltd']) {
    world.clock.forward(3600);
    world.hub.save('organizations', { name }, hubId(saved));
    await world.run();
  }
  expect(await idMapOf('Fern Ltd')).toMatchObject({
    externalInactive: true,
    message: expect.stringMatching(
      /^The company record has been deleted in Memory. Last attempt to sync on 2026-01-01T01:00:00/,
    ),
  });
  expect(world.application.writes).toEqual([]);
});

describe('a record that is gone in external', () => {
  const lose = async () => {
    const saved = world.hub.save('organizations', { name: 'Fern', status: 'ACTIVE' });
    await world.run();
    world.application.collections.company?.clear();
    world.clock.forward(3600);
    world.hub.save('organizations', { name: 'Fern & Co' }, hubId(saved));
    await world.run();
  };

  test('stays as it is in the hub, unless the entity says otherwise (improvement 1.17)', async () => {
    await lose();
    expect(world.hub.writes).toEqual([]);
    expect(world.hub.list('organizations')).toMatchObject([{ status: 'ACTIVE' }]);
  });

  test('is archived in the hub where the entity says so, and that is tried until it is done (improvement 1.17)', async () => {
    await restart(Object.assign(new Company(), { deletions: 'archive' as const }));
    world.hub.refuse = ({ record }) => (record.status === 'ARCHIVED' ? '500 not now' : undefined);
    await lose();
    expect(world.hub.list('organizations')).toMatchObject([{ status: 'ACTIVE' }]);
    world.hub.refuse = () => undefined;
    world.clock.forward(3600);
    await world.run();
    expect(world.hub.list('organizations')).toMatchObject([{ status: 'ARCHIVED' }]);
    world.clock.forward(3600);
    await world.run();
    expect(world.hub.writes).toEqual([]);
    expect(await idMapOf('Fern & Co')).toMatchObject({ externalInactive: true, dueAt: null });
  });
});
