import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { audit } from '../../src/plugins/audit.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const entries = () => sandbox.connector.database.auditEntry.findMany({ orderBy: { id: 'asc' } });

test('who signed in, linked, saved, asked for a synchronization and unlinked is written down (improvement 6.11)', async () => {
  const { browser } = await sandbox.signIn('Ada');
  await sandbox.link(browser);
  const home = await browser.open('/');
  await browser.submit(home, '/settings', {});
  await browser.submit(await browser.open('/history'), '/synchronize');
  await browser.submit(await browser.open('/'), '/unlink');
  const organization = await sandbox.connector.database.organization.findFirstOrThrow();
  const user = await sandbox.connector.database.user.findFirstOrThrow();
  const account = organization.lastOauthUid;

  const written = await entries();
  expect(written.map(({ action, detail }) => ({ action, ...JSON.parse(detail) }))).toEqual([
    { action: 'signed in', role: expect.any(String) },
    { action: 'account linked', account },
    {
      action: 'settings saved',
      syncEnabled: true,
      historicalData: false,
      synchronizedEntities: organization.synchronizedEntities,
    },
    { action: 'synchronization asked for', options: expect.objectContaining({ forced: true }) },
    { action: 'account unlinked', account },
  ]);
  for (const entry of written) {
    expect(entry).toMatchObject({ tenant: organization.tenant, actor: user.uid, userId: user.id });
    expect(entry).toMatchObject({ organizationId: organization.id, requestId: expect.any(String) });
  }
  expect(new Set(written.map(({ requestId }) => requestId)).size).toBe(written.length);
});

test('what was refused is not: nothing was changed', async () => {
  const before = await entries();
  await fetch(`${sandbox.url}/unlink`, { method: 'POST', redirect: 'manual' });
  expect(await entries()).toEqual(before);
});

test('a program is known by its API id; with nobody to name, nothing is claimed', async ({
  onTestFinished,
}) => {
  const app = await buildApp(sandbox.connector);
  onTestFinished(() => app.close());
  app.post('/done/:tenant', { onRequest: app.hubAuth }, async (request) => audit(request, 'done', { by: 1 }));
  app.post('/by-nobody', async (request) => audit(request, 'done'));
  const [tenant] = sandbox.connector.tenants.list();
  const authorization = `Basic ${btoa(`${tenant?.api.id}:${tenant?.api.key}`)}`;
  await app.inject({ method: 'POST', url: `/done/${tenant?.name}`, headers: { authorization } });
  expect((await entries()).at(-1)).toMatchObject({
    tenant: tenant?.name,
    actor: tenant?.api.id,
    action: 'done',
    detail: '{"by":1}',
    userId: null,
    organizationId: null,
  });
  const before = await entries();
  expect((await app.inject({ method: 'POST', url: '/by-nobody' })).statusCode).toBe(500);
  expect(await entries()).toEqual(before);
});
