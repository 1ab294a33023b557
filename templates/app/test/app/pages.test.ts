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

describe('the history page', () => {
  test('lists the 40 most recent runs of this organization, newest first, with counts by entity and direction (contract 275, improvement 9.4)', async () => {
    const { organization, browser } = await visitor('Admin', synchronizing);
    const other = await visitor('Admin');
    await connector.create.synchronization(other.organization, {
      status: 'ERROR',
      message: 'of somebody else',
    });
    for (let n = 1; n <= 41; n++) {
      await connector.create.synchronization(organization, {
        message: `run ${n}.`,
        startedAt: new Date(2025, 0, 1, 0, n),
        finishedAt: new Date(2025, 0, 1, 0, n, 7),
      });
    }
    const counts = { fetched: 9, created: 1200, updated: 2, merged: 0, skipped: 5, conflicts: 1, failed: 3 };
    await connector.create.synchronization(organization, {
      status: 'PARTIAL',
      counts: { contact: { toConnec: counts, toExternal: {} } },
    });
    const { html } = await browser.open('/history');
    expect(text(html)).toContain(
      'Contacts From Acme 1,200 new, 2 updated, 1 changed on both sides, 3 failed',
    );
    expect(html.match(/run \d+\./g)).toEqual(Array.from({ length: 39 }, (_, index) => `run ${41 - index}.`));
    expect(text(html)).toContain('7 s');
    expect(html).not.toContain('of somebody else');
  });

  test('tells a run that was interrupted from one that failed', async () => {
    const { organization, browser } = await visitor('Admin', synchronizing);
    for (const status of ['ERROR', 'INTERRUPTED'])
      await connector.create.synchronization(organization, { status });
    const { html } = await browser.open('/history');
    expect(html).toContain('<span class="badge interrupted">Interrupted</span>');
    expect(html).toContain('<span class="badge error">Failed</span>');
  });

  test('says so when there is none, and asks strangers to sign in (contract 275)', async () => {
    const { browser } = await visitor();
    expect((await browser.open('/history')).html).toContain('No synchronization yet');
    expect((await createBrowser(connector.url).open('/history')).html).toContain('Sign in to see this page');
  });
});

describe('the mapping page', () => {
  test('shows 50 id maps a page, with links to the records in the application (contract 276, improvement 4.11)', async () => {
    const { organization, browser } = await visitor('Admin', synchronizing);
    const other = await visitor('Admin');
    await connector.create.idMap(other.organization, { name: 'Somebody else' });
    for (let n = 10; n < 61; n++)
      await connector.create.idMap(organization, { name: `Person ${n}`, externalId: `id-${n}` });

    const first = await browser.open('/mapping');
    expect(first.html.match(/Person \d+<\/th>/g)).toHaveLength(50);
    expect(first.html).toContain('id-10</a>');
    expect(first.html).toContain('href="/mapping?page=2"');
    expect(first.html).not.toContain('Somebody else');
    const second = await browser.open('/mapping?page=2');
    expect(second.html.match(/Person \d+<\/th>/g)).toEqual(['Person 60</th>']);
    for (const page of ['0', '-3', '99', 'x'])
      expect((await browser.open(`/mapping?page=${page}`)).status).toBe(200);
  });

  test('says in words where each record stands', async () => {
    const { organization, browser } = await visitor('Admin', synchronizing);
    const { create } = connector;
    await create.idMap(organization, { name: 'a' });
    await create.idMap(organization, { name: 'b', externalId: null });
    await create.idMap(organization, { name: 'c', connecId: null });
    await create.idMap(organization, { name: 'd', externalInactive: true });
    await create.idMap(organization, { name: 'e', message: 'last_name: <missing>' });
    await create.idMap(organization, { name: 'f', failures: 1, failedTo: 'connec', dueAt: new Date() });
    await create.idMap(organization, { name: 'g', failures: 9, parkedAt: new Date() });
    await create.idMap(organization, { name: 'h', waitingFor: 'organization-1' });
    const { html } = await browser.open('/mapping');
    const states = [...html.matchAll(/<span class="badge [a-z]+">([^<]+)</g)].map(([, state]) => state);
    expect(states).toEqual([
      'On both sides',
      'In the hub only',
      'In Acme only',
      'Deleted or inactive',
      'Failed',
      'Failed, will be tried again',
      'Given up until it changes',
      'Waits for a record it refers to',
    ]);
    expect(html).toContain('last_name: &lt;missing&gt;');
  });

  test('says so when there is none; others are told that it is not for them (contract 276)', async () => {
    expect((await (await visitor()).browser.open('/mapping')).html).toContain('No records yet');
    const member = await (await visitor('Member')).browser.open('/mapping');
    expect([member.status, member.html.includes('for administrators')]).toEqual([403, true]);
    expect((await createBrowser(connector.url).open('/mapping')).html).toContain('Sign in to see this page');
  });
});

describe('every page', () => {
  test('loads nothing from elsewhere and runs nothing inline (improvement 8.10)', async () => {
    const { browser } = await visitor('Admin', synchronizing);
    for (const path of ['/', '/history', '/mapping', '/nowhere']) {
      const { html, headers } = await browser.open(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe-inline');
      expect(html).not.toMatch(/\son\w+=|<style|style="|<script(?![^>]*\bsrc="\/public\/)/);
      expect(html.match(/(?:src|<link[^>]*href)="(?!\/public\/)[^"]*"/g)).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    }
    for (const file of ['app.css', 'app.js', 'icon.svg']) {
      expect((await fetch(`${connector.url}/public/${file}`)).status).toBe(200);
    }
  });

  test('that is not there says what to do; programs get JSON', async () => {
    const page = await createBrowser(connector.url).open('/nowhere');
    expect([page.status, page.html.includes('Back to the status page')]).toEqual([404, true]);
    const response = await fetch(`${connector.url}/nowhere`);
    expect(await response.json()).toEqual({ error: 'There is nothing at this address.' });
  });
});
