import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { certificate, fixedTenants, testTenant } from '../support/tenants.ts';

const named = (name: string) => {
  const tenant = testTenant({ name });
  Object.assign(tenant.api, { id: `app-${name}`, key: `key-of-${name}` });
  Object.assign(tenant.sso, { certificate, consumePath: `/maestrano/auth/saml/consume/${name}` });
  return tenant;
};

let world: TestConnector;
beforeAll(async () => {
  world = await startTestConnector({}, fixedTenants(named('uat'), named('production')));
});
afterAll(() => world.close());

const ask = (path: string, id?: string, key?: string) =>
  fetch(`${world.url}${path}`, { headers: id ? { authorization: `Basic ${btoa(`${id}:${key}`)}` } : {} });

describe('the metadata', () => {
  test.each(['/maestrano/metadata', '/maestrano/metadata/uat'])(
    'tell a hub how this connector is set up for it: %s (contract/sso.md §10)',
    async (path) => {
      const response = await ask(path, 'app-uat', 'key-of-uat');
      expect(await response.json()).toEqual({
        environment: 'uat',
        app: { host: world.url },
        api: {
          id: 'app-uat',
          version: 'abc123',
          lang: 'nodejs',
          lang_version: process.versions.node,
          host: 'http://127.0.0.1:9',
          base: '/api/v1/',
        },
        sso: {
          enabled: true,
          slo_enabled: true,
          init_path: '/maestrano/auth/saml/init/default',
          consume_path: '/maestrano/auth/saml/consume/uat',
          creation_mode: 'real',
          idm: world.url,
          idp: 'http://127.0.0.1:9',
          name_id_format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
          x509_fingerprint: new X509Certificate(certificate).fingerprint.toLowerCase(),
          x509_certificate: certificate,
        },
        connec: { host: 'http://127.0.0.1:9', base_path: '/api/v2' },
        webhook: {
          account: {
            groups_path: '/maestrano/account/groups/:id/uat',
            group_users_path: '/maestrano/account/groups/:group_id/users/:id/uat',
          },
          connec: { notifications_path: '/maestrano/connec/notifications/uat', subscriptions: {} },
        },
      });
    },
  );

  test.each([['/maestrano/metadata'], ['/maestrano/metadata/uat']])(
    'hold no key, nor anything of another tenant: %s (improvement 7.4)',
    async (path) => {
      const text = await (await ask(path, 'app-uat', 'key-of-uat')).text();
      expect(text).not.toMatch(/key-of|secret|production|test-session/);
      expect(text).not.toContain(world.connector.config.sessionSecret);
    },
  );

  test.each([
    ['nobody', '/maestrano/metadata', undefined, undefined, 401],
    ['nobody', '/maestrano/metadata/uat', undefined, undefined, 401],
    ['a wrong key', '/maestrano/metadata', 'app-uat', 'key-of-production', 401],
    ['a wrong key', '/maestrano/metadata/uat', 'app-uat', 'wrong', 401],
    ['another tenant', '/maestrano/metadata/production', 'app-uat', 'key-of-uat', 401],
    ['whoever names an unknown tenant', '/maestrano/metadata/nobody', 'app-uat', 'key-of-uat', 404],
  ])('are refused to %s: %s', async (_, path, id, key, status) => {
    const response = await ask(path, id, key);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/CERTIFICATE|key-of/);
  });
});
