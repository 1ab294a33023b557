import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../templates/app/src/engine/connection.ts';
import { type Connection, UnauthorizedError } from '../../templates/app/src/engine/index.ts';
import { type Browser, createBrowser, formOf } from '../../templates/app/test/support/browser.ts';
import { startTestConnector, type TestConnector } from '../../templates/app/test/support/connector.ts';
import { signedIn } from '../../templates/app/test/support/signed-in.ts';
import { TestExternal } from '../../templates/app/test/support/test-external.ts';
import { startForeignServer } from './foreign-oauth-server.ts';

let server: Awaited<ReturnType<typeof startForeignServer>>;
let world: TestConnector;

/** Whose account it is says the server's own API. */
class ForeignExternal extends TestExternal {
  override readonly linking = server.oauth;
  override async account(connection: Connection) {
    const response = await ask(await connection.accessToken());
    const { sub } = (await response.json()) as { sub: string };
    return { uid: sub, name: `${sub} & Co` };
  }
}

const ask = (token: string) => fetch(`${server.url}/me`, { headers: { authorization: `Bearer ${token}` } });

beforeAll(async () => {
  server = await startForeignServer();
  world = await startTestConnector({}, undefined, ForeignExternal as typeof TestExternal);
  server.allow(`${world.url}/auth/external/callback`);
});
afterAll(async () => {
  await world.close();
  await server.close();
});

/** An administrator of a new organization. */
async function administrator() {
  const organization = await world.create.organization({ oauthUid: null, oauthProvider: null });
  const membership = await world.create.membership(await world.create.user(), organization);
  const { database } = world.connector;
  return {
    browser: await signedIn(world, membership),
    session: `test-session-${membership.id}`,
    reload: () => database.organization.findUniqueOrThrow({ where: { id: organization.id } }),
  };
}

/** Through the server's own pages, as far as its redirect back, which is not followed. */
async function allowed(browser: Browser, login: string): Promise<string> {
  const begun = await browser.request('/link', { method: 'POST', body: await csrfOf(browser) });
  // A browser of its own: the server's cookies are nothing for the connector.
  const person = createBrowser(server.url);
  const signIn = await person.open(begun.headers.get('location') ?? '');
  const consent = await person.submit(signIn, '/interaction/', { login, password: 'any' });
  const { action, fields } = formOf(consent.html, '/interaction/');
  let page = await person.post(new URL(action, consent.url).href, fields);
  while (page.headers.get('location')?.startsWith(server.url))
    page = await person.request(page.headers.get('location') ?? '');
  return page.headers.get('location') ?? '';
}

async function csrfOf(browser: Browser): Promise<URLSearchParams> {
  const { fields } = formOf((await browser.open('/')).html, '/link');
  return new URLSearchParams({ _csrf: String(fields._csrf) });
}

async function linked(login: string) {
  const somebody = await administrator();
  const answer = await allowed(somebody.browser, login);
  const page = await somebody.browser.open(answer);
  expect(page.html).toContain(`${login} &amp; Co is linked`);
  return { ...somebody, answer, organization: await somebody.reload() };
}

const tokensOf = ({ oauthToken, refreshToken }: Awaited<ReturnType<typeof linked>>['organization']) =>
  [oauthToken, refreshToken].map((text) => world.connector.vault.decrypt(text ?? ''));

test('links an account, with state and PKCE, which it insists on (contract 265, 277, improvement 6.7)', async () => {
  const { organization, answer } = await linked('ada');
  expect(new URL(answer).searchParams.get('iss')).toBe(server.url);
  expect(organization).toMatchObject({ oauthUid: 'ada', oauthName: 'ada & Co' });
  expect(organization.tokenExpiresAt?.getTime()).toBeLessThan(Date.now() + 21_000);
  expect((await ask(tokensOf(organization)[0] ?? '')).status).toBe(200);
});

test('renews tokens, each refresh token once, and keeps the new ones encrypted', async () => {
  const { organization, reload } = await linked('bea');
  const before = tokensOf(organization);
  const token = await connect(world.connector.engine, organization).accessToken();
  expect(before).not.toContain(token);
  expect((await ask(token)).status).toBe(200);
  const renewed = await reload();
  expect(tokensOf(renewed)[0]).toBe(token);
  expect(before).not.toContain(tokensOf(renewed)[1]);

  // Of two that know the old one alone, the later finds what the earlier has stored.
  expect(await connect(world.connector.engine, renewed).refreshToken(token)).not.toBe(token);
});

test('that has taken its grant back makes it a lost access', async () => {
  const { organization } = await linked('cyd');
  const [token, refreshToken = ''] = tokensOf(organization);
  const { clientId, clientSecret } = server.oauth;
  const response = await fetch(`${server.url}/token/revocation`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${encodeURIComponent(clientSecret)}`)}` },
    body: new URLSearchParams({ token: refreshToken }),
  });
  expect(response.status).toBe(200);
  expect((await ask(token ?? '')).status).toBe(401);
  const error = await connect(world.connector.engine, organization)
    .accessToken()
    .catch((error) => error);
  expect(error).toBeInstanceOf(UnauthorizedError);
  expect(error.message).toContain('unlink the account and link it again');
});

test('refuses a code that was for another request', async () => {
  const first = await linked('dan');
  const second = await administrator();
  const answer = new URL(await allowed(second.browser, 'eve'));
  answer.searchParams.set('code', new URL(first.answer).searchParams.get('code') ?? '');
  expect((await second.browser.open(answer.href)).html).toContain('did not answer as expected');
  expect(await second.reload()).toMatchObject({ oauthUid: null, oauthToken: null });
});

test('refuses a code to somebody who did not ask for it: the verifier is another one', async () => {
  const { browser, session, reload } = await administrator();
  const answer = await allowed(browser, 'fay');
  const { database } = world.connector;
  const { data } = await database.session.findUniqueOrThrow({ where: { id: session } });
  const { link, ...rest } = data as { link: { verifier: string } };
  const changed = { ...rest, link: { ...link, verifier: 'x'.repeat(64) } };
  await database.session.update({ where: { id: session }, data: { data: changed } });
  expect((await browser.open(answer)).html).toContain('did not answer as expected');
  expect(await reload()).toMatchObject({ oauthUid: null, oauthToken: null });
});

test('lets a person say no', async () => {
  const { browser, reload } = await administrator();
  const begun = await browser.request('/link', { method: 'POST', body: await csrfOf(browser) });
  const person = createBrowser(server.url);
  const signIn = await person.open(begun.headers.get('location') ?? '');
  let page = await person.request(`${signIn.url}/abort`);
  while (page.headers.get('location')?.startsWith(server.url))
    page = await person.request(page.headers.get('location') ?? '');
  const home = await browser.open(page.headers.get('location') ?? '');
  expect(home.html).toContain('Acme was not linked: access was not allowed');
  expect((await reload()).oauthUid).toBeNull();
});
