import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTenants } from '../../src/tenants.ts';
import { createHeardLog } from '../support/log.ts';

/** One entry of the platform's answer, as contract/sso.md §8 shows it. */
const marketplace = (name: string, parts: object = {}) => ({
  nid: `my-app-${name}`,
  marketplace: name,
  app: { host: 'https://app.example.org' },
  api: { id: 'app-1', key: 'key', host: 'https://hub.example.org', base: '/api/v1/' },
  sso: { idm: 'https://app.example.org', idp: 'https://hub.example.org', x509_certificate: 'MIIB' },
  connec: { host: 'https://connec.example.org', base_path: '/api/v2', timeout: 300 },
  webhooks: { connec: { notification_path: `/maestrano/connec/notifications/${name}` } },
  ...parts,
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenants-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(content: unknown): Promise<{ tenants: { file: string } }> {
  const file = join(folder, 'tenants.json');
  await writeFile(file, JSON.stringify(content));
  return { tenants: { file } };
}

describe('tenants from a file', () => {
  test('are known by their exact names; there is no default one (improvement 6.4)', async () => {
    const tenants = await loadTenants(
      await fileWith({ marketplaces: [marketplace('uat'), marketplace('production')] }),
    );
    expect(tenants.list().map(({ name }) => name)).toEqual(['uat', 'production']);
    expect(tenants.get('uat')?.sso.consumePath).toBe('/maestrano/auth/saml/consume/uat');
    expect(tenants.get('default')).toBeUndefined();
    expect(tenants.get('UAT')).toBeUndefined();
  });

  test('may spell the block of paths "webhook" or "webhooks": the connector’s paths are its own', async () => {
    const older = {
      ...marketplace('older'),
      webhooks: undefined,
      webhook: { connec: { notifications_path: '/x' } },
    };
    const tenants = await loadTenants(await fileWith({ marketplaces: [marketplace('newer'), older] }));
    expect(tenants.list()).toHaveLength(2);
  });

  test('one with a mistake is left out and named; the others work', async () => {
    const { logger, heard } = createHeardLog();
    const broken = marketplace('broken', { api: { id: 'x', host: 'nowhere' } });
    const tenants = await loadTenants(
      await fileWith({ marketplaces: [broken, marketplace('good')] }),
      logger,
    );
    expect(tenants.list().map(({ name }) => name)).toEqual(['good']);
    expect(heard[0]?.msg).toMatch(/marketplaces\[0\].*api\.key/s);
  });

  test('"api" is no name for one: it would hide other addresses (improvement 7.4)', async () => {
    await expect(loadTenants(await fileWith({ marketplaces: [marketplace('api')] }))).rejects.toThrow(
      'not "api"',
    );
  });

  test('a file that is missing or something else is named', async () => {
    await expect(loadTenants({ tenants: { file: '/nowhere.json' } })).rejects.toThrow('/nowhere.json');
    await expect(loadTenants(await fileWith({ error: 'no' }))).rejects.toThrow('is not { "marketplaces"');
  });
});

describe('tenants from the developer platform', () => {
  let server: Server;
  let answer: { status: number; body: unknown };
  const requests: { url?: string | undefined; authorization?: string | undefined }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push({ url: request.url, authorization: request.headers.authorization });
      response
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const platform = (apiPath: string) => ({
    tenants: {
      platform: {
        host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        apiPath,
        name: 'n',
        key: 'k',
        secret: 's',
      },
    },
  });

  test.each(['/api/config/v1/marketplaces', '/api/config/v1', '/api/config/v1/'])(
    'the path may read %s',
    async (path) => {
      answer = { status: 200, body: { marketplaces: [marketplace('uat')] } };
      expect((await loadTenants(platform(path))).get('uat')).toBeDefined();
      expect(requests.at(-1)).toEqual({
        url: '/api/config/v1/marketplaces',
        authorization: `Basic ${btoa('k:s')}`,
      });
    },
  );

  test('are swapped at a refresh, and stay when the platform answers no list (contract 215, improvement 5.8)', async () => {
    const { logger, heard } = createHeardLog();
    answer = { status: 200, body: { marketplaces: [marketplace('uat')] } };
    const tenants = await loadTenants(platform('/api/config/v1'), logger);
    answer = { status: 200, body: { marketplaces: [marketplace('next')] } };
    await tenants.refresh();
    expect(tenants.list().map(({ name }) => name)).toEqual(['next']);

    for (const broken of [
      { status: 401, body: { error: 'no' } },
      { status: 200, body: { marketplaces: [] } },
    ]) {
      answer = broken;
      await tenants.refresh();
      expect(tenants.list().map(({ name }) => name)).toEqual(['next']);
      expect(heard.at(-1)?.msg).toContain('the last ones stay');
    }
  });

  test('that cannot be had at the start stop it, with the reason', async () => {
    answer = { status: 401, body: { error: 'no' } };
    await expect(loadTenants(platform('/api/config/v1'))).rejects.toThrow(
      /could not be loaded from http.*401/s,
    );
  });
});
