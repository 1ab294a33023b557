import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { basicHeader } from '../../../src/sandbox/secrets.ts';
import { callerOf, hubForTest } from '../support/hub.ts';

describe('the account API (sso §7)', () => {
  test('tells of a company of the application', async () => {
    const hub = await hubForTest();
    const { body } = await callerOf(hub)('GET', '/api/v1/account/groups/cld-fern');
    expect(body).toMatchObject({
      success: true,
      errors: {},
      data: {
        object: 'account_group',
        id: 'cld-fern',
        name: 'Fern & Co',
        status: 'running',
        metadata: { push_disabled: false, pull_disabled: false },
      },
    });
  });

  test.each(['cld-nobody', 'cld-fern-books'])('%s is not there: a 200 that says it failed', async (id) => {
    const hub = await hubForTest();
    const { status, body } = await callerOf(hub)('GET', `/api/v1/account/groups/${id}`);
    expect(status).toBe(200);
    expect(body).toEqual({ success: false, errors: { id: ['does not exist'] }, data: {} });
  });

  test('lists companies and people, and answers ping', async () => {
    const hub = await hubForTest();
    const call = callerOf(hub);
    const ids = async (path: string) =>
      (await call('GET', path)).body.data.map((one: { id: string }) => one.id);
    expect(await ids('/api/v1/account/groups')).toEqual(['cld-fern', 'cld-oak']);
    expect(await ids('/api/v1/account/users')).toEqual(['usr-ada', 'usr-max']);
    expect((await call('GET', '/api/v1/account/users/usr-max')).body.data).toMatchObject({ name: 'Max' });
    expect((await call('GET', '/api/v1/ping')).body.data).toHaveProperty('msg');
  });

  test('a wrong key is a 401 in its own shape', async () => {
    const hub = await hubForTest();
    const { status, body } = await callerOf(hub, { key: 'wrong' })('GET', '/api/v1/ping');
    expect(status).toBe(401);
    expect(body.errors).toEqual({ authentication: ['Invalid API token'] });
  });
});

describe('the marketplace configuration (sso §8)', () => {
  const ask = (hub: { url: string }, name: string, secret: string) =>
    fetch(`${hub.url}/api/config/v1/marketplaces`, { headers: { authorization: basicHeader(name, secret) } });

  test('describes this hub to the connector', async () => {
    const hub = await hubForTest({ connectorUrl: 'http://127.0.0.1:3000' });
    const response = await ask(hub, hub.platform.key, hub.platform.secret);
    const { marketplaces } = (await response.json()) as { marketplaces: object[] };
    expect(marketplaces).toEqual([hub.marketplace()]);
    expect(hub.marketplace()).toMatchObject({
      marketplace: 'sandbox',
      app: { host: 'http://127.0.0.1:3000' },
      api: { id: hub.apiId, key: hub.apiKey, host: hub.url, base: '/api/v1/' },
      sso: {
        idp: hub.url,
        init_path: '/maestrano/auth/saml/init/sandbox',
        consume_path: '/maestrano/auth/saml/consume/sandbox',
        x509_certificate: hub.certificate,
      },
      connec: { host: hub.url, base_path: '/api/v2' },
      webhooks: {
        connec: { external_ids: true, notification_path: '/maestrano/connec/notifications/sandbox' },
      },
    });
  });

  test('carries the certificate with its SHA-1 fingerprint, valid for a long time', async () => {
    const hub = await hubForTest();
    const certificate = new X509Certificate(hub.certificate);
    expect(hub.marketplace().sso.x509_fingerprint).toBe(certificate.fingerprint.toLowerCase());
    expect(certificate.subject).toContain('for development only');
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.parse('2100-01-01'));
  });

  test('is refused without the key of the platform', async () => {
    const hub = await hubForTest();
    const response = await ask(hub, hub.platform.key, 'wrong');
    expect(response.status).toBe(401);
    expect(await response.json()).toHaveProperty('error');
  });
});
