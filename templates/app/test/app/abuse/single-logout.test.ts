import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser } from '../../support/browser.ts';
import { ada } from '../../support/identity-provider.ts';
import { type SignOnWorld, startSignOn } from '../../support/sign-on.ts';

/** A hub that is asked whether sessions still stand. */
const asked: string[] = [];
let answer: (response: ServerResponse) => void;
const hub = createServer((request, response) => {
  asked.push(request.url ?? '');
  answer(response);
});
const says = (body: unknown) => (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const valid = { valid: true, recheck: '2999-01-01T00:00:00Z' };

let world: SignOnWorld;
beforeAll(async () => {
  await new Promise<void>((listening) => hub.listen(0, '127.0.0.1', listening));
  world = await startSignOn({ idp: `http://127.0.0.1:${(hub.address() as AddressInfo).port}` });
});
afterAll(async () => {
  await world.close();
  hub.closeAllConnections();
  await new Promise((closed) => hub.close(closed));
});
beforeEach(() => {
  asked.length = 0;
  answer = says(valid);
});

const isIn = async (browser: Browser) => (await browser.open('/')).html.includes('Sign out');
const isSentToHub = async (browser: Browser, path = '/') =>
  (await browser.request(path)).headers.get('location') === '/maestrano/auth/saml/init/default';

/** The hub's attributes; what it said of the time to ask again is given. */
const attributes = (recheck: string) => ({ ...ada, mno_session_recheck: recheck });

describe('the session at the hub', () => {
  test('is asked about once its time has passed, with the user’s own id and the token (contract 258)', async () => {
    const { browser } = await world.signIn({ attributes: attributes('2020-01-01T00:00:00Z') });
    expect(await isIn(browser)).toBe(true);
    expect(asked).toEqual(['/api/v1/auth/saml/usr-ada?session=session-of-ada']);
    expect(await isIn(browser)).toBe(true);
    expect(asked).toHaveLength(1);
  });

  test.each([['no time'], ['nonsense']])(
    'is asked about at once when the hub gave %s for it',
    async (word) => {
      const recheck = word === 'no time' ? '' : word;
      const { browser } = await world.signIn({ attributes: attributes(recheck) });
      expect(await isIn(browser)).toBe(true);
      expect(asked).toHaveLength(1);
    },
  );

  test.each<[string, (response: ServerResponse) => void]>([
    ['it has ended', says({ valid: false, recheck: '2999-01-01T00:00:00Z' })],
    ['something else', says({ maybe: true })],
    ['that it is valid, but not until when', says({ valid: true })],
    ['no JSON', (response) => response.end('<html>')],
    ['that it is broken', (response) => response.writeHead(500).end()],
    ['nothing, and hangs up', (response) => response.destroy()],
  ])('has ended when the hub answers %s: it fails closed (contract 258)', async (_, said) => {
    const { browser } = await world.signIn({ attributes: attributes('2020-01-01T00:00:00Z') });
    answer = said;
    const before = await world.rows();
    expect(await isSentToHub(browser)).toBe(true);
    answer = says(valid);
    expect(await isIn(browser)).toBe(false);
    expect((await world.rows()).sessions).toBe((before.sessions ?? 0) - 1);
  });

  test('is needed for signing in: without one nobody could be signed out', async () => {
    const asked = await world.begin();
    const xml = world.provider.answer(asked.request, { attributes: { ...ada, mno_session: '' } });
    await world.expectRefused(asked, xml, /mno_session/);
  });

  test('that a stored session lacks counts as ended', async () => {
    const { browser } = await world.signIn();
    for (const row of await world.connector.database.session.findMany()) {
      const data = { ...(row.data as object), hubSession: null };
      await world.connector.database.session.update({ where: { id: row.id }, data: { data } });
    }
    expect(await isSentToHub(browser)).toBe(true);
    expect(asked).toEqual([]);
  });

  test('is asked about once for a page whose requests come together', async () => {
    const { browser } = await world.signIn({ attributes: attributes('2020-01-01T00:00:00Z') });
    const waiting: ServerResponse[] = [];
    answer = (response) => waiting.push(response);
    const pages = ['/', '/history', '/mapping', '/'].map((path) => browser.request(path));
    await expect.poll(() => waiting.length).toBe(1);
    // Whoever comes after them has been served: they all wait.
    const other = await world.signIn();
    expect(await isIn(other.browser)).toBe(true);
    for (const response of waiting) says(valid)(response);
    expect((await Promise.all(pages)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(asked).toHaveLength(1);
  });

  test('is not asked about for files of pages', async () => {
    const { browser } = await world.signIn({ attributes: attributes('2020-01-01T00:00:00Z') });
    expect((await browser.request('/public/app.css')).status).toBe(200);
    expect((await browser.request('/public/nothing.css')).status).toBe(404);
    expect(asked).toEqual([]);
  });

  test('of a tenant that is not configured any more has ended', async () => {
    const { browser } = await world.signIn();
    const { tenants } = world.connector;
    const { get } = tenants;
    tenants.get = () => undefined;
    expect((await browser.request('/')).status).toBe(303);
    tenants.get = get;
    expect(await isIn(browser)).toBe(false);
  });

  test('is not asked about where the tenant does not want it', async () => {
    const without = await startSignOn({ singleLogout: false });
    const { browser } = await without.signIn({ attributes: { ...ada, mno_session: '' } });
    expect(await isIn(browser)).toBe(true);
    expect(asked).toEqual([]);
    await without.close();
  });
});
