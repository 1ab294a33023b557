import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBrowser, type Fields } from '../support/browser.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { signedIn } from '../support/signed-in.ts';
import { KeyExternal } from '../support/test-external.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ application: KeyExternal });
});
afterAll(() => sandbox.close());

/** Somebody of a new organization, whose account is not linked. */
async function member(role = 'Admin') {
  const { create, connector } = sandbox;
  const organization = await create.organization({ tenant: 'sandbox', oauthUid: null, oauthProvider: null });
  const browser = await signedIn(sandbox, await create.membership(await create.user(), organization, role));
  const { database } = connector;
  const reload = () => database.organization.findUniqueOrThrow({ where: { id: organization.id } });
  const fill = async (fields: Fields) => browser.submit(await browser.open('/link'), '/link', fields);
  return { browser, reload, fill };
}

const keyOf = (workspace: 'north' | 'south') =>
  sandbox.acme.workspaces.find(({ id }) => id === workspace)?.apiKey ?? '';

test('an administrator links an account by what the form asks for, and unlinks it (contract 265, 277)', async () => {
  const { browser, reload, fill } = await member();
  const home = await browser.open('/');
  expect(home.html).toMatch(/<form[^>]*method="get" action="\/link"/);

  const apiKey = keyOf('north');
  const linked = await fill({ region: 'eu', apiKey, note: ' mine ', organizationId: '7' });
  expect(linked.url).toBe(`${sandbox.url}/`);
  expect(linked.html).toContain('Acme North is linked');
  const organization = await reload();
  expect(organization).toMatchObject({ oauthProvider: 'acme', oauthUid: 'north', oauthToken: null });
  const { vault } = sandbox.connector;
  expect(JSON.parse(vault.decrypt(organization.credentials ?? ''))).toEqual({
    region: 'eu',
    apiKey,
    note: 'mine',
  });
  expect(JSON.stringify(organization)).not.toContain(apiKey);

  // The same account cannot belong to two organizations (contract 52).
  const other = await member();
  const refused = await other.fill({ region: 'eu', apiKey });
  expect([refused.status, refused.url]).toEqual([409, `${sandbox.url}/link`]);
  expect(refused.html).toContain('has already been linked to another organization');
  expect(await other.reload()).toMatchObject({ oauthUid: null, credentials: null });

  // What was entered can be entered anew; unlinked, all of it is gone (contract 282).
  expect(linked.html).toContain('href="/link"');
  expect((await fill({ region: 'us', apiKey })).html).toContain('Acme North is linked');
  expect((await browser.submit(await browser.open('/'), '/unlink')).html).toContain('Acme is unlinked');
  expect(await reload()).toMatchObject({ oauthUid: null, credentials: null, syncEnabled: false });
});

test('each field is labelled, described, and says itself what is wrong with it', async () => {
  const { fill, reload } = await member();
  const page = await fill({ region: 'mars', apiKey: '  ', note: '<b>' });
  expect(page.status).toBe(422);
  expect(page.html).toContain('please look at the marked fields');
  for (const [name, error] of [
    ['region', 'Please choose one of the list.'],
    ['apiKey', 'Please fill this in.'],
  ]) {
    expect(page.html).toMatch(new RegExp(`<label for="field-${name}">`));
    const input = new RegExp(`<(?:input|select) id="field-${name}"[^>]*>`).exec(page.html)?.[0];
    expect(input).toContain('aria-invalid="true"');
    expect(input).toMatch(new RegExp(`aria-describedby="[^"]*field-${name}-error"`));
    expect(page.html).toMatch(new RegExp(`id="field-${name}-error">${error}`));
  }
  expect(page.html).toContain('aria-describedby="field-apiKey-hint field-apiKey-error"');
  expect(page.html).toMatch(/<input id="field-note"[^>]*value="&lt;b&gt;"[^>]*>/);
  expect(page.html).not.toMatch(/<input id="field-note"[^>]*aria-invalid/);
  expect((await reload()).oauthUid).toBeNull();
});

test('what the application refuses is not linked, not shown again, and in no log', async () => {
  const { fill, reload } = await member();
  sandbox.heard.length = 0;
  const page = await fill({ region: 'eu', apiKey: 'acme_north_wrong' });
  expect(page.status).toBe(422);
  expect(page.html).toContain('Acme does not accept what was entered');
  expect(page.html).toMatch(/<option value="eu" selected>/);
  expect(page.html).not.toContain('acme_north_wrong');
  expect(sandbox.heard).toEqual([{ msg: 'account not linked', reason: 'refused' }]);
  expect(await reload()).toMatchObject({ oauthUid: null, credentials: null });
  expect(JSON.stringify(await sandbox.connector.database.auditEntry.findMany())).not.toContain('acme_');
});

test('an application that does not answer is told from one that refuses', async () => {
  const { fill } = await member();
  sandbox.acme.misbehave({ status: 500, times: 1 });
  const page = await fill({ region: 'eu', apiKey: keyOf('south') });
  expect(page.status).toBe(502);
  expect(page.html).toContain('Acme did not answer as expected');
});

test('the form is for administrators, and for those who were given it (contract 277)', async () => {
  const { browser, reload } = await member('Member');
  expect((await browser.open('/link')).html).toContain('Only administrators of your organization');
  const posted = await browser.post('/link', { region: 'eu', apiKey: keyOf('south') });
  expect(posted.status).toBe(403);
  const admin = await member();
  expect((await admin.browser.post('/link', { region: 'eu', apiKey: keyOf('south') })).status).toBe(403);
  expect((await createBrowser(sandbox.url).open('/link')).html).toContain('Please sign in first');
  expect((await reload()).oauthUid).toBeNull();
  expect((await admin.reload()).oauthUid).toBeNull();
});
