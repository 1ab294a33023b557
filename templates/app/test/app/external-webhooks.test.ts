import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Organization } from '../../src/engine/index.ts';
import { requestRun } from '../../src/run-requests.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { signedIn } from '../support/signed-in.ts';
import { TellingExternal } from '../support/test-external.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ application: TellingExternal, acme: { webhookRetryMs: [1] } });
});
afterAll(() => sandbox.close());

const untold = 'Changes in Acme arrive with the next synchronization';

/** An administrator who has linked Acme South. */
async function linked() {
  const { create, connector } = sandbox;
  const organization = await create.organization({ tenant: 'sandbox', oauthUid: null, oauthProvider: null });
  const browser = await signedIn(sandbox, await create.membership(await create.user(), organization));
  const before = await browser.open('/');
  const page = await sandbox.link(browser, 'south');
  await connector.jobs.idle();
  const { database } = connector;
  const reload = () => database.organization.findUniqueOrThrow({ where: { id: organization.id } });
  return { browser, organization, before, page, reload };
}

/** What Acme tells South's changes to, as South's own key sees it. */
async function subscriptions() {
  const key = sandbox.acme.workspaces.find(({ id }) => id === 'south')?.apiKey ?? '';
  const response = await fetch(`${sandbox.acme.url}/api/webhooks`, { headers: { 'x-api-key': key } });
  return ((await response.json()) as { webhooks: { id: string; url: string }[] }).webhooks;
}

const inbox = ({ uid: group }: Organization) =>
  sandbox.connector.database.inboxMessage.findMany({ where: { group } });

test('linking an account asks the application to tell of changes, and unlinking it to tell no more', async () => {
  const { browser, organization, before, page, reload } = await linked();
  expect(page.html).toContain('Acme South is linked');
  expect(page.html).not.toContain(untold);
  const [subscription, ...others] = await subscriptions();
  expect(others).toEqual([]);
  expect(subscription?.url).toMatch(
    new RegExp(`^${sandbox.url}/external/webhooks/${organization.id}\\.[\\w-]{32}$`),
  );
  expect(await reload()).toMatchObject({ externalWebhookId: subscription?.id });

  // A change in Acme is a row of the inbox when it has been acknowledged.
  const hold = (leaseOwner: string | null) =>
    sandbox.connector.database.organization.update({
      where: { id: organization.id },
      data: { syncEnabled: true, leaseOwner, leaseExpiresAt: leaseOwner && new Date('2100-01-01') },
    });
  await hold('a run');
  sandbox.acme.save('contacts', { last_name: 'Żak' }, 'south');
  await sandbox.acme.webhooks();
  expect(await inbox(organization)).toMatchObject([
    { source: 'external', tenant: 'sandbox', body: { ids: { contact: ['1'] } } },
  ]);

  await hold(null);
  await sandbox.connector.jobs.idle();

  // Linked again, by a page that was still open, it is told of at another address.
  const consent = await browser.submit(before, '/link');
  await browser.submit(consent, '/oauth/authorize', { allowed: 'true', workspace: 'south' });
  await sandbox.connector.jobs.idle();
  const [renewed, ...more] = await subscriptions();
  expect(more).toEqual([]);
  expect(renewed?.url).not.toBe(subscription?.url);

  await browser.submit(await browser.open('/'), '/unlink');
  expect(await subscriptions()).toEqual([]);
  expect(await reload()).toMatchObject({ externalWebhookId: null, externalWebhookSecret: null });
});

test('an application that does not take the request is linked all the same: it is shown, and asked again by the next run', async () => {
  sandbox.acme.misbehave({ status: 500, path: '/api/webhooks' });
  const { browser, organization, page, reload } = await linked();
  expect(page.html).toContain('Acme South is linked');
  expect((await browser.open('/')).html).toContain(untold);
  expect(await reload()).toMatchObject({ oauthUid: 'south', externalWebhookId: null });
  expect(sandbox.heard.at(-1)).toEqual({
    msg: 'the application does not tell of changes',
    reason: 'answered 500',
  });

  sandbox.acme.misbehave(null);
  await requestRun(sandbox.connector, organization.id, {});
  await sandbox.connector.jobs.idle();
  expect((await browser.open('/')).html).not.toContain(untold);
  expect(await reload()).toMatchObject({ externalWebhookId: expect.any(String) });

  // An account is unlinked, whatever the application says to it.
  sandbox.acme.misbehave({ status: 500, path: '/api/webhooks' });
  expect((await browser.submit(await browser.open('/'), '/unlink')).html).toContain('Acme is unlinked');
  sandbox.acme.misbehave(null);
  expect(await reload()).toMatchObject({ oauthUid: null });
  sandbox.acme.save('contacts', { last_name: 'Weiß' }, 'south');
  await sandbox.acme.webhooks();
  expect(await inbox(organization)).toEqual([]);
});

test('an organization that the hub removes is told of no more (contract 234)', async () => {
  const before = (await subscriptions()).length;
  const { organization } = await linked();
  expect(await subscriptions()).toHaveLength(before + 1);
  const { api } = sandbox.connector.tenants.get('sandbox') ?? { api: { id: '', key: '' } };
  const response = await fetch(`${sandbox.url}/maestrano/account/groups/${organization.uid}/sandbox`, {
    method: 'DELETE',
    headers: { authorization: `Basic ${Buffer.from(`${api.id}:${api.key}`).toString('base64')}` },
  });
  expect(await response.json()).toEqual({ success: true });
  expect(await subscriptions()).toHaveLength(before);
});
