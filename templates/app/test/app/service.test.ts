import { afterEach, describe, expect, test } from 'vitest';
import { prune } from '../../src/prune.ts';
import { createBrowser } from '../support/browser.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { signedIn } from '../support/signed-in.ts';

let running: TestConnector[] = [];
afterEach(async () => {
  await Promise.all(running.map((connector) => connector.close()));
  running = [];
});

async function start(...args: Parameters<typeof startTestConnector>) {
  const connector = await startTestConnector(...args);
  running.push(connector);
  return connector;
}

describe('health', () => {
  test('live answers while the process does; ready only while the database does, too', async () => {
    const { url, connector } = await start();
    expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const { $queryRaw } = connector.database;
    connector.database.$queryRaw = (() => Promise.reject(new Error('gone'))) as never;
    const response = await fetch(`${url}/health/ready`);
    connector.database.$queryRaw = $queryRaw;
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('gone');
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  test('version tells what is deployed, and nothing of the interpreter (contract 233, improvement 7.13)', async () => {
    const { url } = await start();
    expect(await (await fetch(`${url}/version`)).json()).toEqual({
      env: 'test',
      ci_branch: 'main',
      ci_commit: 'abc123',
    });
  });
});

describe('an error of ours', () => {
  test('is logged, and neither its message nor its stack reaches the browser', async () => {
    const { url, connector, heard } = await start();
    connector.tenants.list = () => {
      throw new Error('a secret detail');
    };
    const page = await createBrowser(url).open('/');
    expect(page.status).toBe(500);
    expect(page.html).toContain('Something went wrong on our side');
    expect(page.html).not.toMatch(/secret detail|\.ts:\d/);
    expect(heard.at(-1)).toEqual({ msg: 'request failed', reason: 'a secret detail' });
  });
});

describe('cookies', () => {
  test('behind https they are secure; the one for signing on may come back from the hub’s site', async () => {
    const { app, url } = await start({
      appUrl: 'https://connector.example.com',
      trustedProxies: ['127.0.0.1'],
    });
    const init = await fetch(`${url}/maestrano/auth/saml/init`, { redirect: 'manual' }).catch(
      () => undefined,
    );
    expect(init?.headers.getSetCookie()[0]).toMatch(
      /^__Host-connector_sign_on=.*; HttpOnly; Secure; SameSite=None/,
    );
    const page = await app.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(page.headers['strict-transport-security']).toContain('max-age=');
  });

  test('a session’s is out of reach for scripts and other sites, and worthless when it was tampered with', async () => {
    const connector = await start();
    const { create, url } = connector;
    const browser = await signedIn(
      connector,
      await create.membership(await create.user(), await create.organization()),
    );
    const page = await browser.request('/');
    expect(page.headers.getSetCookie()[0]).toMatch(/^connector_session=.*; HttpOnly; SameSite=Lax/);
    const stranger = createBrowser(url);
    const cookie = browser.cookies.get('connector_session') ?? '';
    stranger.cookies.set('connector_session', `${cookie.slice(0, -4)}AAAA`);
    expect((await stranger.open('/')).html).not.toContain('Sign out');
  });

  test('an expired session is none, and its row goes with the next tidying', async () => {
    const connector = await start();
    const { create } = connector;
    const { database } = connector.connector;
    const browser = await signedIn(
      connector,
      await create.membership(await create.user(), await create.organization()),
    );
    await database.session.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await browser.open('/')).html).not.toContain('Sign out');
    await prune(connector.connector);
    expect(await database.session.count()).toBe(0);
  });
});

describe('the rate limit', () => {
  test('refuses who asks too often, and lets health checks pass', async () => {
    const { url } = await start();
    const statuses = await Promise.all(
      Array.from({ length: 61 }, () =>
        fetch(`${url}/auth/external/callback`, { redirect: 'manual' }).then(({ status }) => status),
      ),
    );
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });
});
