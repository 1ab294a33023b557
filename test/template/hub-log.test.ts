import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Hub, startHub } from '../../src/sandbox/index.ts';
import { createConnector } from '../../templates/app/src/connector.ts';
import { requestRun } from '../../templates/app/src/run-requests.ts';
import { testConfig } from '../../templates/app/test/support/config.ts';
import { createTestDatabase } from '../../templates/app/test/support/database.ts';
import { factories } from '../../templates/app/test/support/factories.ts';
import { fixedTenants, testTenant } from '../../templates/app/test/support/tenants.ts';
import { createWrittenLog } from '../../templates/app/test/support/written-log.ts';

let hub: Hub;
let fresh: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  [hub, fresh] = await Promise.all([startHub({ seed: false }), createTestDatabase()]);
});
afterAll(() => Promise.all([hub.close(), fresh.remove()]));

test('a connector tells, with the organization, what it asks the hub for and when it asks again (contract 143, 290, 291)', async () => {
  const { log, lines } = createWrittenLog();
  const { database } = fresh;
  const tenant = testTenant({
    api: { id: hub.apiId, key: hub.apiKey, host: hub.url, base: '/api/v1/' },
    connec: { host: hub.url, basePath: '/api/v2', timeoutSeconds: 5 },
  });
  const connector = createConnector({
    config: testConfig(),
    tenants: fixedTenants(tenant),
    database,
    log,
  });
  const { id } = await factories(database).organization({
    uid: 'cld-fern',
    tenant: tenant.name,
    oauthToken: connector.vault.encrypt('token'),
    syncEnabled: true,
    synchronizedEntities: { account: { toConnec: false, toExternal: true } },
  });
  hub.misbehave({ status: 429, times: 1, retryAfter: 0 });
  await connector.startWork();
  await requestRun(connector, id, {});
  await connector.jobs.idle();
  await connector.jobs.close();

  expect(lines.filter(({ event }) => event.startsWith('Connec! '))).toMatchObject([
    { level: 'debug', event: 'Connec! was asked', fields: { organization: 'cld-fern', status: 429 } },
    { level: 'warn', event: 'Connec! is asked again', fields: { organization: 'cld-fern', attempt: 1 } },
    { level: 'debug', fields: { path: '/api/v2/cld-fern/organizations', status: 200 } },
  ]);
});
