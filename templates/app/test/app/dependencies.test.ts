import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { fixedTenants, testTenant } from '../support/tenants.ts';

let world: TestConnector;
beforeAll(async () => {
  const api = { id: 'app-2', key: 'other-key', host: 'http://127.0.0.1:9', base: '/api/v1/' };
  world = await startTestConnector({}, fixedTenants(testTenant(), testTenant({ name: 'other', api })));
});
afterAll(() => world.close());

describe.each(['/maestrano/dependancies', '/maestrano/dependencies'])('%s', (path) => {
  const ask = (credentials?: string) =>
    fetch(`${world.url}${path}`, {
      headers: credentials ? { authorization: `Basic ${btoa(credentials)}` } : {},
    });

  test.each(['app-1:secret-key', 'app-2:other-key'])(
    'tells every hub which versions of the platform’s parts are needed: %s (contract 147, 232, improvement 7.13)',
    async (credentials) => {
      const response = await ask(credentials);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ connec: '1.0', impac: '1.0', maestrano_hub: '1.0' });
    },
  );

  test.each([undefined, 'app-1:other-key', 'app-2:secret-key', 'app-3:secret-key'])(
    'is refused to %s (contract 225)',
    async (credentials) => {
      const response = await ask(credentials);
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ error: 'Invalid credentials' });
    },
  );
});

describe('/version', () => {
  test('is a line each for people, and tells them no more than programs (contract 233)', async () => {
    const response = await fetch(`${world.url}/version`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toBe('env=test\nci_branch=main\nci_commit=abc123\n');
  });
});
