import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, createBrowser, type Fields, formOf } from '../support/browser.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { signedIn } from '../support/signed-in.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** An administrator of a new organization, whose account is not linked. */
async function administrator() {
  const { create } = sandbox;
  const organization = await create.organization({ tenant: 'sandbox', oauthUid: null, oauthProvider: null });
  const browser = await signedIn(sandbox, await create.membership(await create.user(), organization));
  const reload = () =>
    sandbox.connector.database.organization.findUniqueOrThrow({ where: { id: organization.id } });
  return { organization, browser, reload };
}

/** As far as the redirect back from Acme, which is not followed. */
async function allowed(browser: Browser, fields: Fields = {}) {
  const consent = await browser.submit(await browser.open('/'), '/link');
  const sent = formOf(consent.html, '/oauth/authorize').fields;
  const page = await browser.post(new URL('/oauth/authorize', consent.url).href, {
    ...sent,
    allowed: 'true',
    ...fields,
  });
  return page.headers.get('location') ?? '';
}

test('an administrator links the account through the application’s own page (contract 265, 277)', async () => {
  const { browser, reload } = await administrator();
  const page = await sandbox.link(browser);
  expect(page.url).toBe(`${sandbox.url}/`);
  expect(page.html).toContain('Acme North is linked');
  const organization = await reload();
  expect(organization).toMatchObject({ oauthProvider: 'acme', oauthName: 'Acme North' });
  expect(organization.oauthUid).toBeTruthy();
  expect(organization.dateFilteringLimit).toBeInstanceOf(Date);
  expect(organization.oauthToken).toMatch(/^test\./);
  expect(organization.refreshToken).toMatch(/^test\./);

  // The same account cannot belong to two organizations (contract 52).
  const other = await administrator();
  expect((await sandbox.link(other.browser)).html).toContain(
    'has already been linked to another organization',
  );
  expect(await other.reload()).toMatchObject({ oauthUid: null, oauthToken: null });

  // Unlinked, it is free again (contract 282).
  const home = await browser.submit(await browser.open('/'), '/unlink');
  expect(home.html).toContain('Acme is unlinked');
  expect(await reload()).toMatchObject({
    oauthUid: null,
    oauthToken: null,
    refreshToken: null,
    syncEnabled: false,
    oauthName: 'Acme North',
  });
  expect((await sandbox.link(other.browser)).html).toContain('Acme North is linked');
});

test('the request carries a state and an S256 challenge, and the redirect address of this connector (improvement 6.7)', async () => {
  const { browser } = await administrator();
  const consent = await browser.submit(await browser.open('/'), '/link');
  const query = new URL(consent.url).searchParams;
  expect(query.get('state')).toMatch(/^[\w-]{32}$/);
  expect(query.get('code_challenge_method')).toBe('S256');
  expect(query.get('code_challenge')).toMatch(/^[\w-]{43}$/);
  expect(query.get('redirect_uri')).toBe(`${sandbox.url}/auth/external/callback`);
});

test('a person who does not allow it comes back to an explanation', async () => {
  const { browser, reload } = await administrator();
  const callback = await allowed(browser, { allowed: 'false' });
  expect((await browser.open(callback)).html).toContain('Acme was not linked: access was not allowed');
  expect((await reload()).oauthUid).toBeNull();
});

test('a code that the application does not accept links nothing', async () => {
  const { browser, reload } = await administrator();
  const callback = new URL(await allowed(browser));
  callback.searchParams.set('code', 'invented');
  expect((await browser.open(callback.href)).html).toContain('Acme did not answer as expected');
  expect((await reload()).oauthUid).toBeNull();
});

test('linking is for administrators: others, and strangers, are sent home (contract 277)', async () => {
  const { create } = sandbox;
  const organization = await create.organization({ tenant: 'sandbox', oauthUid: null });
  const browser = await signedIn(
    sandbox,
    await create.membership(await create.user(), organization, 'Member'),
  );
  const home = await browser.open('/');
  expect(home.html).toMatch(/<button[^>]*disabled[^>]*>Link Acme/);
  expect((await browser.submit(home, '/link')).html).toContain('Only administrators of your organization');
  expect((await browser.open('/auth/external/callback?state=x&code=y')).html).toContain(
    'Only administrators',
  );
  expect((await createBrowser(sandbox.url).open('/auth/external/callback?state=x&code=y')).html).toContain(
    'Please sign in first',
  );
});
