import { afterEach, describe, expect, test } from 'vitest';
import { createBrowser } from '../../support/browser.ts';
import { startTestConnector, type TestConnector } from '../../support/connector.ts';
import { signedIn } from '../../support/signed-in.ts';
import { fixedTenants, testTenant } from '../../support/tenants.ts';

let world: TestConnector;
afterEach(() => world.close());

const statuses = async (times: number, ask: () => Promise<Response>) => {
  const found: number[] = [];
  for (let i = 0; i < times; i++) found.push((await ask()).status);
  return found;
};

const count = (found: number[], status: number) => found.filter((one) => one === status).length;

describe('too many requests are refused (improvement 6.11)', () => {
  test('also for what is not there', async () => {
    world = await startTestConnector();
    const found = await statuses(303, () => fetch(`${world.url}/nothing`));
    expect([count(found, 404), count(found, 429)]).toEqual([300, 3]);
  });

  test('with a page for people, which asks nobody who they are', async () => {
    world = await startTestConnector();
    await statuses(300, () => fetch(`${world.url}/nothing`));
    const page = await createBrowser(world.url).open('/');
    expect(page.status).toBe(429);
    expect(page.html).toContain('More requests came from this address than are answered in a minute.');
    expect(page.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  test('before the database is asked for a session', async () => {
    world = await startTestConnector();
    const { create, connector } = world;
    const membership = await create.membership(await create.user(), await create.organization());
    const browser = await signedIn(world, membership);
    await connector.database.$executeRawUnsafe('ALTER TABLE sessions RENAME TO away');
    expect((await browser.request('/')).status).toBe(500);
    await statuses(300, () => fetch(`${world.url}/nothing`));
    expect((await browser.request('/')).status).toBe(429);
    await connector.database.$executeRawUnsafe('ALTER TABLE away RENAME TO sessions');
  });

  test('while health checks and files of pages go on', async () => {
    world = await startTestConnector();
    await statuses(301, () => fetch(`${world.url}/nothing`));
    expect((await fetch(`${world.url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${world.url}/public/app.css`)).status).toBe(200);
  });

  test('from one address only, where a proxy tells it', async () => {
    world = await startTestConnector({ trustedProxies: ['127.0.0.1'] });
    const from = (ip: string) => () =>
      fetch(`${world.url}/maestrano/auth/saml/init/nobody`, { headers: { 'x-forwarded-for': ip } });
    // One line of IPv6 has 2⁶⁴ addresses: it is counted as a whole.
    let last = 0;
    const found = await statuses(61, () => from(`2001:db8::${++last}`)());
    expect(count(found, 429)).toBe(1);
    expect((await from('2001:db8:0:1::1')()).status).toBe(404);
  });

  test('but not from an address that somebody makes up', async () => {
    world = await startTestConnector();
    let last = 0;
    const found = await statuses(61, () =>
      fetch(`${world.url}/maestrano/auth/saml/init/nobody`, {
        headers: { 'x-forwarded-for': `10.0.0.${++last}` },
      }),
    );
    expect(count(found, 429)).toBe(1);
  });
});

describe('guessing a tenant’s key', () => {
  const knock = (tenant: string, id: string, key: string) => () =>
    fetch(`${world.url}/maestrano/connec/notifications/${tenant}`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${id}:${key}`)}`, 'content-type': 'application/json' },
      body: '{}',
    });

  test('is over after twenty times, also for the right one; the hub may knock as often as it likes', async () => {
    const other = testTenant({ name: 'other' });
    world = await startTestConnector({}, fixedTenants(testTenant(), other));
    const right = knock('default', 'app-1', 'secret-key');
    expect(count(await statuses(60, right), 200)).toBe(60);
    const guesses = await statuses(25, knock('default', 'app-1', 'guess'));
    expect([count(guesses, 401), count(guesses, 429)]).toEqual([20, 5]);
    const refused = await right();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await refused.text()).toContain('Too many wrong credentials');
    // What is wrong at one tenant does not lock out another.
    expect((await knock('other', 'app-1', 'secret-key')()).status).toBe(200);
  });
});
