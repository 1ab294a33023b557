import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { subscribe } from '../../../src/engine/index.ts';
import { startTestConnector, type TestConnector } from '../../support/connector.ts';
import { fixedTenants, testTenant } from '../../support/tenants.ts';
import { TellingExternal } from '../../support/test-external.ts';

let world: TestConnector;
/** What the application was given, of two organizations. */
let fern: Given;
let oak: Given;

interface Given {
  address: string;
  secret: string;
}

beforeAll(async () => {
  world = await startTestConnector({}, fixedTenants(testTenant()), TellingExternal);
  [fern, oak] = [await given(), await given()];
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.connector.database.inboxMessage.deleteMany();
});

async function given(): Promise<Given> {
  const { engine, vault } = world.connector;
  const parts: Given[] = [];
  Object.assign(engine.external.webhooks ?? {}, {
    subscribe: async (_client: unknown, wanted: Given) => {
      parts.push(wanted);
      return { id: 'w' };
    },
  });
  const { id } = await world.create.organization({ oauthToken: vault.encrypt('token') });
  await subscribe(engine, id, (address) => `${world.url}/external/webhooks/${address}`);
  return parts[0] as Given;
}

const body = '{"event":"contact.updated","record":{"id":7}}';
const now = () => Math.floor(Date.now() / 1000);

/** As Acme sends it; parts can be replaced after it was signed. */
async function deliver(
  to: Given,
  {
    text = body,
    timestamp = now(),
    delivery = 'd-1',
    secret = to.secret,
    changed = {},
    address = to.address,
  } = {},
) {
  const signature = createHmac('sha256', secret).update(`${timestamp}.${delivery}.${text}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-acme-timestamp': String(timestamp),
    'x-acme-delivery': delivery,
    'x-acme-signature': signature,
  };
  const response = await fetch(address, { method: 'POST', headers: { ...headers, ...changed }, body: text });
  return { status: response.status, body: await response.text() };
}

const stored = () => world.connector.database.inboxMessage.count();

/** That it was refused without a word about why, that nothing is kept, and that the process goes on. */
async function expectRefused(answer: { status: number; body: string }, status: number) {
  expect(answer.status).toBe(status);
  expect(answer.body).not.toMatch(/signature|secret|organization|old/i);
  expect(await stored()).toBe(0);
  expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
}

test('what the application has signed is taken', async () => {
  expect(await deliver(fern)).toEqual({ status: 200, body: '{}' });
  expect(await stored()).toBe(1);
});

test.each([
  ['has no signature', { changed: { 'x-acme-signature': '' } }],
  ['is signed by somebody else', { secret: 'guessed' }],
  ['is signed with nothing', { secret: '' }],
  ['has another time than was signed', { changed: { 'x-acme-timestamp': String(now() + 60) } }],
  ['has another name than was signed', { changed: { 'x-acme-delivery': 'd-2' } }],
  ['has no time', { timestamp: Number.NaN }],
  ['was signed six minutes ago', { timestamp: now() - 360 }],
  ['is of six minutes from now', { timestamp: now() + 360 }],
])('a delivery that %s is refused', async (_, parts) => {
  await expectRefused(await deliver(fern, parts), 401);
});

test('a delivery that comes again is taken once, also after it was dealt with', async () => {
  const timestamp = now();
  for (const _ of [1, 2, 3]) expect((await deliver(fern, { timestamp })).status).toBe(200);
  expect(await stored()).toBe(1);
  await world.connector.jobs.idle();
  expect((await deliver(fern, { timestamp })).status).toBe(200);
  expect(await world.connector.database.inboxMessage.findMany({ select: { body: true } })).toEqual([
    { body: {} },
  ]);
});

test('a delivery to one organization is none to another one', async () => {
  await expectRefused(await deliver(oak, { secret: fern.secret }), 401);
  const [, token = ''] = fern.address.split(/\.(?=[\w-]{32}$)/);
  await expectRefused(await deliver(oak, { address: oak.address.replace(/[\w-]{32}$/, token) }), 404);
});

test.each([
  '',
  '1',
  '1.',
  '1.x',
  '-1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  `${'9'.repeat(10)}.${'A'.repeat(32)}`,
])('an address that was given to nobody is nowhere: "%s"', async (address) => {
  await expectRefused(await deliver(fern, { address: `${world.url}/external/webhooks/${address}` }), 404);
});

test('a body that is too long is not read', async () => {
  await expectRefused(await deliver(fern, { text: 'x'.repeat(1024 * 1024 + 1) }), 413);
});

test.each(['{', 'null', '[]', '"text"', '7', '{}', '{"record":null}', ''])(
  'a genuine body that is not what it should be is refused: %s',
  async (text) => {
    await expectRefused(await deliver(fern, { text }), 400);
  },
);

test('a body that is no text is refused', async () => {
  const bytes = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]);
  const response = await fetch(fern.address, { method: 'POST', body: bytes });
  await expectRefused({ status: response.status, body: await response.text() }, 400);
});

test('whatever it calls itself, a delivery is read as it came', async () => {
  const changed = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await deliver(fern, { changed, delivery: 'd-3' })).status).toBe(200);
});
