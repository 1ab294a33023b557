import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inboxJob } from '../../src/jobs/group-key.ts';
import type { Job, Jobs } from '../../src/jobs/jobs.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { fixedTenants, testTenant } from '../support/tenants.ts';

let connector: TestConnector;
let jobs: Jobs;
let enqueueAll: Jobs['enqueueAll'];
/** What was enqueued, and how many messages were stored at that moment. */
let enqueued: { jobs: readonly Job[]; stored: number }[];

beforeAll(async () => {
  const other = testTenant({
    name: 'other',
    api: { id: 'app-2', key: 'other-key', host: 'http://127.0.0.1:9', base: '/api/v1/' },
  });
  connector = await startTestConnector({}, fixedTenants(testTenant(), other));
  jobs = connector.connector.jobs;
  enqueueAll = jobs.enqueueAll;
});
beforeEach(async () => {
  enqueued = [];
  const { inboxMessage } = connector.connector.database;
  jobs.enqueueAll = async (some) => void enqueued.push({ jobs: some, stored: await inboxMessage.count() });
  await connector.connector.database.inboxMessage.deleteMany();
});
afterAll(() => connector.close());

const stored = () => connector.connector.database.inboxMessage.findMany();
const people = { people: [{ id: '1', first_name: 'Zoë 🌱', group_id: 'cld-1' }] };

interface Sent {
  tenant?: string;
  credentials?: string | null;
  body?: string;
  type?: string;
}

const notify = ({
  tenant = 'default',
  credentials = 'app-1:secret-key',
  body = JSON.stringify(people),
  type = 'application/json',
}: Sent = {}) =>
  fetch(`${connector.url}/maestrano/connec/notifications/${tenant}`, {
    method: 'POST',
    headers: {
      'content-type': type,
      ...(credentials === null ? {} : { authorization: `Basic ${btoa(credentials)}` }),
    },
    body,
  });

test('a notification is stored before it is acknowledged with an empty 200, and then looked at (contract 217, 218, improvement 1.14, 3.1)', async () => {
  const response = await notify();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(await response.text()).toBe('');
  expect(await stored()).toMatchObject([{ tenant: 'default', body: people }]);
  expect(enqueued).toEqual([{ jobs: [inboxJob({ tenant: 'default', group: 'cld-1' })], stored: 1 }]);
});

test.each([
  ['no credentials', null],
  ['the wrong key', 'app-1:wrong'],
  ['the wrong id', 'app-9:secret-key'],
  ['the credentials of another tenant', 'app-2:other-key'],
  ['a key that is too long', `app-1:secret-key${'x'.repeat(1000)}`],
])('with %s the answer is 401 and nothing is stored (contract 217)', async (_, credentials) => {
  const response = await notify({ credentials });
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({ error: 'Invalid credentials' });
  expect(response.headers.get('www-authenticate')).toContain('Basic');
  expect(await stored()).toEqual([]);
});

test('an unknown tenant is a 404, whatever the credentials', async () => {
  const response = await notify({ tenant: 'nobody' });
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: 'There is no tenant "nobody" here.' });
});

test.each([
  ['no JSON', { body: '{' }, 400],
  ['a list', { body: '[]' }, 400],
  ['another type', { type: 'text/xml', body: '<a/>' }, 415],
  ['more than 5 MB', { body: JSON.stringify({ people: [{ note: 'x'.repeat(5 * 1024 * 1024) }] }) }, 413],
])('%s is refused and not stored', async (_, sent, status) => {
  expect((await notify(sent)).status).toBe(status);
  expect(await stored()).toEqual([]);
  expect(enqueued).toEqual([]);
});

test('what other frameworks wrap around the records does not matter (contract 219)', async () => {
  expect(
    (await notify({ body: JSON.stringify({ ...people, tenant: 'default', controller: 'x', connec: {} }) }))
      .status,
  ).toBe(200);
});

test.each([
  ['resource named "toString"', '{"toString":[{"group_id":"cld-1"}]}', 200],
  ['group named "__proto__"', '{"people":[{"group_id":"__proto__","id":"1"}]}', 200],
  ['group named "constructor"', '{"constructor":[{"group_id":"constructor","id":"1"}]}', 200],
  ['resource named "__proto__"', '{"__proto__":[{"group_id":"cld-1","id":"1"}]}', 400],
])('a %s is answered, and stops nobody (contract 218, 223)', async (_, body, status) => {
  expect((await notify({ body })).status).toBe(status);
  expect((await notify()).status).toBe(200);
  jobs.enqueueAll = enqueueAll;
  await jobs.enqueue({ kind: 'clock', key: 'clock' });
  await jobs.idle();
  expect(await stored()).toEqual([]);
  expect(({} as Record<string, unknown>).people).toBeUndefined();
  expect(connector.heard).toEqual([]);
});
