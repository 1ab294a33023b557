import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { hubForTest } from '../support/hub.ts';
import {
  attributesIn,
  CONNECTOR,
  CONSUME_URL,
  postForm,
  readPage,
  serviceProvider,
  signIn,
} from '../support/sign-in.ts';

const encode = (xml: string) => deflateRawSync(xml).toString('base64');

function authnRequest(issuer: string, consumeUrl = CONSUME_URL): string {
  return encode(
    `<p:AuthnRequest xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" AssertionConsumerServiceURL="${consumeUrl}">` +
      `<a:Issuer xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">${issuer}</a:Issuer></p:AuthnRequest>`,
  );
}

async function loginPage(hub: { url: string }, request: string, more = '') {
  const url = `${hub.url}/api/v1/auth/saml?SAMLRequest=${encodeURIComponent(request)}${more}`;
  return readPage(await fetch(url, { headers: { accept: 'text/html' } }));
}

describe('sign-on', () => {
  test('ends with an answer that a strict service provider accepts, every attribute in it (sso §3)', async () => {
    const hub = await hubForTest();
    const saml = serviceProvider(hub, { validateInResponseTo: 'always' as never });
    const page = await signIn(hub, saml, 'usr-ada', 'cld-fern');
    expect(page.forms[0]).toMatchObject({ action: CONSUME_URL, button: 'Continue' });
    expect(page.text).toContain('.submit()');

    const { profile } = await saml.validatePostResponseAsync(page.forms[0]?.fields ?? {});
    expect(profile).toMatchObject({
      nameID: 'usr-ada',
      nameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      sessionIndex: expect.stringMatching(/^_/),
    });
    expect(profile?.attributes).toEqual({
      mno_uid: 'usr-ada',
      mno_session: expect.stringMatching(/^[\da-f]{48}$/),
      mno_session_recheck: expect.any(String),
      uid: 'usr-ada',
      virtual_uid: 'usr-ada.cld-fern',
      email: 'ada@fern.example',
      virtual_email: 'usr-ada.cld-fern@mail.sandbox.example',
      name: 'Ada',
      surname: 'Arkwright',
      country: 'GB',
      company_name: 'Fern & Co',
      group_uid: 'cld-fern',
      group_name: 'Fern & Co',
      group_org_uid: 'org-fern',
      group_role: 'Admin',
      group_end_free_trial: '2099-12-31T23:59:59Z',
      group_has_credit_card: 'false',
      group_email: 'office@fern.example',
      group_currency: 'GBP',
      group_timezone: 'Europe/London',
      group_country: 'GB',
      group_city: 'Bristol',
      group_reseller_id: undefined, // as node-saml reads empty text
      app_owner: 'true',
      organizations: '{}',
    });
  });

  test('the session is to be checked again in three minutes, the assertion holds for an hour (sso §3)', async () => {
    const now = new Date();
    const hub = await hubForTest({ now: () => now });
    const saml = serviceProvider(hub);
    const page = await signIn(hub, saml, 'usr-ada', 'cld-fern');
    const { mno_session_recheck } = await attributesIn(saml, page);
    const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
    expect(mno_session_recheck).toBe(inMinutes(3));
    const xml = Buffer.from(page.forms[0]?.fields.SAMLResponse ?? '', 'base64').toString();
    expect(xml).toContain(`<saml:SubjectConfirmationData InResponseTo="`);
    expect(xml).toContain(`NotOnOrAfter="${inMinutes(3)}" Recipient="${CONSUME_URL}"`);
    expect(xml).toContain(`NotOnOrAfter="${inMinutes(60)}"><saml:AudienceRestriction>`);
    expect(xml).toMatch(/<\/saml:Issuer><ds:Signature/);
  });

  test('an answer that was tampered with is not accepted', async () => {
    const hub = await hubForTest();
    const saml = serviceProvider(hub);
    const { forms } = await signIn(hub, saml, 'usr-max', 'cld-fern');
    const xml = Buffer.from(forms[0]?.fields.SAMLResponse ?? '', 'base64').toString();
    const forged = Buffer.from(xml.replace('>Member<', '>Admin<')).toString('base64');
    await expect(saml.validatePostResponseAsync({ SAMLResponse: forged })).rejects.toThrow(/signature/i);
  });

  test('a legacy hub signs with SHA-1 (sso §3)', async () => {
    const hub = await hubForTest({ signatureHash: 'sha1' });
    const { forms } = await signIn(hub, serviceProvider(hub), 'usr-ada', 'cld-oak');
    const xml = Buffer.from(forms[0]?.fields.SAMLResponse ?? '', 'base64').toString();
    expect(xml).toContain('http://www.w3.org/2000/09/xmldsig#rsa-sha1');
    expect(xml).not.toContain('sha256');
  });

  test('begins on a page with every person and their companies, the asked one first (sso §2)', async () => {
    const hub = await hubForTest();
    const { status, text, forms } = await loginPage(hub, authnRequest(hub.apiId), '&group_id=cld-oak');
    expect(status).toBe(200);
    expect(text).toContain('Ada Arkwright');
    expect(forms.map(({ fields, button }) => [fields.user, button])).toEqual([
      ['usr-ada', 'Oak Ltd'],
      ['usr-ada', 'Fern & Co'],
      ['usr-max', 'Fern & Co'],
    ]);
  });

  test('a person with one company is answered at once, one with several chooses (sso §2)', async () => {
    const hub = await hubForTest();
    const fields = { SAMLRequest: authnRequest(hub.apiId) };
    const url = `${hub.url}/api/v1/auth/saml`;
    const max = await readPage(await postForm(url, { ...fields, user: 'usr-max', group_id: 'cld-oak' }));
    expect(max.forms[0]?.fields).toHaveProperty('SAMLResponse');
    const ada = await readPage(await postForm(url, { ...fields, user: 'usr-ada' }));
    expect(ada.forms.map(({ button }) => button)).toEqual(['Fern & Co', 'Oak Ltd']);
    expect(ada.text).not.toContain('Max Member');
  });

  test('a person without a company that uses the application gets a 403 (sso §2)', async () => {
    const hub = await hubForTest();
    const url = `${hub.url}/api/v1/auth/saml`;
    const { status } = await postForm(url, { SAMLRequest: authnRequest(hub.otherApp.id), user: 'usr-max' });
    expect(status).toBe(403);
  });

  test.each([
    ['an unknown application', authnRequest('app-nobody'), 400, 'app-nobody'],
    ['no request', '', 400, 'SAMLRequest is not'],
    ['no base64 of raw deflate', 'hello', 400, 'SAMLRequest is not base64 of raw deflate'],
    ['no XML', encode('hello'), 400, 'SAMLRequest is not well-formed XML'],
    ['XML of another kind', encode('<AuthnRequest/>'), 400, 'SAMLRequest is not a samlp:AuthnRequest'],
    ['a request without an issuer', authnRequest(''), 400, 'SAMLRequest has no issuer'],
    [
      'a script for an address',
      authnRequest('app-sandbox', 'javascript:alert(1)'),
      400,
      'must be an http address',
    ],
  ])('%s is refused', async (_what, request, status, message) => {
    const hub = await hubForTest();
    const page = await loginPage(hub, request);
    expect(page.status).toBe(status);
    expect(page.text).toContain(message);
  });

  test('a decompression bomb is refused', async () => {
    const hub = await hubForTest();
    const page = await loginPage(hub, encode('a'.repeat(5_000_000)));
    expect(page.status).toBe(400);
  });

  test('line breaks in the base64 are tolerated (sso §2)', async () => {
    const hub = await hubForTest();
    const broken = authnRequest(hub.apiId).replace(/.{60}/g, '$&\n');
    expect((await loginPage(hub, broken)).status).toBe(200);
  });

  test('answers go to the connector only, once the hub knows where it is', async () => {
    const hub = await hubForTest({ connectorUrl: CONNECTOR });
    expect((await loginPage(hub, authnRequest(hub.apiId))).status).toBe(200);
    const same = authnRequest(hub.apiId, CONSUME_URL.replace('127.0.0.1', 'localhost'));
    expect((await loginPage(hub, same)).status).toBe(200);
    const elsewhere = authnRequest(hub.apiId, 'https://evil.example/consume');
    expect((await loginPage(hub, elsewhere)).status).toBe(403);
  });

  test('what came with the request is shown escaped', async () => {
    const hub = await hubForTest();
    const { text } = await loginPage(hub, authnRequest('&lt;script&gt;alert(1)&lt;/script&gt;'));
    expect(text).not.toContain('<script>alert');
  });
});
