import { afterAll, beforeAll, expect, test } from 'vitest';
import { Application } from '../../templates/app/src/external.ts';
import type { Browser } from '../../templates/app/test/support/browser.ts';
import { type Sandbox, startSandbox } from '../../templates/app/test/support/sandbox.ts';
import type { TestExternal } from '../../templates/app/test/support/test-external.ts';

/** The connector as it comes, with its own application, between the hub and Acme. */
let sandbox: Sandbox;
let browser: Browser;
beforeAll(async () => {
  sandbox = await startSandbox({
    application: Application as unknown as typeof TestExternal,
    hub: { seed: false },
    acme: { seed: false, webhookRetryMs: [1] },
  });
  ({ browser } = await sandbox.signIn('Ada'));
  await sandbox.link(browser);
  await sandbox.connector.jobs.idle();
  const home = await browser.open('/');
  const on = ['account', 'contact'];
  await browser.submit(home, '/settings', { entities: on, toConnec: on, toExternal: on });
  await sandbox.connector.jobs.idle();
});
afterAll(() => sandbox.close());

/** What Acme told until now has been dealt with. */
async function settled() {
  await sandbox.acme.webhooks();
  await sandbox.connector.jobs.idle();
}
const people = () => sandbox.hub.list('cld-fern', 'people');
const runs = () => sandbox.connector.database.synchronization.count();

test('what a person changes in Acme is in the hub at once, without a run', async () => {
  const before = await runs();
  const { acme } = sandbox;
  const account = acme.save('accounts', { name: 'Fern & Co' });
  await settled();
  const contact = acme.save('contacts', {
    first_name: 'Ada',
    last_name: 'Żak',
    account_id: account.id as number,
  });
  await settled();
  expect(people()).toMatchObject([{ first_name: 'Ada', last_name: 'Żak' }]);
  const [organization] = sandbox.hub.list('cld-fern', 'organizations');
  expect(organization).toMatchObject({ name: 'Fern & Co' });

  acme.save('contacts', { ...contact, last_name: 'Zak' });
  await settled();
  expect(people()).toMatchObject([{ last_name: 'Zak' }]);
  expect(await runs()).toBe(before);
});

test('one that is deleted is noted to be', async () => {
  const { acme, connector } = sandbox;
  const contact = acme.save('contacts', { last_name: 'Gone' });
  await settled();
  acme.remove('contacts', contact.id as number);
  await settled();
  const idMap = await connector.database.idMap.findFirst({ where: { externalId: String(contact.id) } });
  expect(idMap).toMatchObject({ externalInactive: true });
});

test('what the connector itself has written is not sent back when Acme tells of it', async () => {
  const { acme, hub } = sandbox;
  hub.save('cld-fern', 'people', { first_name: 'Bea', last_name: 'Oak' });
  await hub.notifications();
  await sandbox.connector.jobs.idle();
  const written = acme.list('contacts').find(({ last_name }) => last_name === 'Oak');
  const writes = () => hub.calls.filter(({ method }) => method !== 'GET').length;
  const before = writes();
  acme.save('contacts', { ...written });
  await settled();
  expect(writes()).toBe(before);
  acme.save('contacts', { ...written, last_name: 'Ash' });
  await settled();
  expect(people().map(({ last_name }) => last_name)).toContain('Ash');
});
