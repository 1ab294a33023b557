import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowser } from '../support/browser.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { signedIn } from '../support/signed-in.ts';

let connector: TestConnector;
beforeAll(async () => {
  connector = await startTestConnector();
});
afterAll(() => connector.close());

const everything = {
  account: { toConnec: true, toExternal: true },
  contact: { toConnec: true, toExternal: true },
};
const synchronizing = { oauthToken: 'x', syncEnabled: true, synchronizedEntities: everything };

async function visitor(role = 'Admin', data: Parameters<TestConnector['create']['organization']>[0] = {}) {
  const { create } = connector;
  const user = await create.user({ firstName: 'Ada', lastName: 'Arkwright' });
  const organization = await create.organization(data);
  const browser = await signedIn(connector, await create.membership(user, organization, role));
  return { organization, browser };
}

const text = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

describe('the status page', () => {
  test('tells an anonymous visitor what this is, and the way in (contract 263, improvement 8.1)', async () => {
    const page = await createBrowser(connector.url).open('/');
    expect(page.status).toBe(200);
    expect(page.html).toContain('Acme, in step with');
    expect(page.html).toContain('href="/maestrano/auth/saml/init/default?settings=true"');
    expect(page.headers.getSetCookie()).toEqual([]);
  });

  test('greets by name, names the organization, and escapes both (contract 262, 264)', async () => {
    const { browser } = await visitor('Admin', { name: '<b>Fern</b> & Co', uid: 'cld-escape' });
    const page = await browser.open('/');
    expect(page.html).toContain('&lt;b&gt;Fern&lt;/b&gt; &amp; Co');
    expect(text(page.html)).toContain('Ada Arkwright');
    expect(page.html).toContain('cld-escape');
  });

  test('offers to link, and a way to get an account, as long as none is linked (contract 265)', async () => {
    const { browser } = await visitor('Admin', { oauthUid: null });
    const { html } = await browser.open('/');
    expect(html).toContain('action="/link"');
    expect(html).toContain('I have no Acme account yet');
    expect(html).toMatch(/<button[^>]*disabled[^>]*>Start synchronizing/);
  });

  test('names the linked account and offers to unlink it (contract 265)', async () => {
    const { browser } = await visitor('Admin', {
      oauthToken: 'x',
      oauthName: 'Acme North',
      oauthUid: 'north-1',
    });
    const { html } = await browser.open('/');
    expect(text(html)).toMatch(/Acme North .* north-1/);
    expect(html).toContain('action="/unlink"');
  });

  test('leads to the application as soon as something travels, and so does an address for hubs (contract 271, 274)', async () => {
    const { external } = connector.connector.config;
    const link = `<a class="button" href="${external.url}">Open Acme</a>`;
    const { browser } = await visitor('Member', synchronizing);
    expect((await browser.open('/')).html).toContain(link);
    const there = await browser.request('/home/redirect_to_external');
    expect([there.status, there.headers.get('location')]).toEqual([303, external.url]);
    const other = await visitor('Member', { ...synchronizing, syncEnabled: false });
    expect((await other.browser.open('/')).html).not.toContain('Open Acme');
    const stranger = await createBrowser(connector.url).request('/home/redirect_to_external');
    expect(stranger.headers.get('location')).toBe('/');
  });

  test('shows a switch with a label for each entity and direction (contract 266, improvement 8.10)', async () => {
    const { browser } = await visitor('Admin', {
      oauthToken: 'x',
      synchronizedEntities: { contact: { toConnec: false, toExternal: true } },
    });
    const { html } = await browser.open('/');
    const box = (name: string, key: string) =>
      new RegExp(`<input type="checkbox" name="${name}" value="${key}" ([a-z]*)`).exec(html)?.[1];
    // To-hub shows ticked when either is (contract 267).
    expect([box('toConnec', 'contact'), box('toExternal', 'contact')]).toEqual(['checked', 'checked']);
    expect([box('toConnec', 'account'), box('toExternal', 'account')]).toEqual(['', '']);
    for (const label of ['Send Contacts from Acme', 'Send Contacts to Acme', 'Send Accounts from Acme'])
      expect(html).toContain(label);
  });

  test('tells a member without rights why nothing can be changed, and disables it (contract 264, 265)', async () => {
    const { browser } = await visitor('Member', synchronizing);
    const { html } = await browser.open('/');
    expect(html).toContain('ask an administrator of your organization');
    expect(html).toMatch(/<fieldset\s+disabled/);
    for (const label of ['Unlink', 'Synchronize now']) {
      if (html.includes(label)) expect(html).toMatch(new RegExp(`<button[^>]*disabled[^>]*>${label}`));
    }
    expect(html).not.toContain('href="/mapping"');
  });

  test('says why nothing is synchronized, as long as a person has to act', async () => {
    const { browser } = await visitor('Admin', {
      ...synchronizing,
      pausedReason: 'Acme no longer gives access',
    });
    expect(text((await browser.open('/')).html)).toContain('until you act: Acme no longer gives access');
  });

  test('follows a run, only while one is alive; without scripts it is reloaded by hand (contract 270, improvement 5.3)', async () => {
    const alive = { leaseOwner: 'run', leaseExpiresAt: new Date(Date.now() + 60_000) };
    const died = { leaseOwner: 'run', leaseExpiresAt: new Date(Date.now() - 1) };
    for (const [lease, follows] of [
      [alive, true],
      [died, false],
    ] as const) {
      const { organization, browser } = await visitor('Admin', { ...synchronizing, ...lease });
      await connector.create.synchronization(organization, { status: 'RUNNING', finishedAt: null });
      for (const path of ['/', '/history']) {
        const { html } = await browser.open(path);
        expect(html.includes('data-follow="/progress"')).toBe(follows);
        expect(html.includes(`<noscript><p><a href="${path}">Reload this page`)).toBe(follows);
      }
    }
  });
});
