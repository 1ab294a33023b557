import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tenant } from '../../src/engine/index.ts';
import { createSaml } from '../../src/sso/saml.ts';
import { createBrowser } from '../support/browser.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const unauthorized = () => `${sandbox.hub.url}/app_access_unauthorized?err=internal`;
const consumeUrl = () => `/maestrano/auth/saml/consume/${sandbox.hub.tenant}`;

/** As far as the hub's page that holds the answer. */
async function answerFor(firstName = 'Ada', browser = createBrowser(sandbox.url)) {
  const user = sandbox.hub.users.find(({ name }) => name.startsWith(firstName));
  const choose = await browser.open(`/maestrano/auth/saml/init/${sandbox.hub.tenant}`);
  const page = await browser.submit(choose, '/api/v1/auth/saml', {
    user: user?.uid ?? '',
    group_id: 'cld-fern',
  });
  const SAMLResponse = /name="SAMLResponse" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
  return { browser, SAMLResponse };
}

const edited = (SAMLResponse: string, edit: (xml: string) => string) =>
  Buffer.from(edit(Buffer.from(SAMLResponse, 'base64').toString('utf8'))).toString('base64');

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
});

describe('an answer of the hub', () => {
  test('that is missing is a 400 (contract 252)', async () => {
    expect((await createBrowser(sandbox.url).post(consumeUrl(), {})).status).toBe(400);
  });

  test.each([
    ['another name is written into it', (xml: string) => xml.replace('>Ada<', '>Eve<'), /signature/i],
    [
      'its signature is gone',
      (xml: string) => xml.replace(/<ds:Signature .*<\/ds:Signature>/s, ''),
      /signature/i,
    ],
    [
      'it was meant for another address',
      (xml: string) => xml.replace(/Destination="[^"]*"/, 'Destination="https://other.example/"'),
      /meant for https:\/\/other.example/,
    ],
    ['it has a DOCTYPE', (xml: string) => `<!DOCTYPE foo [<!ENTITY a "b">]>${xml}`, /DOCTYPE/],
    [
      'it is signed with SHA-1',
      (xml: string) => xml.replaceAll('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#rsa-sha1'),
      /rsa-sha1, which is not accepted/,
    ],
    [
      'an unknown algorithm is spelt in entities',
      (xml: string) => xml.replaceAll('#rsa-sha256', '#&#114;sa-sha256'),
      /not accepted/,
    ],
    [
      'it answers another request',
      (xml: string) => xml.replace(/InResponseTo="[^"]*"/, 'InResponseTo="_other"'),
      /InResponseTo/,
    ],
    ['it is no XML', () => 'nonsense', /./],
  ])('is refused when %s', async (_, edit, reason) => {
    const { browser, SAMLResponse } = await answerFor();
    const page = await browser.post(consumeUrl(), { SAMLResponse: edited(SAMLResponse, edit) });
    expect(page.headers.get('location')).toBe(unauthorized());
    expect((await browser.open('/')).html).not.toContain('Sign out');
    expect(sandbox.heard.at(-1)).toEqual({ msg: 'signing in failed', reason: expect.stringMatching(reason) });
  });

  test('is read to the end of each value, also when a comment stands in it', async () => {
    const { browser, SAMLResponse } = await answerFor();
    const split = edited(SAMLResponse, (xml) => xml.replaceAll('cld-fern<', 'cld-f<!-- -->ern<'));
    expect((await browser.post(consumeUrl(), { SAMLResponse: split })).headers.get('location')).toBe('/');
    expect((await browser.open('/')).html).toContain('cld-fern');
    expect(await sandbox.connector.database.organization.count({ where: { uid: 'cld-f' } })).toBe(0);
  });

  test.each([
    ['another connector', 'http://other.example', '/consume', /audience mismatch/],
    ['another address of this one', undefined, '/other', /the assertion was meant for .*\/other/],
  ])('is refused when the hub signed it for %s', async (_, origin, consumePath, reason) => {
    const browser = createBrowser(sandbox.url);
    await browser.request(`/maestrano/auth/saml/init/${sandbox.hub.tenant}`);
    const { id } = JSON.parse(
      decodeURIComponent(browser.cookies.get('connector_sign_on') ?? '').replace(/\.[^}]*$/, ''),
    );
    const tenant = sandbox.connector.tenants.get(sandbox.hub.tenant) as Tenant;
    const elsewhere = { ...tenant, sso: { ...tenant.sso, consumePath } };
    const saml = createSaml(elsewhere, origin ?? sandbox.url, { id, at: new Date().toISOString() });
    sandbox.hub.connectTo(origin ?? sandbox.url);
    const choose = await browser.open(await saml.getAuthorizeUrlAsync('', undefined, {}));
    const page = await browser.submit(choose, '/api/v1/auth/saml', { user: sandbox.hub.users[0]?.uid ?? '' });
    sandbox.hub.connectTo(sandbox.url);
    const SAMLResponse = edited(/name="SAMLResponse" value="([^"]+)"/.exec(page.html)?.[1] ?? '', (xml) =>
      xml.replace(/Destination="[^"]*"/, ''),
    );
    expect((await browser.post(consumeUrl(), { SAMLResponse })).headers.get('location')).toBe(unauthorized());
    expect(sandbox.heard.at(-1)?.reason).toMatch(reason);
  });

  test('opens one session only, also when the browser brings its request again', async () => {
    const { browser, SAMLResponse } = await answerFor();
    const request = browser.cookies.get('connector_sign_on') ?? '';
    expect((await browser.post(consumeUrl(), { SAMLResponse })).headers.get('location')).toBe('/');
    browser.cookies.set('connector_sign_on', request);
    expect((await browser.post(consumeUrl(), { SAMLResponse })).headers.get('location')).toBe(unauthorized());
    expect(sandbox.heard.at(-1)?.reason).toBe('the assertion has been used before');
  });

  test('is refused in a browser that did not ask for it, or asked for another one', async () => {
    const { SAMLResponse } = await answerFor();
    const stranger = createBrowser(sandbox.url);
    expect((await stranger.post(consumeUrl(), { SAMLResponse })).headers.get('location')).toBe(
      unauthorized(),
    );
    expect(sandbox.heard.at(-1)?.reason).toBe('this browser did not ask to sign in');
    const { browser } = await answerFor('Max');
    expect((await browser.post(consumeUrl(), { SAMLResponse })).headers.get('location')).toBe(unauthorized());
    expect(sandbox.heard.at(-1)?.reason).toBe('InResponseTo is not valid');
  });
});

describe('signing out', () => {
  test('is a form with a token, and ends the session for good (contract 261, improvement 6.6)', async () => {
    const { browser, page } = await sandbox.signIn('Ada');
    const cookie = browser.cookies.get('connector_session') ?? '';
    expect((await browser.request('/maestrano/signout')).status).toBe(404);
    expect((await browser.post('/maestrano/signout', {})).status).toBe(403);
    expect((await browser.submit(page, '/maestrano/signout')).html).toContain('Sign in');
    browser.cookies.set('connector_session', cookie);
    expect((await browser.open('/')).html).not.toContain('Sign out');
  });

  test('of the hub is noticed once the time it gave has passed (contract 258)', async () => {
    const { database } = sandbox.connector;
    const { browser } = await sandbox.signIn('Max');
    const user = sandbox.hub.users.find(({ name }) => name.startsWith('Max'));
    await expireRecheck();
    expect((await browser.open('/')).html).toContain('Max');
    await fetch(`${sandbox.hub.url}/app_logout?user_uid=${user?.uid}`);
    expect((await browser.open('/')).html).toContain('Sign out');
    await expireRecheck();
    const page = await browser.request('/');
    expect(page.headers.get('location')).toBe(`/maestrano/auth/saml/init/${sandbox.hub.tenant}`);
    expect((await browser.open('/')).html).not.toContain('Sign out');

    async function expireRecheck() {
      for (const row of await database.session.findMany()) {
        const data = row.data as { hubSession?: { recheckAt: string } };
        if (!data.hubSession) continue;
        data.hubSession.recheckAt = '2020-01-01T00:00:00Z';
        await database.session.update({ where: { id: row.id }, data: { data: data as object } });
      }
    }
  });
});

describe('a hub that signs with SHA-1', () => {
  test('is accepted only where the tenant allows it', async () => {
    const legacy = await startSandbox({ hub: { signatureHash: 'sha1' } });
    const refused = await legacy.signIn('Ada');
    expect(refused.page.url).toContain('/app_access_unauthorized');
    const tenant = legacy.connector.tenants.get(legacy.hub.tenant);
    if (tenant) tenant.sso.allowSha1 = true;
    expect((await legacy.signIn('Ada')).page.html).toContain('Fern &amp; Co');
    await legacy.close();
  });
});
