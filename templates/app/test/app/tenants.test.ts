import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from 'create-connector/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantSource } from '../../src/config/tenant-source.ts';
import type { Config } from '../../src/config.ts';
import { loadTenants } from '../../src/tenants.ts';
import { testConfig } from '../support/config.ts';
import { startTestConnector } from '../support/connector.ts';
import { createHeardLog } from '../support/log.ts';
import { everyRoute } from '../support/routes.ts';
import { certificate } from '../support/tenants.ts';

/** One entry of the platform's answer, as contract/sso.md §8 shows it. */
const marketplace = (name: string, parts: object = {}) => ({
  nid: `my-app-${name}`,
  marketplace: name,
  app: { host: 'https://app.example.org' },
  api: { id: 'app-1', key: 'key', host: 'https://hub.example.org', base: '/api/v1/' },
  sso: { idm: 'https://app.example.org', idp: 'https://hub.example.org', x509_certificate: certificate },
  connec: { host: 'https://connec.example.org', base_path: '/api/v2', timeout: 300 },
  webhooks: { connec: { notification_path: `/maestrano/connec/notifications/${name}` } },
  ...parts,
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenants-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(content: unknown, parts: Partial<Config> = {}): Promise<Config> {
  const file = join(folder, 'tenants.json');
  await writeFile(file, JSON.stringify(content));
  return testConfig({ tenants: { file }, ...parts });
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

  test('none is called as the connector’s own addresses are: they would hide each other (improvement 7.4)', async () => {
    const { connector, close } = await startTestConnector();
    const words = (await everyRoute(connector)).flatMap(
      ({ url }) => /^\/maestrano\/([\w-]+)/.exec(url)?.[1] ?? [],
    );
    await close();
    expect(words).toContain('api');
    for (const word of new Set([...words, 'Account']))
      await expect(loadTenants(await fileWith({ marketplaces: [marketplace(word)] }))).rejects.toThrow(
        `"${word}" is a word of the connector's own addresses: give the tenant another name`,
      );
  });

  test('a certificate is read, in PEM or as its base64 alone; what is none is named', async () => {
    const bare = certificate.replace(/-----.*?-----|\s/g, '');
    const spelt = (x509_certificate: string) => ({
      sso: { ...marketplace('x').sso, x509_certificate },
    });
    const tenants = await loadTenants(
      await fileWith({ marketplaces: [marketplace('pem'), marketplace('bare', spelt(bare))] }),
    );
    expect(tenants.list().map(({ sso }) => sso.certificate)).toEqual([certificate, certificate]);
    await expect(
      loadTenants(await fileWith({ marketplaces: [marketplace('none', spelt('MIIB'))] })),
    ).rejects.toThrow(/write a certificate in PEM.*sso\.x509_certificate/s);
  });

  test('a file that is missing or something else is named', async () => {
    await expect(loadTenants(testConfig({ tenants: { file: '/nowhere.json' } }))).rejects.toThrow(
      '/nowhere.json',
    );
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

  const host = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const platform = (apiPath: string, more: Partial<TenantSource> = {}) =>
    testConfig({
      tenants: { platform: { host: host(), apiPath, name: 'n', key: 'k', secret: 's' }, ...more },
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

  test('are not asked for where SKIP_CONFIGURATION is set (contract 215)', async () => {
    const copy = join(folder, 'skipped', 'tenants.copy');
    answer = { status: 200, body: { marketplaces: [marketplace('uat')] } };
    await expect(loadTenants(platform('/', { copy, skip: true }))).rejects.toThrow(
      /SKIP_CONFIGURATION is set.*Nor is there a copy/s,
    );
    await loadTenants(platform('/', { copy }));
    const calls = requests.length;
    answer = { status: 200, body: { marketplaces: [marketplace('next')] } };
    const tenants = await loadTenants(platform('/', { copy, skip: true }));
    await tenants.refresh();
    expect(tenants.list().map(({ name }) => name)).toEqual(['uat']);
    expect(requests).toHaveLength(calls);
  });

  describe('are kept as they were last given', () => {
    const up = () => {
      answer = { status: 200, body: { marketplaces: [marketplace('uat'), marketplace('old', { api: {} })] } };
    };
    const down = () => {
      answer = { status: 404, body: {} };
    };

    test('so that a connector starts while the platform is down (improvement 5.8)', async () => {
      const copy = join(folder, 'kept', 'tenants.copy');
      up();
      await loadTenants(platform('/', { copy }));
      down();
      const { logger, heard } = createHeardLog();
      const tenants = await loadTenants(platform('/', { copy }), logger);
      expect(tenants.get('uat')).toMatchObject({ api: { id: 'app-1', key: 'key' } });
      expect(heard[0]?.msg).toMatch(/^the tenants are those of 20.*404/s);
      // And it goes on from there.
      answer = { status: 200, body: { marketplaces: [marketplace('next')] } };
      await tenants.refresh();
      expect(tenants.list().map(({ name }) => name)).toEqual(['next']);
      down();
      expect((await loadTenants(platform('/', { copy }))).get('next')).toBeDefined();
    });

    test('in a file that is encrypted, and for its owner alone; nothing half written stays beside it', async () => {
      const copy = join(folder, 'secret', 'tenants.copy');
      up();
      const settings = platform('/', { copy });
      await Promise.all([loadTenants(settings), loadTenants(settings), loadTenants(settings)]);
      expect(await readFile(copy, 'utf8')).toMatch(/^test\.[\w.-]+$/);
      expect((await stat(copy)).mode & 0o777).toBe(0o600);
      expect(await readdir(join(folder, 'secret'))).toEqual(['tenants.copy']);
    });

    test('but not those of another platform, nor what another key encrypted, nor what was changed', async () => {
      const copy = join(folder, 'other', 'tenants.copy');
      up();
      const settings = platform('/', { copy });
      await loadTenants(settings);
      down();
      const { tenants } = settings as { tenants: Extract<TenantSource, { platform: object }> };
      const other = { ...tenants, platform: { ...tenants.platform, name: 'other' } };
      await expect(loadTenants({ ...settings, tenants: other })).rejects.toThrow(/404.*was given by/s);
      const encryptionKeys = [{ id: 'test', key: Buffer.alloc(32, 8).toString('base64') }];
      await expect(loadTenants({ ...settings, encryptionKeys })).rejects.toThrow(/404.*Nor is there a copy/s);
      await writeFile(copy, (await readFile(copy, 'utf8')).slice(0, -2));
      await expect(loadTenants(settings)).rejects.toThrow(/404.*Nor is there a copy/s);
    });

    test('and serve without a copy where none can be written', async () => {
      up();
      const { logger, heard } = createHeardLog();
      const file = join(folder, 'a-file');
      await writeFile(file, '');
      const tenants = await loadTenants(platform('/', { copy: join(file, 'tenants.copy') }), logger);
      expect(tenants.get('uat')).toBeDefined();
      expect(heard.at(-1)?.msg).toContain('no copy of the tenants is kept');
    });
  });
});

test('a tenant may say where its hub shows records, and is no worse off for a mistake in it', async () => {
  const pages = ['https://hub.example.org/{group}/{resource}/{id}', 'javascript:alert(1)', undefined];
  const marketplaces = pages.map((record_page, index) =>
    marketplace(`t${index}`, { connec: { ...marketplace('x').connec, record_page } }),
  );
  const tenants = await loadTenants(await fileWith({ marketplaces }));
  expect(tenants.list().map(({ connec }) => connec.recordPage)).toEqual([pages[0], undefined, undefined]);
});

describe('in production a tenant is left out', () => {
  const inProduction = (content: unknown) => fileWith(content, { environment: 'production' });

  test.each([
    ['api', { api: { ...marketplace('x').api, host: 'http://hub.example.org' } }],
    ['sso', { sso: { ...marketplace('x').sso, idp: 'http://hub.example.org' } }],
    ['connec', { connec: { host: 'http://hub.example.org' } }],
  ])('whose address is not encrypted: %s', async (_, parts) => {
    const entries = { marketplaces: [marketplace('open', parts)] };
    await expect(loadTenants(await inProduction(entries))).rejects.toThrow(
      'open: in production its addresses must begin with https://, and http://hub.example.org does not',
    );
    expect((await loadTenants(await fileWith(entries))).get('open')).toBeDefined();
    const here = { api: { ...marketplace('x').api, host: 'http://localhost:4000' } };
    const tenants = await loadTenants(await inProduction({ marketplaces: [marketplace('here', here)] }));
    expect(tenants.get('here')).toBeDefined();
  });

  test('that signs with the sandbox’s certificate: everybody has its key', async () => {
    const hub = await startHub();
    hub.connectTo('https://connector.example.com');
    const entries = { marketplaces: [hub.marketplace()] };
    await hub.close();
    await expect(loadTenants(await inProduction(entries))).rejects.toThrow(
      'sandbox: it signs with the certificate of the sandbox, whose key is public',
    );
    expect((await loadTenants(await fileWith(entries))).get('sandbox')).toBeDefined();
  });
});
