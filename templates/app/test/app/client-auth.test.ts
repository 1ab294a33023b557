import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { fixedTenants, testTenant } from '../support/tenants.ts';

let connector: TestConnector;
let app: Awaited<ReturnType<typeof buildApp>>;

beforeAll(async () => {
  const api = { id: 'app-2', key: 'ключ: with a colon', host: 'http://127.0.0.1:9', base: '/api/v1/' };
  connector = await startTestConnector({}, fixedTenants(testTenant(), testTenant({ name: 'other', api })));
  app = await buildApp(connector.connector);
  app.get('/by-url/:tenant?', { onRequest: app.hubAuth }, async ({ tenant }) => ({ tenant: tenant?.name }));
  app.get('/by-key', { onRequest: app.clientAuth }, async ({ tenant }) => ({ tenant: tenant?.name }));
  app.get('/open', async ({ tenant }) => ({ tenant }));
});
afterAll(async () => {
  await app.close();
  await connector.close();
});

const ask = (url: string, credentials?: string) =>
  app.inject({
    url,
    headers: credentials
      ? { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
      : { 'x-none': '1' },
  });
const own = 'app-1:secret-key';
const others = 'app-2:ключ: with a colon';
const wrong = [
  undefined,
  ':',
  'app-1:',
  'app-1:secret-keys',
  'app-2:secret-key',
  'app-1:secret-key\u0000',
  'x',
];

describe('of the tenant that the URL names', () => {
  test('its id and key open the door; without a name it is "default" (contract 225, 253, improvement 6.4)', async () => {
    expect((await ask('/by-url/default', own)).json()).toEqual({ tenant: 'default' });
    expect((await ask('/by-url', own)).json()).toEqual({ tenant: 'default' });
    expect((await ask('/by-url/other', others)).json()).toEqual({ tenant: 'other' });
  });

  test.each([...wrong, others])('%j does not (contract 225, improvement 6.3)', async (credentials) => {
    const answer = await ask('/by-url/default', credentials);
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toEqual({ error: 'Invalid credentials' });
    expect(answer.headers['www-authenticate']).toBe('Basic realm="connector", charset="UTF-8"');
  });

  test('an unknown tenant is a 404', async () => {
    expect((await ask('/by-url/nobody', own)).statusCode).toBe(404);
  });
});

describe('of whichever tenant', () => {
  test('the credentials say which one it is (contract 236)', async () => {
    expect((await ask('/by-key', own)).json()).toEqual({ tenant: 'default' });
    expect((await ask('/by-key', others)).json()).toEqual({ tenant: 'other' });
  });

  test.each([...wrong, 'app-1:ключ: with a colon'])('%j is nobody’s (contract 236)', async (credentials) => {
    const answer = await ask('/by-key', credentials);
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toBe('');
    expect(answer.headers['www-authenticate']).toBe('Basic realm="connector", charset="UTF-8"');
  });
});

test('elsewhere nobody is asked, and nobody is taken for a tenant', async () => {
  expect((await ask('/open', own)).json()).toEqual({ tenant: null });
});
