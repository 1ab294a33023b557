import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('signing out', () => {
  test('is a form with a token, and ends the session for good (contract 261, improvement 6.6)', async () => {
    const { browser, page } = await sandbox.signIn('Ada');
    const cookie = browser.cookies.get('connector_session') ?? '';
    expect((await browser.request('/maestrano/signout')).status).toBe(404);
    expect((await browser.post('/maestrano/signout', {})).status).toBe(403);
    expect((await browser.submit(page, '/maestrano/signout')).html).toContain('Sign in');
    browser.cookies.set('connector_session', cookie);
    expect((await browser.open('/')).html).not.toContain('Sign out');
  });

  test('is written down, and so is signing in (improvement 6.11)', async () => {
    const { page, browser } = await sandbox.signIn('Ada');
    await browser.submit(page, '/maestrano/signout');
    const entries = await sandbox.connector.database.auditEntry.findMany({
      where: { actor: 'usr-ada' },
      orderBy: { id: 'desc' },
      take: 2,
    });
    expect(entries).toMatchObject([
      { action: 'signed out', tenant: 'sandbox' },
      { action: 'signed in', tenant: 'sandbox', detail: '{"role":"Admin"}' },
    ]);
  });

  test('of the hub is noticed once the time it gave has passed (contract 258)', async () => {
    const { database } = sandbox.connector;
    const { browser } = await sandbox.signIn('Max');
    const user = sandbox.hub.users.find(({ name }) => name.startsWith('Max'));
    await expireRecheck();
    expect((await browser.open('/')).html).toContain('Max');
    await fetch(`${sandbox.hub.url}/app_logout?user_uid=${user?.uid}`);
    expect((await browser.open('/')).html).toContain('Sign out');
    await expireRecheck();
    const page = await browser.request('/');
    expect(page.headers.get('location')).toBe(`/maestrano/auth/saml/init/${sandbox.hub.tenant}`);
    expect((await browser.open('/')).html).not.toContain('Sign out');

    async function expireRecheck() {
      for (const row of await database.session.findMany()) {
        const data = row.data as { hubSession?: { recheckAt: string } };
        if (!data.hubSession) continue;
        data.hubSession.recheckAt = '2020-01-01T00:00:00Z';
        await database.session.update({ where: { id: row.id }, data: { data: data as object } });
      }
    }
  });
});
