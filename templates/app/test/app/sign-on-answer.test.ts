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
