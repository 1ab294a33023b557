import { generateCodeVerifier } from '@badgateway/oauth2-client';
import { describe, expect, test } from 'vitest';
import type { Acme } from '../../../src/sandbox/index.ts';
import { acmeForTest, clientOf, consent, link, REDIRECT_URI } from '../support/acme.ts';
import { postForm, readPage } from '../support/sign-in.ts';

const me = async (acme: Acme, token: string) => {
  const response = await fetch(`${acme.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await response.json() };
};

function authorizeUrl(acme: Acme, change: Record<string, string>): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: acme.clientId,
    redirect_uri: REDIRECT_URI,
    state: 's-1',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...change,
  });
  return `${acme.url}/oauth/authorize?${query}`;
}

describe("Acme's OAuth 2", () => {
  test('links the workspace that was chosen, with a token for five minutes', async () => {
    const acme = await acmeForTest();
    const north = await link(acme);
    expect((north.expiresAt ?? 0) - Date.now()).toBeGreaterThan(290_000);
    expect(await me(acme, north.accessToken)).toEqual({
      status: 200,
      body: { account: { id: 'north', name: 'Acme North' } },
    });
    const south = await link(acme, 'south');
    expect((await me(acme, south.accessToken)).body).toEqual({
      account: { id: 'south', name: 'Acme South' },
    });
  });

  test('asks on a page, with every workspace to choose from', async () => {
    const acme = await acmeForTest({ seed: true });
    const { status, text } = await readPage(await fetch(authorizeUrl(acme, {})));
    expect(status).toBe(200);
    for (const part of ['Acme North', '12 accounts, 30 contacts', 'Acme South', 'Allow', 'Deny'])
      expect(text).toContain(part);
  });

  test('"Deny" goes back with access_denied and the state', async () => {
    const acme = await acmeForTest();
    const back = await consent(
      acme,
      clientOf(acme),
      { workspace: 'north', allowed: 'false' },
      await generateCodeVerifier(),
    );
    const url = new URL(back);
    expect(url.origin + url.pathname).toBe(REDIRECT_URI);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ error: 'access_denied', state: 's-1' });
  });

  test('refreshes, and the refresh token works once', async () => {
    const acme = await acmeForTest();
    const client = clientOf(acme);
    const first = await link(acme);
    const second = await client.refreshToken(first);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect((await me(acme, second.accessToken)).body).toMatchObject({ account: { id: 'north' } });
    await expect(client.refreshToken(first)).rejects.toThrow();
    await expect(client.refreshToken(second)).resolves.toHaveProperty('accessToken');
  });

  test('access tokens expire by its own clock; the refresh token outlives them', async () => {
    let now = Date.now();
    const acme = await acmeForTest({ now: () => new Date(now), tokenSeconds: 120 });
    const token = await link(acme);
    now += 119_000;
    expect((await me(acme, token.accessToken)).status).toBe(200);
    now += 2_000;
    expect(await me(acme, token.accessToken)).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthorized' } },
    });
    const fresh = await clientOf(acme).refreshToken(token);
    expect((await me(acme, fresh.accessToken)).status).toBe(200);
    now += 91 * 24 * 3600 * 1000;
    await expect(clientOf(acme).refreshToken(fresh)).rejects.toThrow();
  });

  test('expireTokens ends every access token at once', async () => {
    const acme = await acmeForTest();
    const token = await link(acme);
    acme.expireTokens();
    expect((await me(acme, token.accessToken)).status).toBe(401);
    await expect(clientOf(acme).refreshToken(token)).resolves.toHaveProperty('accessToken');
  });

  test('a code needs the verifier it was asked with, and works once', async () => {
    const acme = await acmeForTest();
    const client = clientOf(acme);
    const verifier = await generateCodeVerifier();
    const request = { redirectUri: REDIRECT_URI, state: 's-1' };
    const choose = () => consent(acme, client, { workspace: 'north', allowed: 'true' }, verifier);
    const wrong = { ...request, codeVerifier: await generateCodeVerifier() };
    await expect(client.authorizationCode.getTokenFromCodeRedirect(await choose(), wrong)).rejects.toThrow();
    await expect(
      client.authorizationCode.getTokenFromCodeRedirect(await choose(), request),
    ).rejects.toThrow();
    const back = await choose();
    const right = { ...request, codeVerifier: verifier };
    await expect(client.authorizationCode.getTokenFromCodeRedirect(back, right)).resolves.toHaveProperty(
      'accessToken',
    );
    await expect(client.authorizationCode.getTokenFromCodeRedirect(back, right)).rejects.toThrow();
  });

  test('a wrong secret gets no token, and neither does none', async () => {
    const acme = await acmeForTest();
    const token = await link(acme);
    await expect(clientOf(acme, 'wrong').refreshToken(token)).rejects.toThrow();
    const fields = {
      grant_type: 'authorization_code',
      client_id: acme.clientId,
      code: 'x',
      code_verifier: 'y'.repeat(43),
    };
    const response = await postForm(`${acme.url}/oauth/token`, fields);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_client' });
  });

  test('a revoked refresh token is good for nothing, nor are its access tokens', async () => {
    const acme = await acmeForTest();
    const [mine, other] = [await link(acme), await link(acme)];
    const fields = { token: mine.refreshToken ?? '', client_id: acme.clientId };
    expect((await postForm(`${acme.url}/oauth/revoke`, fields)).status).toBe(401);
    const response = await postForm(`${acme.url}/oauth/revoke`, {
      ...fields,
      client_secret: acme.clientSecret,
    });
    expect(response.status).toBe(200);
    expect((await me(acme, mine.accessToken)).status).toBe(401);
    expect((await me(acme, other.accessToken)).status).toBe(200);
    await expect(clientOf(acme).refreshToken(mine)).rejects.toThrow();
  });

  test.each([
    ['an unknown client', { client_id: 'nobody' }, 'no application is called nobody'],
    ['no address to return to', { redirect_uri: '' }, 'redirect_uri is missing'],
    ['no state', { state: '' }, 'state is missing'],
    ['no PKCE', { code_challenge: '' }, 'code_challenge is missing'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'with the method S256'],
  ])('%s is refused on a page, without sending anybody anywhere', async (_what, change, message) => {
    const acme = await acmeForTest();
    const { status, text } = await readPage(await fetch(authorizeUrl(acme, change), { redirect: 'manual' }));
    expect(status).toBe(400);
    expect(text).toContain(message);
  });

  test.each([
    'http://evil.example/steal',
    'javascript:alert(1)',
    'javascript://localhost/%0aalert(1)',
    'data:text/html,x',
  ])('a code is never sent to %s', async (redirect_uri) => {
    const acme = await acmeForTest();
    const url = authorizeUrl(acme, { redirect_uri });
    const fields = Object.fromEntries(new URL(url).searchParams);
    const response = await postForm(`${acme.url}/oauth/authorize`, {
      ...fields,
      workspace: 'north',
      allowed: 'true',
    });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  test('an unknown workspace cannot be linked', async () => {
    const acme = await acmeForTest();
    const back = await consent(
      acme,
      clientOf(acme),
      { workspace: 'west', allowed: 'true' },
      await generateCodeVerifier(),
    );
    expect(back).toBe('');
  });
});
