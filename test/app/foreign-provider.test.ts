import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBrowser, formOf } from '../../templates/app/test/support/browser.ts';
import { startTestConnector, type TestConnector } from '../../templates/app/test/support/connector.ts';
import { ada } from '../../templates/app/test/support/identity-provider.ts';
import { fixedTenants, testTenant } from '../../templates/app/test/support/tenants.ts';
import { wrappings } from '../../templates/app/test/support/wrapped-answers.ts';
import { type ForeignProvider, startForeignProvider } from './foreign-provider.ts';

let provider: ForeignProvider;
let world: TestConnector;
const tenant = testTenant();

beforeAll(async () => {
  provider = await startForeignProvider(ada);
  Object.assign(tenant.sso, { idp: provider.url, certificate: provider.certificate });
  world = await startTestConnector({}, fixedTenants(tenant));
});
afterAll(async () => {
  await world.close();
  await provider.close();
});
beforeEach(() => {
  provider.options = {};
  provider.failure = null;
  provider.person = ada;
  tenant.sso.allowSha1 = false;
});

const consume = '/maestrano/auth/saml/consume';

/** As far as the provider's page, which holds the answer in a form. */
async function comeBack() {
  const browser = createBrowser(world.url);
  return { browser, page: await browser.open('/maestrano/auth/saml/init/default') };
}

async function signIn() {
  const { browser, page } = await comeBack();
  return { browser, page: await browser.submit(page, consume) };
}

/** The browser ends on the provider's own page, and nobody is signed in. */
async function expectRefused(reason: RegExp, edit = (xml: string) => xml) {
  const { browser, page } = await comeBack();
  const SAMLResponse = edit(answerIn(page.html));
  const end = await browser.post(`${consume}/default`, {
    SAMLResponse: Buffer.from(SAMLResponse).toString('base64'),
  });
  expect(end.headers.get('location')).toBe(`${provider.url}/app_access_unauthorized?err=internal`);
  expect(world.heard.at(-1)?.reason).toMatch(reason);
  expect((await browser.open('/')).html).not.toContain('Sign out');
}

const answerIn = (html: string) =>
  Buffer.from(String(formOf(html, consume).fields.SAMLResponse), 'base64').toString('utf8');

describe('an identity provider that nobody here wrote', () => {
  test('understands our request, and signs people in (contract 251 to 256)', async () => {
    const { page } = await signIn();
    expect(page.url).toBe(`${world.url}/`);
    expect(page.html).toContain('Ada Arkwright');
    expect(page.html).toContain('Fern &amp; Co');
    expect(provider.asked.at(-1)).toMatchObject({
      issuer: tenant.api.id,
      destination: `${provider.url}/api/v1/auth/saml`,
      assertionConsumerServiceURL: `${world.url}${consume}/default`,
    });
    const membership = await world.connector.database.membership.findFirst({
      where: { user: { uid: 'usr-ada' } },
      include: { user: true, organization: true },
    });
    expect(membership).toMatchObject({
      role: 'Admin',
      user: { email: 'ada@fern.example', tenant: 'default' },
      organization: { uid: 'cld-fern', orgUid: 'org-fern' },
    });
  });

  test.each<[string, ForeignProvider['options']]>([
    ['signs the envelope, too', { signResponse: true }],
    ['writes its signature with a prefix', { signatureNamespacePrefix: 'ds' }],
  ])('may be one that %s', async (_, options) => {
    provider.options = options;
    expect((await signIn()).page.html).toContain('Ada Arkwright');
  });

  test('may send any letters', async () => {
    provider.person = { ...ada, uid: 'usr-zoe', name: 'Zoë <"&\'>', surname: 'Ąžuolas 李' };
    expect((await signIn()).page.html).toContain('Zoë &lt;&#34;&amp;&#39;&gt; Ąžuolas 李');
  });

  test('that signs with SHA-1 is believed where the tenant allows it', async () => {
    provider.options = { signatureAlgorithm: 'rsa-sha1', digestAlgorithm: 'sha1' };
    await expectRefused(/sha1, which is not accepted/);
    tenant.sso.allowSha1 = true;
    expect((await signIn()).page.html).toContain('Ada Arkwright');
  });
});

describe('its answer is refused', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

  test.each<[string, () => ForeignProvider['options'], RegExp]>([
    [
      'when only the envelope is signed',
      () => ({ signAssertion: false, signResponse: true }),
      /Invalid signature/,
    ],
    ['when nothing is signed', () => ({ signAssertion: false }), /Invalid signature/],
    [
      'when another key signed it, whatever certificate it brings',
      () => ({ key: privateKey }),
      /Invalid signature/,
    ],
    [
      'when it is encrypted',
      () => ({ encryptionPublicKey: publicKey, encryptionCert: provider.certificate }),
      /must hold one assertion/,
    ],
    ['when it was made an hour ago', () => ({ lifetimeInSeconds: -3600 }), /expired|No valid subject/],
    ['when it is for another audience', () => ({ audience: 'https://other.example/' }), /audience mismatch/],
    ['when it is for another recipient', () => ({ recipient: 'https://other.example/' }), /was meant for/],
    [
      'when it is for another destination',
      () => ({ destination: 'https://other.example/' }),
      /was meant for/,
    ],
  ])('%s', async (_, options, reason) => {
    provider.options = options();
    await expectRefused(reason);
  });

  test('when it says that it failed', async () => {
    provider.failure = { code: 'urn:oasis:names:tc:SAML:2.0:status:Responder', description: 'no' };
    await expectRefused(/must hold one assertion|Responder/);
  });

  test.each(Object.entries(wrappings))('wrapped as %s', async (_, { signed, wrap }) => {
    if (signed === 'response') provider.options = { signResponse: true };
    await expectRefused(/must hold one assertion|Invalid signature/, (xml) => {
      const wrapped = wrap(xml);
      expect(wrapped).toContain('usr-eve');
      return wrapped;
    });
    expect(await world.connector.database.user.count({ where: { uid: 'usr-eve' } })).toBe(0);
  });
});
