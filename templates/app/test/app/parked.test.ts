import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decisionsOf, type Organization } from '../../src/engine/index.ts';
import { inboxJob } from '../../src/jobs/group-key.ts';
import type { Job } from '../../src/jobs/jobs.ts';
import { prune } from '../../src/prune.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { requested } from '../support/requested.ts';
import { synchronizing, textOf, visit } from '../support/visitor.ts';

let connector: TestConnector;
const enqueued: Job[] = [];
beforeAll(async () => {
  connector = await startTestConnector();
  connector.connector.jobs.enqueue = async (job) => void enqueued.push(job);
});
afterAll(() => connector.close());
beforeEach(() => {
  enqueued.length = 0;
});

const parked = { parkedAt: new Date('2025-01-01T10:00:00Z'), failures: 8, failedTo: 'external', dueAt: null };
const park = (organization: Organization, name: string, data = {}) =>
  connector.create.idMap(organization, { ...parked, name, message: `${name} is <refused>`, ...data });
const parkMessage = ({ tenant, uid: group }: Organization, source = 'connec', parkedAt = new Date()) =>
  connector.connector.database.inboxMessage.create({
    data: {
      source,
      tenant,
      group,
      body: { people: [{ name: 'secret' }] },
      attempts: 6,
      reason: 'No <luck>',
      parkedAt,
    },
  });
const records = ({ id: organizationId }: Organization) =>
  connector.connector.database.idMap.findMany({ where: { organizationId }, orderBy: { id: 'asc' } });
const messages = ({ uid: group }: Organization) =>
  connector.connector.database.inboxMessage.findMany({ where: { group }, orderBy: { id: 'asc' } });
const audited = async ({ id: organizationId }: Organization) =>
  (await connector.connector.database.auditEntry.findMany({ where: { organizationId } })).map(
    ({ action, detail }) => [action, JSON.parse(detail)],
  );

test('what is parked is listed with the reason, and is nobody else’s', async () => {
  const { organization, browser } = await visit(connector, 'Admin', synchronizing);
  const other = await visit(connector, 'Admin');
  await park(other.organization, 'Somebody else');
  await parkMessage(other.organization);
  expect((await browser.open('/parked')).html).toContain('Nothing is parked');
  expect((await browser.open('/')).html).not.toContain('See what is parked');
  await park(organization, 'Ada');
  await connector.create.idMap(organization, { name: 'Well' });
  await parkMessage(organization, 'external');
  const { html } = await browser.open('/parked');
  expect(textOf(html)).toContain('Ada Contacts Ada is &lt;refused&gt; 1 Jan 2025, 10:00 UTC');
  expect(textOf(html)).toContain('Acme No &lt;luck&gt; tried 6 times');
  expect(html).not.toMatch(/Well|Somebody else|secret/);
  expect((await browser.open('/')).html).toContain('See what is parked');
});

test('one is tried again at once, which is noted on it and written down (improvement 6.11)', async () => {
  const { organization, browser } = await visit(connector, 'Admin', synchronizing);
  const [ada] = [await park(organization, 'Ada'), await park(organization, 'Bob')];
  const page = await browser.submit(await browser.open('/parked'), `/mapping/${ada.id}/release`);
  expect(page.url).toMatch(/\/parked$/);
  expect(page.html).toContain('It is tried again now');
  const [released, bob] = await records(organization);
  expect(released).toMatchObject({ parkedAt: null, failures: 0, dueAt: expect.any(Date) });
  expect(released && decisionsOf(released)[0]?.what).toBe('was released by a person');
  expect(bob?.parkedAt).not.toBeNull();
  const key = String(organization.id);
  expect(enqueued).toEqual([{ kind: 'synchronize', key, urgent: true }]);
  expect(await requested(connector, organization)).toEqual([{ forced: true, onlyEntities: ['contact'] }]);
  expect(await audited(organization)).toEqual([['record released', { record: ada.id }]]);
});

test('from its own page it leads back there, and waits for the next run where nothing travels', async () => {
  const { organization, browser } = await visit(connector, 'Admin', { ...synchronizing, syncEnabled: false });
  const { id } = await park(organization, 'Ada');
  const page = await browser.submit(await browser.open(`/mapping/${id}`), `/mapping/${id}/release`);
  expect(page.url).toMatch(new RegExp(`/mapping/${id}$`));
  expect(page.html).toContain('It is tried again with the next synchronization');
  expect(enqueued).toEqual([]);
});

test('all are tried again, of all kinds', async () => {
  const { organization, browser } = await visit(connector, 'Admin', synchronizing);
  await park(organization, 'Ada');
  await park(organization, 'Fern', { connecEntity: 'organization', externalEntity: 'account' });
  const page = await browser.submit(await browser.open('/parked'), '/parked/release');
  expect(page.html).toContain('2 records are tried again now.');
  expect(page.html).toContain('Nothing is parked');
  expect(await requested(connector, organization)).toMatchObject([{ onlyEntities: ['contact', 'account'] }]);
  expect(await audited(organization)).toEqual([['parked records released', { count: 2 }]]);
});

test('messages are tried again, one or all, or thrown away', async () => {
  const { organization, browser } = await visit(connector, 'Admin', synchronizing);
  const [first, second, third] = [
    await parkMessage(organization),
    await parkMessage(organization),
    await parkMessage(organization),
  ];
  const one = await browser.submit(await browser.open('/parked'), '/parked/messages/release', {
    id: String(second.id),
  });
  expect(one.html).toContain('1 message is tried again now.');
  expect(await messages(organization)).toMatchObject([
    { parkedAt: expect.any(Date) },
    { parkedAt: null, attempts: 0 },
    { parkedAt: expect.any(Date) },
  ]);
  const gone = await browser.submit(one, '/parked/messages/discard', { id: String(first.id) });
  expect(gone.html).toContain('The message is thrown away.');
  await browser.submit(gone, '/parked/messages/release', { id: [] });
  expect((await messages(organization)).map(({ id, parkedAt }) => [id, parkedAt])).toEqual([
    [second.id, null],
    [third.id, null],
  ]);
  const { tenant, uid: group } = organization;
  const job = inboxJob({ tenant, group });
  expect(enqueued).toEqual([job, job]);
  expect(await audited(organization)).toEqual([
    ['parked messages released', { count: 1, message: second.id }],
    ['parked message discarded', { message: first.id }],
    ['parked messages released', { count: 1 }],
  ]);
});

test('nobody releases, or throws away, what belongs to another organization or is not theirs to change', async () => {
  const theirs = await visit(connector, 'Admin', synchronizing);
  const { id: record } = await park(theirs.organization, 'Ada');
  const { id: message } = await parkMessage(theirs.organization);
  const before = [await records(theirs.organization), await messages(theirs.organization)];
  const mine = await visit(connector, 'Admin', synchronizing);
  const member = await visit(connector, 'Member', {}, theirs.organization);
  for (const { browser } of [mine, member]) {
    const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec((await browser.open('/')).html) ?? [];
    for (const path of [
      `/mapping/${record}/release`,
      '/parked/messages/release',
      '/parked/messages/discard',
      '/parked/release',
    ])
      await browser.post(path, { _csrf, id: String(message) });
  }
  expect([await records(theirs.organization), await messages(theirs.organization)]).toEqual(before);
  expect(await audited(theirs.organization)).toEqual([]);
});

test('messages that nobody has looked at for three months go', async () => {
  const { organization } = await visit(connector);
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000);
  await parkMessage(organization, 'connec', daysAgo(91));
  const kept = await parkMessage(organization, 'connec', daysAgo(89));
  await prune(connector.connector);
  expect(await messages(organization)).toEqual([kept]);
});
