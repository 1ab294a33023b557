import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownCookie } from '../../../src/plugins/cookies.ts';
import { prune } from '../../../src/prune.ts';
import { createBrowser } from '../../support/browser.ts';
import { inMinutes } from '../../support/identity-provider.ts';
import { type SignOnWorld, startSignOn } from '../../support/sign-on.ts';
import { signedIn } from '../../support/signed-in.ts';

let world: SignOnWorld;
let application: Awaited<ReturnType<typeof startSlowApplication>>;
beforeAll(async () => {
  application = await startSlowApplication();
  const external = { url: application.url, clientId: 'client', clientSecret: 'client-secret' };
  world = await startSignOn({}, { config: { external } });
});
afterAll(async () => {
  await world.close();
  await application.close();
});

const cookieName = 'connector_session';

async function administrator() {
  const { create } = world;
  const organization = await create.organization();
  return signedIn(world, await create.membership(await create.user(), organization));
}

describe('a session', () => {
  test('that somebody planted in the browser is worth nothing after signing in (improvement 6.5)', async () => {
    const mallory = await administrator();
    const planted = mallory.cookies.get(cookieName) ?? '';
    const victim = createBrowser(world.url);
    victim.cookies.set(cookieName, planted);
    const asked = await world.begin('default', victim);
    await world.answer(asked, world.provider.answer(asked.request));
    expect(victim.cookies.get(cookieName)).not.toBe(planted);
    expect((await victim.open('/')).html).toContain('Ada Arkwright');
    // Neither does it open the victim's session, nor its old one.
    expect((await mallory.open('/')).html).not.toContain('Sign out');
  });

  test('under an id that somebody made up does not come to be', async () => {
    const before = await world.rows();
    for (const cookie of ['made-up', 'made-up.signature', '', '%', 'a'.repeat(5000), '../../etc/passwd']) {
      const browser = createBrowser(world.url);
      browser.cookies.set(cookieName, cookie);
      const page = await browser.open('/');
      expect(page.status).toBe(200);
      expect(page.html).not.toContain('Sign out');
    }
    expect(await world.rows()).toEqual(before);
  });

  test('is not opened by a cookie that was changed in any place', async () => {
    const browser = await administrator();
    const cookie = decodeURIComponent(browser.cookies.get(cookieName) ?? '');
    for (let at = 0; at < cookie.length; at += 5) {
      const letter = cookie[at] === 'x' ? 'y' : 'x';
      const changed = cookie.slice(0, at) + letter + cookie.slice(at + 1);
      const tampered = createBrowser(world.url);
      tampered.cookies.set(cookieName, encodeURIComponent(changed));
      expect((await tampered.open('/')).html).not.toContain('Sign out');
    }
    expect((await browser.open('/')).html).toContain('Sign out');
  });

  test('is not opened by what was signed for another cookie', async () => {
    const browser = await administrator();
    const [id = ''] = decodeURIComponent(browser.cookies.get(cookieName) ?? '').split('.');
    const signOn = ownCookie(world.connector.config, 'connector_sign_on');
    const other = createBrowser(world.url);
    other.cookies.set(cookieName, encodeURIComponent(signOn.signer.sign(id)));
    expect((await other.open('/')).html).not.toContain('Sign out');
  });

  test('signs nobody on where its cookie stands in for that of a request to the hub', async () => {
    const asked = await world.begin();
    const browser = await administrator();
    asked.browser.cookies.set('connector_sign_on', browser.cookies.get(cookieName) ?? '');
    await world.expectRefused(asked, world.provider.answer(asked.request), /did not ask to sign in/);
  });

  test('that ended stays ended, also when a request that began before ends after it (improvement 6.5)', async () => {
    const before = await world.rows();
    const browser = await administrator();
    const location = (await browser.submit(await browser.open('/'), '/link')).url;
    const state = new URL(location).searchParams.get('state');
    const slow = browser.open(`/auth/external/callback?state=${state}&code=x`);
    const answerNow = await application.asked();
    // The same browser, in another tab.
    const tab = createBrowser(world.url);
    for (const [name, value] of browser.cookies) tab.cookies.set(name, value);
    await tab.submit(await tab.open('/'), '/maestrano/signout');
    expect((await world.rows()).sessions).toBe(before.sessions);
    answerNow();
    await slow;
    expect((await world.rows()).sessions).toBe(before.sessions);
  });

  test('comes to be by signing in, and by nothing else', async () => {
    const before = await world.rows();
    const stranger = createBrowser(world.url);
    for (const path of ['/', '/history', '/mapping', '/auth/external/callback?state=x&code=y', '/nothing'])
      await stranger.open(path);
    await stranger.post('/settings', {});
    await world.begin('default', stranger);
    expect(await world.rows()).toEqual(before);
    expect([...stranger.cookies.keys()]).toEqual(['connector_sign_on']);
    expect((await stranger.open('/auth/external/callback?state=x&code=y')).html).toContain(
      'Please sign in first',
    );
  });
});

test('an assertion that was used is remembered for as long as it is valid, and no longer', async () => {
  const { database } = world.connector;
  await database.usedAssertion.create({
    data: { tenant: 'default', assertionId: '_old', expiresAt: inMinutes(-1) },
  });
  await world.signIn();
  const before = await world.rows();
  await prune(world.connector);
  expect(await world.rows()).toEqual({ ...before, usedAssertions: (before.usedAssertions ?? 0) - 1 });
  expect(await database.usedAssertion.count({ where: { assertionId: '_old' } })).toBe(0);
});

describe('behind https', () => {
  test('no other host of the domain can set our cookies: their names begin with __Host-', async () => {
    const secure = await startSignOn(
      {},
      { config: { appUrl: 'https://connector.example.com', trustedProxies: ['127.0.0.1'] } },
    );
    const asked = await secure.begin();
    expect([...asked.browser.cookies.keys()]).toEqual(['__Host-connector_sign_on']);
    const page = await asked.browser.request('/maestrano/auth/saml/consume/default', {
      method: 'POST',
      headers: { 'x-forwarded-proto': 'https' },
      body: new URLSearchParams({
        SAMLResponse: Buffer.from(secure.provider.answer(asked.request)).toString('base64'),
      }),
    });
    expect(page.headers.getSetCookie().at(-1)).toMatch(
      /^__Host-connector_session=[^;]+; Path=\/; .*HttpOnly; Secure; SameSite=Lax/,
    );
    await secure.close();
  });
});

/** It shows a page at once, and gives tokens to nobody, but not before it is told to answer. */
async function startSlowApplication() {
  let resolve = (_answer: () => void) => {};
  const asked = new Promise<() => void>((asked) => {
    resolve = asked;
  });
  const server = createServer((request, response) => {
    if (request.url !== '/oauth/token') response.end();
    else resolve(() => response.writeHead(400, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Resolves when it is asked for tokens, with what makes it answer. */
    asked: () => asked,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
