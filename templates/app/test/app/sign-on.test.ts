import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowser } from '../support/browser.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { startSignOn } from '../support/sign-on.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('signing on through the hub', () => {
  test('leads through its pages to the status page, with a new user, organization and membership (contract 251 to 256)', async () => {
    const { page } = await sandbox.signIn('Ada');
    expect(page.url).toBe(`${sandbox.url}/`);
    expect(page.html).toContain('Fern &amp; Co');
    const membership = await sandbox.connector.database.membership.findFirstOrThrow({
      where: { user: { email: { startsWith: 'ada' } }, organization: { uid: 'cld-fern' } },
      include: { user: true, organization: true },
    });
    expect(membership.role).toBe('Admin');
    expect(membership.user).toMatchObject({ tenant: 'sandbox', firstName: 'Ada', lastName: 'Arkwright' });
    expect(membership.organization).toMatchObject({
      tenant: 'sandbox',
      name: 'Fern & Co',
      orgUid: 'org-fern',
      synchronizedEntities: {
        account: { toConnec: true, toExternal: true },
        contact: { toConnec: true, toExternal: true },
      },
    });
  });

  test('a second time finds the same rows and leaves them as they are (contract 254, 255)', async () => {
    const { database } = sandbox.connector;
    await sandbox.signIn('Ada');
    await database.user.updateMany({ where: { firstName: 'Ada' }, data: { lastName: 'Renamed' } });
    const { page } = await sandbox.signIn('Ada');
    expect(page.html).toContain('Ada Renamed');
    expect(await database.user.count({ where: { firstName: 'Ada' } })).toBe(1);
    expect(
      await database.membership.count({
        where: { organization: { uid: 'cld-fern' }, user: { firstName: 'Ada' } },
      }),
    ).toBe(1);
  });

  test('gives the session a new id, and leaves nothing under the old one (improvement 6.5)', async () => {
    const { browser } = await sandbox.signIn('Ada');
    const before = browser.cookies.get('connector_session');
    await sandbox.signIn('Ada', { browser });
    expect(browser.cookies.get('connector_session')).not.toBe(before);
    const old = createBrowser(sandbox.url);
    old.cookies.set('connector_session', before ?? '');
    expect((await old.open('/')).html).toContain('Sign in');
  });

  test('of a linked, synchronizing organization goes on to the application, unless settings were asked for (contract 257)', async () => {
    const { database } = sandbox.connector;
    await sandbox.signIn('Ada', { group: 'cld-oak' });
    const linked = { oauthUid: 'oak', oauthToken: 'x', syncEnabled: true };
    await database.organization.updateMany({ where: { uid: 'cld-oak' }, data: linked });
    expect((await sandbox.signIn('Ada', { group: 'cld-oak', settings: false })).page.url).toContain(
      sandbox.acme.url,
    );
    expect((await sandbox.signIn('Ada', { group: 'cld-oak', settings: true })).page.url).toBe(
      `${sandbox.url}/`,
    );
  });

  test('passes the group on to the hub, and nothing else of the query (contract 251, improvement 6.5)', async () => {
    const page = await createBrowser(sandbox.url).request(
      `/maestrano/auth/saml/init/${sandbox.hub.tenant}?group_id=cld-fern&evil=1&settings=`,
    );
    const location = new URL(page.headers.get('location') ?? '');
    expect([...location.searchParams.keys()].sort()).toEqual(['SAMLRequest', 'group_id']);
  });

  test('through an unknown tenant is a clear 404; without a tenant the name is "default" (contract 253)', async () => {
    const browser = createBrowser(sandbox.url);
    for (const path of ['init/nobody', 'init']) {
      const page = await browser.request(`/maestrano/auth/saml/${path}`);
      expect(page.status).toBe(404);
      expect(page.html).toContain(
        `There is no tenant &#34;${path === 'init' ? 'default' : 'nobody'}&#34; here`,
      );
    }
    expect((await browser.post('/maestrano/auth/saml/consume/nobody', { SAMLResponse: 'x' })).status).toBe(
      404,
    );
  });

  test('that the hub’s answer does not allow ends on its page, with the reason in our log alone (contract 252)', async () => {
    const browser = createBrowser(sandbox.url);
    await browser.request(`/maestrano/auth/saml/init/${sandbox.hub.tenant}`);
    const SAMLResponse = Buffer.from('<nonsense/>').toString('base64');
    const page = await browser.post(`/maestrano/auth/saml/consume/${sandbox.hub.tenant}`, { SAMLResponse });
    expect(page.headers.get('location')).toBe(`${sandbox.hub.url}/app_access_unauthorized?err=internal`);
    expect(page.html).toBe('');
    expect(sandbox.heard.at(-1)).toEqual({
      msg: 'signing in failed',
      reason: 'the answer is not a SAML response',
    });
  });

  test('that fails on a developer’s machine says why (contract 252)', async () => {
    const developer = await startSignOn({}, { config: { environment: 'development' } });
    const asked = await developer.begin();
    const page = await developer.answer(asked, '<nonsense/>');
    expect(page.status).toBe(403);
    expect(page.html).toContain('signing in failed: the answer is not a SAML response');
    await developer.close();
  });
});
