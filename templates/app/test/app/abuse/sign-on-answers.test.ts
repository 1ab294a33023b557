import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownCookie } from '../../../src/plugins/cookies.ts';
import { type Answer, ada, createIdentityProvider, inMinutes } from '../../support/identity-provider.ts';
import { type SignOnWorld, startSignOn } from '../../support/sign-on.ts';
import { testTenant } from '../../support/tenants.ts';

const stranger = createIdentityProvider();

let world: SignOnWorld;
beforeAll(async () => {
  const { sso } = testTenant();
  const other = testTenant({ name: 'other', sso: { ...sso, certificate: stranger.certificate } });
  world = await startSignOn({}, { others: [other] });
});
afterAll(() => world.close());

test('an honest answer signs in: what follows is refused for what is wrong with it', async () => {
  const { page } = await world.signIn();
  expect(page.headers.get('location')).toBe('/');
});

describe('an answer is refused', () => {
  const { conditions, confirmation } = {
    conditions: { notBefore: inMinutes(-1), notOnOrAfter: inMinutes(60) },
    confirmation: { notOnOrAfter: inMinutes(3) },
  };

  test.each<[string, (honest: { id: string; acs: string }) => Partial<Answer>, RegExp]>([
    ['that is not signed', () => ({ signed: 'nothing' }), /Invalid signature/],
    ['of which only the envelope is signed', () => ({ signed: 'response' }), /Invalid signature/],
    ['that is signed with SHA-1', () => ({ hash: 'sha1' }), /sha1, which is not accepted/],
    [
      'that has expired',
      ({ acs }) => ({ conditions: { ...conditions, audience: origin(acs), notOnOrAfter: inMinutes(-2) } }),
      /expired/,
    ],
    [
      'that is not valid yet',
      ({ acs }) => ({ conditions: { ...conditions, audience: origin(acs), notBefore: inMinutes(2) } }),
      /not yet valid/,
    ],
    [
      'whose confirmation has expired',
      ({ id, acs }) => ({ confirmation: { inResponseTo: id, recipient: acs, notOnOrAfter: inMinutes(-2) } }),
      /No valid subject confirmation/,
    ],
    [
      'for another audience',
      () => ({ conditions: { ...conditions, audience: 'https://other.example/' } }),
      /audience mismatch/,
    ],
    [
      'for another recipient',
      ({ id }) => ({
        confirmation: { ...confirmation, inResponseTo: id, recipient: 'https://other.example/consume' },
      }),
      /assertion was meant for https:\/\/other/,
    ],
    [
      'without a recipient',
      ({ id }) => ({ confirmation: { ...confirmation, inResponseTo: id, recipient: null } }),
      /not complete.*Recipient/s,
    ],
    [
      'for another destination',
      () => ({ destination: 'https://other.example/consume' }),
      /answer was meant for https:\/\/other/,
    ],
    ['without a destination', () => ({ destination: null }), /answer was meant for nobody/],
    ['to another request', () => ({ inResponseTo: '_other' }), /InResponseTo is not valid/],
    ['to no request', () => ({ inResponseTo: null }), /InResponseTo is missing/],
    [
      'whose assertion answers another request',
      ({ acs }) => ({ confirmation: { ...confirmation, inResponseTo: '_other', recipient: acs } }),
      /InResponseTo does not match/,
    ],
    [
      'whose assertion answers no request',
      ({ acs }) => ({ confirmation: { ...confirmation, inResponseTo: null, recipient: acs } }),
      /not complete.*InResponseTo/s,
    ],
    [
      'that says that it failed',
      () => ({ status: 'urn:oasis:names:tc:SAML:2.0:status:Responder' }),
      /the hub answered .*Responder/,
    ],
    ['that does not say who', () => ({ attributes: { ...ada, uid: '' } }), /attributes are missing/],
    [
      'that does not say of which group',
      () => ({ attributes: { ...ada, group_uid: '' } }),
      /attributes are missing/,
    ],
  ])('%s', async (_, parts, reason) => {
    const asked = await world.begin();
    await world.expectRefused(asked, world.provider.answer(asked.request, parts(asked.request)), reason);
  });

  const origin = (url: string) => `${new URL(url).origin}/`;

  test('that another tenant’s hub signed, through either tenant', async () => {
    const asked = await world.begin();
    await world.expectRefused(asked, stranger.answer(asked.request), /Invalid signature/);

    // Their own hub vouches for an answer to a request that went to ours.
    const crossed = await world.begin();
    const answer = stranger.answer(crossed.request, {
      destination: crossed.request.acs.replace('default', 'other'),
    });
    await world.expectRefused(crossed, answer, /did not ask to sign in/, 'other');
  });

  test('whose signature brings the certificate that it is to be checked with', async () => {
    const asked = await world.begin();
    const certificate = stranger.certificate.replace(/-----.*?-----|\s/g, '');
    const keyInfo = `<KeyInfo><X509Data><X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo>`;
    const answer = stranger.answer(asked.request).replace('</Signature>', `${keyInfo}</Signature>`);
    expect(answer).toContain('<KeyInfo>');
    await world.expectRefused(asked, answer, /Invalid signature/);
  });

  test('that is changed after it was signed', async () => {
    const asked = await world.begin();
    const answer = world.provider.answer(asked.request).replace('>usr-ada<', '>usr-eve<');
    await world.expectRefused(asked, answer, /Invalid signature/);
  });

  test('that is signed with the certificate as if it were a password', async () => {
    const asked = await world.begin();
    const answer = world.provider
      .answer(asked.request)
      .replace(
        'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
      );
    await world.expectRefused(asked, answer, /hmac-sha1, which is not accepted/);
  });

  test('whose algorithm is written in a way that only a parser reads', async () => {
    const asked = await world.begin();
    const answer = world.provider
      .answer(asked.request, { hash: 'sha1' })
      .replaceAll(
        'Algorithm="http://www.w3.org/2000/09/xmldsig#',
        'Algorithm\n=\n"http://www.w3.org/2000/09/xmldsi&#103;#',
      );
    await world.expectRefused(asked, answer, /sha1, which is not accepted/);
  });

  test('whose destination a tag inside a comment pretends', async () => {
    const asked = await world.begin();
    const answer = world.provider.answer(asked.request, { destination: 'https://other.example/' });
    const pretended = `<!-- <samlp:Response Destination="${asked.request.acs}"> -->${answer}`;
    await world.expectRefused(asked, pretended, /meant for https:\/\/other/);
  });

  test('that comes ten minutes after it was asked for', async () => {
    const asked = await world.begin();
    const { name, signer } = ownCookie(world.connector.config, 'connector_sign_on');
    const sent = signer.unsign(decodeURIComponent(asked.browser.cookies.get(name) ?? '')).value ?? '';
    const earlier = sent.replace(/"at":"[^"]*"/, `"at":"${inMinutes(-11)}"`);
    asked.browser.cookies.set(name, encodeURIComponent(signer.sign(earlier)));
    await world.expectRefused(asked, world.provider.answer(asked.request), /InResponseTo is not valid/);
  });

  test('in a browser that did not ask, or whose request has been tampered with', async () => {
    const { request } = await world.begin();
    const answer = world.provider.answer(request);
    const other = await world.begin();
    await world.expectRefused(other, answer, /InResponseTo is not valid/);
    other.browser.cookies.clear();
    await world.expectRefused(other, answer, /this browser did not ask/);
    const tampered = await world.begin();
    const cookie = tampered.browser.cookies.get('connector_sign_on') ?? '';
    tampered.browser.cookies.set('connector_sign_on', cookie.replace(tampered.request.id, request.id));
    await world.expectRefused(tampered, answer, /this browser did not ask/);
  });
});

describe('an assertion opens one session', () => {
  test('also when the browser brings its request again', async () => {
    const asked = await world.begin();
    const sent = asked.browser.cookies.get('connector_sign_on') ?? '';
    const answer = world.provider.answer(asked.request);
    expect((await world.answer(asked, answer)).headers.get('location')).toBe('/');
    asked.browser.cookies.clear();
    asked.browser.cookies.set('connector_sign_on', sent);
    await world.expectRefused(asked, answer, /used before/);
  });

  test('also when it comes five times at once', async () => {
    const asked = await world.begin();
    const sent = [...asked.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const SAMLResponse = Buffer.from(world.provider.answer(asked.request)).toString('base64');
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        fetch(`${world.url}/maestrano/auth/saml/consume/default`, {
          method: 'POST',
          body: new URLSearchParams({ SAMLResponse }),
          headers: { cookie: sent },
          redirect: 'manual',
        }),
      ),
    );
    const locations = answers.map(({ headers }) => headers.get('location'));
    expect(locations.filter((location) => location === '/')).toHaveLength(1);
    expect(locations.filter((location) => location?.includes('unauthorized'))).toHaveLength(4);
  });
});

describe('a comment inside a value', () => {
  test('hides nothing of it: the whole user is read, not the beginning', async () => {
    const asked = await world.begin();
    const attributes = { ...ada, uid: 'usr-ada.evil', email: 'ada@fern.example.evil.example' };
    const answer = world.provider
      .answer(asked.request, { nameId: 'usr-ada.evil', attributes })
      .replaceAll('usr-ada.evil', 'usr-ada<!-- -->.evil')
      .replaceAll('fern.example.evil', 'fern.example<!-- -->.evil');
    expect((await world.answer(asked, answer)).headers.get('location')).toBe('/');
    const { database } = world.connector;
    expect(await database.user.findFirst({ where: { uid: 'usr-ada.evil' } })).toMatchObject({
      email: 'ada@fern.example.evil.example',
    });
  });
});

test('SHA-1 is accepted where the tenant’s configuration allows it', async () => {
  const legacy = await startSignOn({ allowSha1: true });
  const { page } = await legacy.signIn({ hash: 'sha1' });
  expect(page.headers.get('location')).toBe('/');
  await legacy.close();
});
