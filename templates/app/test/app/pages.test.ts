import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowser } from '../support/browser.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { synchronizing, textOf, visit } from '../support/visitor.ts';

let connector: TestConnector;
beforeAll(async () => {
  connector = await startTestConnector();
});
afterAll(() => connector.close());

describe('the history page', () => {
  test('lists the runs of this organization, 40 a page, newest first, with counts by entity and direction (contract 275, improvement 9.4)', async () => {
    const { organization, browser } = await visit(connector, 'Admin', synchronizing);
    const other = await visit(connector);
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
    expect(textOf(html)).toContain(
      'Contacts From Acme 1,200 new, 2 updated, 1 changed on both sides, 3 failed',
    );
    expect(html.match(/run \d+\./g)).toEqual(Array.from({ length: 39 }, (_, index) => `run ${41 - index}.`));
    expect(textOf(html)).toContain('7 s');
    expect(html).not.toContain('of somebody else');

    const [, older = ''] = /href="(\/history\?before=\d+)"/.exec(html) ?? [];
    const last = await browser.open(older);
    expect(last.html.match(/run \d+\./g)).toEqual(['run 2.', 'run 1.']);
    expect(last.html).not.toContain('?before=');
  });

  test('draws what each of them changed, and says the same in words', async () => {
    const { organization, browser } = await visit(connector, 'Admin', synchronizing);
    const run = (created: number, status = 'SUCCESS') =>
      connector.create.synchronization(organization, {
        status,
        counts: { contact: { toConnec: { created }, toExternal: { updated: 1 } } },
        startedAt: new Date('2025-01-01T10:00:00Z'),
        finishedAt: new Date('2025-01-01T10:00:09Z'),
      });
    for (const created of [999, 9, 9, 9]) await run(created);
    expect((await browser.open('/history')).html).not.toContain('<svg viewBox');
    await run(0, 'ERROR');
    const { html } = await browser.open('/history');
    expect(html).toMatch(/<svg[^>]* role="img" aria-label="Records changed by each synchronization"/);
    const bars = [...html.matchAll(/<rect class="bar-(\w+)"[^>]* height="([\d.]+)"[^>]*><title>([^<]*)/g)];
    expect(bars.map(([, status]) => status)).toEqual(['success', 'success', 'success', 'success', 'error']);
    const [first = 0, second = 0, third = 0, , last = 0] = bars.map(([, , height]) => Number(height));
    expect(first).toBeGreaterThan(second);
    expect(second).toBe(third);
    expect(third).toBeGreaterThan(last);
    expect(bars[0]?.[3]).toBe('1 Jan 2025, 10:00 UTC: 1,000 records changed. In sync.');
    expect(textOf(html)).toContain(
      '5 synchronizations: 4 in sync, 1 failed, 1,031 records changed. Half of them took no more than 9 s.',
    );
  });

  test('tells a run that was interrupted from one that failed', async () => {
    const { organization, browser } = await visit(connector, 'Admin', synchronizing);
    for (const status of ['ERROR', 'INTERRUPTED', 'RUNNING'])
      await connector.create.synchronization(organization, { status });
    const { html } = await browser.open('/history');
    expect(html).toContain('<span class="badge error">Failed</span>');
    // One that died, whatever its row says.
    expect(html.match(/<span class="badge interrupted">Interrupted<\/span>/g)).toHaveLength(2);
  });

  test('leads to all that one of them counted, and to nobody else’s', async () => {
    const { organization, browser } = await visit(connector, 'Admin', synchronizing);
    const { id } = await connector.create.synchronization(organization, {
      status: 'PARTIAL',
      counts: {
        account: { toConnec: {}, toExternal: {}, error: 'Acme was away' },
        contact: { toConnec: { fetched: 1234, created: 12, skipped: 1222 }, toExternal: { failed: 3 } },
      },
    });
    const page = await browser.open(`/history/${id}`);
    const text = textOf(page.html);
    expect(text).toContain('Acme was away');
    expect(text).toContain('From Acme 1,234 12 0 0 1,222 0 0 To Acme 0 0 0 0 0 0 3');
    expect(page.html).toContain('href="/mapping?state=failed"');
    const other = await visit(connector);
    for (const address of [`/history/${id}`, '/history/0', '/history/x', '/history/99999999999'])
      expect((await other.browser.open(address)).status).toBe(404);
    expect((await createBrowser(connector.url).open(`/history/${id}`)).html).toContain('Sign in to see');
  });

  test('says so when there is none, and asks strangers to sign in (contract 275)', async () => {
    const { browser } = await visit(connector);
    expect((await browser.open('/history')).html).toContain('No synchronization yet');
    expect((await createBrowser(connector.url).open('/history')).html).toContain('Sign in to see this page');
  });
});

describe('every page', () => {
  test('loads nothing from elsewhere and runs nothing inline (improvement 8.10)', async () => {
    const { organization, browser } = await visit(connector, 'Admin', synchronizing);
    const { id } = await connector.create.idMap(organization, { name: 'Ada', parkedAt: new Date() });
    const run = await connector.create.synchronization(organization);
    await connector.create.synchronization(organization);
    const records = ['/mapping', `/mapping/${id}`, '/parked'];
    for (const path of ['/', '/history', `/history/${run.id}`, '/jobs', ...records, '/nowhere']) {
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

  test('leads to all others, and says which of them is open (contract 262)', async () => {
    const links = (html: string) =>
      [...html.matchAll(/<li><a href="([^"]+)" (aria-current)?/g)].map(([, href, open]) =>
        open ? `${href}!` : href,
      );
    const { organization, browser } = await visit(connector);
    const { id } = await connector.create.idMap(organization);
    expect(links((await browser.open(`/mapping/${id}`)).html)).toEqual([
      '/',
      '/history',
      '/jobs',
      '/mapping!',
      '/parked',
    ]);
    const member = await visit(connector, 'Member');
    expect(links((await member.browser.open('/')).html)).toEqual(['/!', '/history', '/jobs']);
  });

  test('that is not there says what to do; programs get JSON', async () => {
    const page = await createBrowser(connector.url).open('/nowhere');
    expect([page.status, page.html.includes('Back to the status page')]).toEqual([404, true]);
    const response = await fetch(`${connector.url}/nowhere`);
    expect(await response.json()).toEqual({ error: 'There is nothing at this address.' });
  });
});
