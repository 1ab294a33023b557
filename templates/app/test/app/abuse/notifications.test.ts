import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type JsonObject, processInbox, storeNotification } from '../../../src/engine/index.ts';
import { startTestConnector, type TestConnector } from '../../support/connector.ts';
import { createCustomer } from '../../support/customer.ts';
import { createSyncWorld, type SyncWorld } from '../../support/sync-world.ts';
import { fixedTenants, testTenant } from '../../support/tenants.ts';

describe('a hub that speaks of an organization of another tenant', () => {
  let world: TestConnector;
  beforeEach(async () => {
    const api = { id: 'app-2', key: 'other-key', host: 'http://127.0.0.1:9', base: '/api/v1/' };
    world = await startTestConnector({}, fixedTenants(testTenant(), testTenant({ name: 'other', api })));
  });
  afterEach(() => world.close());

  const tell = (tenant: string, body: object) =>
    fetch(`${world.url}/maestrano/connec/notifications/${tenant}`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('app-1:secret-key')}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('is heard, and reaches nobody', async () => {
    const { connector } = world;
    const stranger = await createCustomer(world, 'Vulture', { tenant: 'other' });
    const before = await stranger.kept();
    const people = [{ id: '1', group_id: stranger.organization.uid, tenant: 'other', first_name: 'Forged' }];
    expect(
      (await tell('default', { people, tenant: 'other', group_id: stranger.organization.uid })).status,
    ).toBe(200);
    await connector.jobs.idle();
    expect(await stranger.kept()).toEqual(before);
    expect(await connector.database.inboxMessage.count({ where: { tenant: 'default' } })).toBe(0);
    expect(world.heard).toEqual([]);
  });

  test('is not heard under the name of that tenant', async () => {
    const stranger = await createCustomer(world, 'Vulture', { tenant: 'other' });
    const before = await stranger.kept();
    const people = [{ id: '1', group_id: stranger.organization.uid }];
    expect((await tell('other', { people })).status).toBe(401);
    await world.connector.jobs.idle();
    expect(await stranger.kept()).toEqual(before);
  });
});

describe('a notification that somebody has recorded', () => {
  let world: SyncWorld;
  beforeEach(async () => {
    world = await createSyncWorld();
  });
  afterEach(() => world.close());

  const rename = (name: string): JsonObject => {
    world.clock.forward(60);
    return structuredClone(world.hub.save('organizations', { name }, 'fern'));
  };
  async function hear(record: JsonObject) {
    const organizations = [{ ...record, group_id: 'cld-1' }];
    await storeNotification(world.engine, 'default', { organizations });
    await processInbox(world.engine);
    expect(await world.database.inboxMessage.count()).toBe(0);
  }
  const titles = () => world.application.list('company').map(({ title }) => title);

  test('changes nothing when it is played again, neither at once nor after later news', async () => {
    rename('Fern');
    await world.run();
    const [first, second] = [rename('Fern & Co'), rename('Fern Limited')];
    await hear(first);
    await hear(second);
    expect(titles()).toEqual(['Fern Limited']);
    world.application.writes.length = 0;
    world.clock.forward(3600);
    for (const again of [second, first, first, second]) await hear(again);
    await world.run();
    expect(titles()).toEqual(['Fern Limited']);
    expect(world.application.writes).toEqual([]);
    expect(world.hub.find('organizations', { name: 'Fern Limited' })).toBeDefined();
  });

  test('brings back nothing that is gone in external since', async () => {
    rename('Fern');
    await world.run();
    const recorded = rename('Fern & Co');
    await hear(recorded);
    world.application.collections.company?.clear();
    world.application.writes.length = 0;
    await hear(recorded);
    expect(titles()).toEqual([]);
    expect(world.application.writes).toEqual([]);
  });
});
