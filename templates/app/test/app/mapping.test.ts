import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Organization } from '../../src/engine/index.ts';
import { findRecords } from '../../src/pages/find-records.ts';
import { createBrowser, type Page } from '../support/browser.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { fixedTenants, testTenant } from '../support/tenants.ts';
import { synchronizing, textOf, type Visitor, visit } from '../support/visitor.ts';

let connector: TestConnector;
beforeAll(async () => {
  const tenant = testTenant();
  tenant.connec.recordPage = 'https://hub.example/{group}/{resource}/{id}';
  connector = await startTestConnector({}, fixedTenants(tenant));
});
afterAll(() => connector.close());

const account = { connecEntity: 'organization', externalEntity: 'account' };
const namesIn = ({ html }: Page) =>
  [...html.matchAll(/<th scope="row"><a[^>]*>([^<]*)</g)].map(([, name]) => name);
const nextOf = ({ html }: Page) => / rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');

async function record(organization: Organization, name: string, data = {}) {
  return connector.create.idMap(organization, { name, ...data });
}

describe('the mapping page', () => {
  let ada: Visitor;
  beforeAll(async () => {
    ada = await visit(connector, 'Admin', synchronizing);
    const other = await visit(connector, 'Admin', synchronizing);
    await record(other.organization, 'Somebody else');
    const { id: organizationId } = ada.organization;
    await connector.connector.database.idMap.createMany({
      data: Array.from({ length: 120 }, (_, n) => ({
        organizationId,
        connecEntity: n < 60 ? 'organization' : 'person',
        externalEntity: n < 60 ? 'account' : 'contact',
        name: n < 60 ? `Company ${n}` : `Person ${n}`,
        connecId: `c-${n}`,
        externalId: `e-${n}`,
        // As many at once as a run saves.
        createdAt: new Date(Date.UTC(2025, 0, 1, 0, Math.floor(n / 7))),
      })),
    });
  });

  test('shows 50 records a page, kind by kind, the newest first, each once (contract 276, improvement 4.11)', async () => {
    const pages: (string | undefined)[][] = [];
    for (let at: string | undefined = '/mapping'; at; ) {
      const page = await ada.browser.open(at);
      pages.push(namesIn(page));
      at = nextOf(page);
    }
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
    const newestFirst = (word: string, last: number) =>
      Array.from({ length: 60 }, (_, n) => `${word} ${last - n}`);
    expect(pages.flat()).toEqual([...newestFirst('Company', 59), ...newestFirst('Person', 119)]);
  });

  test('links each record to both sides, where they have pages for it', async () => {
    const { html } = await ada.browser.open('/mapping?q=c-119');
    const { uid } = ada.organization;
    expect(html).toContain(`href="https://hub.example/${uid}/people/c-119"`);
    expect(html).toMatch(/href="[^"]+\/contact\/e-119"><span class="hidden">Open Person 119 in Acme: /);
  });

  test('finds part of a name, however it is written, and a whole id of either side', async () => {
    const find = async (q: string) => namesIn(await ada.browser.open(`/mapping?q=${encodeURIComponent(q)}`));
    expect(await find('PERSON 11')).toEqual(
      [119, 118, 117, 116, 115, 114, 113, 112, 111, 110].map((n) => `Person ${n}`),
    );
    expect(await find(' c-7 ')).toEqual(['Company 7']);
    expect(await find('e-70')).toEqual(['Person 70']);
    const page = await ada.browser.open('/mapping?q=nowhere');
    expect(page.html).toContain('Nothing found');
    expect(page.html).toContain('value="nowhere"');
  });

  test('takes what SQL makes something of for what it is', async () => {
    const { organization, browser } = await visit(connector);
    for (const name of ['50% off', '500 off', 'a_b', 'axb', 'back\\slash', "O'Neil"])
      await record(organization, name);
    const find = async (q: string) => namesIn(await browser.open(`/mapping?q=${encodeURIComponent(q)}`));
    expect(await find('0%')).toEqual(['50% off']);
    expect(await find('A_B')).toEqual(['a_b']);
    expect(await find('k\\s')).toEqual(['back\\slash']);
    expect(await find("o'")).toEqual(['O&#39;Neil']);
    expect(await find('%')).toEqual(['50% off']);
  });

  test('goes on with a search where it left off, and looks at no more than it should at a time', async () => {
    const entities = connector.connector.external.entities;
    const found: string[] = [];
    let looks = 0;
    for (let after: number | undefined; ; looks += 1) {
      const page = await findRecords(
        connector.connector,
        ada.organization.id,
        { entities, state: 'all', search: ' 1', after },
        25,
      );
      found.push(...page.rows.map(({ name }) => name ?? ''));
      if (!page.next) break;
      expect(page.unfinished).toBe(true);
      after = page.next;
    }
    const all = Array.from({ length: 120 }, (_, n) => (n < 60 ? `Company ${n}` : `Person ${n}`));
    expect([...found].sort()).toEqual(all.filter((name) => name.includes(' 1')).sort());
    expect(looks).toBe(4);
  });

  test('narrows to a kind and a state, page by page', async () => {
    const { organization, browser } = await visit(connector);
    const now = Date.now();
    const due = { dueAt: new Date(now), failures: 2, failedTo: 'connec' };
    await record(organization, 'well');
    await record(organization, 'company', account);
    await record(organization, 'alone', { externalId: null });
    await record(organization, 'waiting', { waitingFor: 'x', dueAt: new Date() });
    await record(organization, 'failed', due);
    await record(organization, 'failed company', { ...account, ...due });
    for (let n = 0; n < 52; n++)
      await record(organization, `parked ${n}`, { parkedAt: new Date(now + n), failures: 8 });
    const show = async (query: string) => namesIn(await browser.open(`/mapping?${query}`));
    expect(await show('state=linked')).toEqual(['company', 'well']);
    expect(await show('state=waiting')).toEqual(['waiting']);
    expect(await show('state=failed')).toEqual(['failed company', 'failed']);
    expect(await show('state=failed&entity=contact')).toEqual(['failed']);
    expect(await show('entity=account')).toEqual(['failed company', 'company']);
    expect(await show('state=parked&q=parked 51')).toEqual(['parked 51']);
    const first = await browser.open('/mapping?state=parked&entity=contact');
    expect(namesIn(first)).toHaveLength(50);
    const second = await browser.open(nextOf(first) ?? '');
    expect(namesIn(second)).toEqual(['parked 50', 'parked 51']);
    expect(second.html).toContain('<option value="parked" selected>');
  });

  test('makes the best of an address that makes no sense', async () => {
    for (const query of [
      'after=x',
      'after=-1',
      'after=999999',
      'state=lost',
      'entity=secrets',
      'q=1&q=2',
      'page=2',
    ]) {
      const page = await ada.browser.open(`/mapping?${query}`);
      expect([query, page.status, namesIn(page).length]).toEqual([query, 200, 50]);
    }
  });

  test('says in words where each record stands', async () => {
    const { organization, browser } = await visit(connector, 'Admin', synchronizing);
    const stands = { h: { waitingFor: 'x', message: 'Waits for organization_id to be synchronized' } };
    await record(organization, 'a');
    await record(organization, 'b', { externalId: null });
    await record(organization, 'c', { connecId: null });
    await record(organization, 'd', { externalInactive: true });
    await record(organization, 'e', { message: 'last_name: <missing>' });
    await record(organization, 'f', { failures: 1, failedTo: 'connec', dueAt: new Date() });
    await record(organization, 'g', { failures: 9, parkedAt: new Date() });
    await record(organization, 'h', stands.h);
    await record(organization, 'i', { createKey: 'key', externalId: null });
    await record(organization, 'j', { toConnec: false, toExternal: false });
    const { html } = await browser.open('/mapping');
    const states = [...html.matchAll(/<span class="badge [a-z]+">([^<]+)</g)].map(([, state]) => state);
    expect(states.reverse()).toEqual([
      'On both sides',
      'In the hub only',
      'In Acme only',
      'Deleted or inactive',
      'Failed',
      'Failed, is tried again',
      'Parked',
      'Waits for another record',
      'Being created',
      'Switched off',
    ]);
    expect(html).toContain('last_name: &lt;missing&gt;');
  });

  test('says so when there is none; others are told that it is not for them (contract 276)', async () => {
    expect((await (await visit(connector)).browser.open('/mapping')).html).toContain('No records yet');
    const member = await visit(connector, 'Member', {}, ada.organization);
    const { id } = await record(ada.organization, 'Ada');
    for (const address of ['/mapping', `/mapping/${id}`]) {
      const page = await member.browser.open(address);
      expect([page.status, page.html.includes('for administrators')]).toEqual([403, true]);
      expect((await createBrowser(connector.url).open(address)).html).toContain('Sign in to see this page');
    }
  });
});

describe('a record’s story', () => {
  test('tells both ids, where it stands, and when and why each decision was taken', async () => {
    const { organization, browser } = await visit(connector, 'Admin', synchronizing);
    const company = await record(organization, 'Fern & Co', account);
    const decisions = [
      { at: '2025-01-02T10:00:00.000Z', what: 'waits for organization_id to be <synchronized>' },
      { at: '2025-01-01T10:00:00.000Z', what: 'created in Connec!' },
    ];
    const { id, connecId } = await record(organization, 'Ada', {
      externalId: null,
      waitingFor: company.connecId,
      dueAt: new Date(),
      decisions: JSON.stringify(decisions),
    });
    const { html } = await browser.open(`/mapping/${id}`);
    const text = textOf(html);
    expect(text).toContain('Ada Waits for another record');
    expect(text).toMatch(new RegExp(`In the hub People ${connecId} Last sent there`));
    expect(text).toContain('In Acme Contacts not there yet');
    expect(html).toContain(`<a href="/mapping/${company.id}">Fern &amp; Co</a>`);
    expect(text).toContain(
      '2 Jan 2025, 10:00 UTC Waits for organization_id to be &lt;synchronized&gt; 1 Jan 2025, 10:00 UTC Created in Connec!',
    );
  });

  test('is nobody else’s, and offers to try again only what may be stuck', async () => {
    const { organization, browser } = await visit(connector);
    const { id } = await record(organization, 'Ada');
    const page = await browser.open(`/mapping/${id}`);
    expect(page.html).not.toContain('/release');
    const other = await visit(connector);
    for (const address of [`/mapping/${id}`, '/mapping/x', '/mapping/4294967296'])
      expect((await other.browser.open(address)).status).toBe(404);
  });
});
