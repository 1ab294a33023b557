import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { type Factories, factories } from '../support/factories.ts';
import { Company } from '../support/memory-application.ts';
import { createWorld } from '../support/sync-world.ts';

let fresh: Awaited<ReturnType<typeof createTestDatabase>>;
let create: Factories;
beforeAll(async () => {
  fresh = await createTestDatabase();
  create = factories(fresh.database);
});
afterAll(() => fresh.remove());

test('every row can be made without saying anything, and said what a test is about (contract 292)', async () => {
  const organization = await create.organization({ name: 'Fern' });
  const user = await create.user();
  expect(organization).toMatchObject({ name: 'Fern', tenant: 'default', oauthProvider: 'this_app' });
  expect(organization.oauthUid).toMatch(/^realm_/);
  expect(user).toMatchObject({ tenant: 'default', email: expect.stringContaining('@') });
  expect(await create.membership(user, organization)).toMatchObject({ role: 'Admin' });
  expect(await create.synchronization(organization)).toMatchObject({ status: 'SUCCESS', partial: false });
  const idMap = await create.idMap(organization);
  expect(idMap).toMatchObject({ connecEntity: 'person', externalEntity: 'contact' });
  expect(idMap.externalId).toMatch(/^external_/);
  const day = 24 * 60 * 60 * 1000;
  expect(Date.now() - (idMap.lastPushToConnec?.getTime() ?? 0)).toBeGreaterThan(1.9 * day);
  expect(Date.now() - (idMap.lastPushToExternal?.getTime() ?? 0)).toBeLessThan(1.1 * day);
});

test('a world takes the entities of a connector and a double of its client, and waits for nothing (contract 294)', async () => {
  const records = [{ id: '1', title: 'Fern', updated_at: '2026-01-01', created_at: '2026-01-01' }];
  const client = { list: () => records };
  class Mine extends Company {
    override async *listExternal({ external }: { external: unknown }) {
      yield (external as typeof client).list();
    }
  }
  const world = await createWorld({ entities: [new Mine() as never], client: () => client });
  await world.run();
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Fern' }]);
  world.clock.forward(60);
  expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
  expect(world.hub.writes).toEqual([]);
  await world.close();
});
