import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Hub, startHub } from 'create-connector/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LeaseLostError } from '../../src/engine/errors.ts';
import {
  type ConnecClient,
  createConnecClient,
  createConnecVersions,
  type JsonObject,
  type Log,
  silentLog,
} from '../../src/engine/index.ts';
import { testTenant } from '../support/tenants.ts';

let hub: Hub;
let connec: ConnecClient;
let heard: { fields: object; event: string }[];
const log = { ...silentLog, warn: (fields: object, event: string) => heard.push({ fields, event }) } as Log;
const tenantAt = (url: string, timeoutSeconds = 5) =>
  testTenant({
    api: { id: hub.apiId, key: hub.apiKey, host: url, base: '/api/v1/' },
    connec: { host: url, basePath: '/api/v2', timeoutSeconds },
  });
const patience = { firstDelayMs: 1, log };

beforeAll(async () => {
  hub = await startHub({ seed: false });
});
afterAll(() => hub.close());
beforeEach(() => {
  heard = [];
  hub.calls.length = 0;
  connec = createConnecClient(tenantAt(hub.url), 'cld-fern', { firstDelayMs: 1, log });
});
afterEach(() => hub.misbehave(null));

async function all(pages: AsyncIterable<JsonObject[]>) {
  const records: JsonObject[] = [];
  for await (const page of pages) records.push(...page);
  return records;
}

/** Answers every request with the same thing, and keeps what was asked: what the sandbox does not do wrong. */
async function answering(answer: (path: string, body: string) => { status?: number; body: string }) {
  const asked: { path: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      asked.push({ path: request.url ?? '', headers: request.headers, body });
      const { status = 200, body: text } = answer(request.url ?? '', body);
      response.writeHead(status, { 'content-type': 'application/vnd.api+json' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function withServer(
  answer: (path: string, body: string) => { status?: number; body: string },
  work: (client: ConnecClient, server: Awaited<ReturnType<typeof answering>>) => Promise<void>,
) {
  const server = await answering(answer);
  try {
    await work(createConnecClient(tenantAt(server.url), 'cld-1', patience), server);
  } finally {
    await server.close();
  }
}

test('every request carries the credentials of the tenant and asks for lists of ids (contract 134)', async () => {
  await withServer(
    () => ({ body: '{"people":[]}' }),
    async (client, { asked }) => {
      await all(client.pages('people'));
      expect(asked[0]).toMatchObject({
        path: '/api/v2/cld-1/people',
        headers: {
          authorization: `Basic ${Buffer.from(`${hub.apiId}:${hub.apiKey}`).toString('base64')}`,
          'connec-external-ids': 'true',
          accept: 'application/vnd.api+json',
        },
      });
    },
  );
});

test('what is asked for is sorted and encoded (contract 136, 137, 138, 139)', async () => {
  const filter = "updated_at gt '2026-01-01T00:00:00.000Z'";
  await withServer(
    () => ({ body: '{"people":[]}' }),
    async (client, { asked }) => {
      await all(client.pages('people', { top: 50, skip: 0, orderBy: 'created_at asc', filter }));
      expect(decodeURIComponent(asked[0]?.path ?? '')).toBe(
        `/api/v2/cld-1/people?$filter=${filter.replaceAll(' ', '+')}&$orderby=created_at+asc&$skip=0&$top=50`,
      );
    },
  );
});

test('the sandbox hub reads it as it is meant (contract 137, 139)', async () => {
  for (const name of ['First', 'Second'])
    hub.save('cld-fern', 'people', { first_name: name, last_name: 'P' });
  const since = { filter: "updated_at gt '2000-01-01T00:00:00.000Z'", orderBy: 'created_at asc' };
  expect(await all(connec.pages('people', since))).toHaveLength(2);
  expect(await all(connec.pages('people', { ...since, top: 1, skip: 1 }))).toHaveLength(1);
  const later = { filter: "updated_at gt '2999-01-01T00:00:00.000Z'" };
  expect(await all(connec.pages('people', later))).toEqual([]);
});

test('pages are followed to their end, on this host only; with a limit there is one page (contract 139, 140)', async () => {
  await withServer(
    (path) => {
      const page = Number(/skip=(\d+)/.exec(path)?.[1] ?? 0);
      const next = page < 2 ? `,"pagination":{"next":"http://elsewhere.test/people?$skip=${page + 1}"}` : '';
      return { body: `{"people":[{"n":${page}}]${next}}` };
    },
    async (client, { asked }) => {
      expect(await all(client.pages('people'))).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
      expect(asked.map(({ path }) => path)).toEqual([
        '/api/v2/cld-1/people',
        '/api/v2/cld-1/people?$skip=1',
        '/api/v2/cld-1/people?$skip=2',
      ]);
      expect(await all(client.pages('people', { top: 1, skip: 0 }))).toEqual([{ n: 0 }]);
    },
  );
});

test('a page that names itself as the next one ends the read instead of going on for ever', async () => {
  await withServer(
    () => ({ body: '{"people":[],"pagination":{"next":"http://hub.test/people?$skip=5"}}' }),
    async (client) => {
      await expect(all(client.pages('people'))).rejects.toThrow(/as the one after itself/);
    },
  );
});

test('a singleton is a list of one, and an empty list is none (contract 141)', async () => {
  await withServer(
    () => ({ body: '{"company":{"name":"Fern"}}' }),
    async (client) => expect(await all(client.pages('company'))).toEqual([{ name: 'Fern' }]),
  );
  await withServer(
    () => ({ body: '{"company":[]}' }),
    async (client) => expect(await all(client.pages('company'))).toEqual([]),
  );
});

test.each(['', '{}', '[]', 'not json', '{"companies":[]}'])(
  'an answer of %j is no page (contract 142)',
  async (body) => {
    await withServer(
      () => ({ body }),
      async (client) => {
        await expect(all(client.pages('people'))).rejects.toMatchObject({ name: 'RunError' });
      },
    );
  },
);

test('a later page is checked too (contract 142)', async () => {
  await withServer(
    (path) => ({
      body: path.includes('skip') ? '{}' : '{"people":[],"pagination":{"next":"/people?skip=1"}}',
    }),
    async (client) => {
      await expect(all(client.pages('people'))).rejects.toThrow('Connec! answered without "people"');
    },
  );
});

test.each([429, 500, 502, 503, 504])(
  'an answer of %i is asked again, twice at most (improvement 9.2)',
  async (status) => {
    hub.misbehave({ status, times: 2, retryAfter: 0 });
    expect(await all(connec.pages('organizations'))).toEqual([]);
    expect(hub.calls.map((call) => call.status)).toEqual([status, status, 200]);
    expect(heard.map(({ event }) => event)).toEqual(['Connec! is asked again', 'Connec! is asked again']);

    hub.misbehave({ status, retryAfter: 0 });
    await expect(all(connec.pages('organizations'))).rejects.toThrow(`Connec! answered ${status}`);
  },
);

test.each([400, 401, 404, 422])(
  'an answer of %i is not asked again, and read for its reason (contract 143, 144)',
  async (status) => {
    hub.misbehave({ status });
    await expect(all(connec.pages('organizations'))).rejects.toThrow(
      `Connec! answered ${status} when reading organizations: the hub was told to misbehave`,
    );
    expect(hub.calls).toHaveLength(1);
  },
);

test('a timeout is tried three times in all, each told in the log (contract 143, 182, 291)', async () => {
  const impatient = createConnecClient(tenantAt(hub.url, 0.05), 'cld-fern', patience);
  hub.misbehave({ latencyMs: 300, times: 3 });
  await expect(all(impatient.pages('organizations'))).rejects.toThrow('Connec! could not be reached');
  expect(heard).toHaveLength(2);
});

test('a connection that is cut is tried again, and what was written twice is one record (contract 178, improvement 9.3)', async () => {
  hub.misbehave({ cut: true, times: 1, path: '/batch' });
  const id = [{ id: '1', provider: 'acme', realm: 'north' }];
  const results = await connec.batch([
    { method: 'post', resource: 'organizations', record: { name: 'Written twice', id } },
  ]);
  expect(results).toMatchObject([{ status: 200 }]);
  expect(hub.list('cld-fern', 'organizations').filter(({ name }) => name === 'Written twice')).toHaveLength(
    1,
  );
});

test('a hub that fails all the time does not take the run long: repetitions are counted over the run', async () => {
  const tired = createConnecClient(tenantAt(hub.url), 'cld-fern', { firstDelayMs: 1, repetitions: 3, log });
  hub.misbehave({ status: 500 });
  for (let i = 0; i < 4; i += 1) await expect(tired.get('people', 'x')).rejects.toThrow('500');
  expect(hub.calls).toHaveLength(4 + 3);
});

test('once they are used up nobody waits any more, whatever the hub says', async () => {
  const tired = createConnecClient(tenantAt(hub.url), 'cld-fern', { repetitions: 0, log });
  hub.misbehave({ status: 503, retryAfter: 60 });
  await expect(tired.get('people', 'x')).rejects.toThrow('503');
});

test('a record that is not there is no error (contract 134)', async () => {
  expect(await connec.get('people', 'no-such-id')).toBeUndefined();
  expect(hub.calls).toMatchObject([{ status: 404 }]);
});

test('a record that the hub does not give is told from a hub that gives nothing', async () => {
  for (const [status, name] of [
    [422, 'RecordError'],
    [500, 'UnansweredError'],
    [401, 'RunError'],
  ] as const) {
    hub.misbehave({ status });
    await expect(connec.get('people', 'x')).rejects.toMatchObject({ name });
  }
});

test('many records are read in one call; what is not there is left out', async () => {
  const ids = ['Ada', 'Max', 'Lou'].map((first_name) => {
    const saved = hub.save('cld-fern', 'people', { first_name, last_name: 'M' });
    return String((saved.id as JsonObject[])[0]?.id);
  });
  hub.calls.length = 0;
  const found = await connec.getMany?.('people', [...ids, 'no-such-id']);
  expect([...(found ?? [])].map(([id, { first_name }]) => [id, first_name])).toEqual([
    [ids[0], 'Ada'],
    [ids[1], 'Max'],
    [ids[2], 'Lou'],
  ]);
  expect(hub.calls).toMatchObject([{ method: 'POST', path: '/batch' }]);
});

test('a hub that does not read in batches is asked for each record', async () => {
  for (const status of [422, 500]) {
    hub.misbehave({ status });
    expect(await connec.getMany?.('people', ['a', 'b'])).toEqual(new Map());
  }
  hub.misbehave({ status: 401 });
  await expect(connec.getMany?.('people', ['a', 'b'])).rejects.toThrow('401');
});

test('one batch carries everything in order, under the group and the collection (contract 178, 179, 189)', async () => {
  await withServer(
    () => ({
      body: '{"results":[{"status":201,"body":{"people":{"id":[]}}},{"status":200,"body":{"people":{"id":[]}}}]}',
    }),
    async (client, { asked }) => {
      await client.batch([
        { method: 'post', resource: 'people', record: { name: 'Ada' } },
        { method: 'put', resource: 'people', id: 'a/b c', record: { id: [] } },
      ]);
      expect(asked[0]?.path).toBe('/batch');
      expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
        sequential: true,
        ops: [
          { method: 'post', url: '/api/v2/cld-1/people/', params: { people: { name: 'Ada' } } },
          { method: 'put', url: '/api/v2/cld-1/people/a%2Fb%20c', params: { people: { id: [] } } },
        ],
      });
    },
  );
});

test('ids are escaped wherever they stand in an address (improvement 2.21)', async () => {
  await withServer(
    () => ({ body: '{"people":{}}' }),
    async (client, { asked }) => {
      await client.get('people', '../admin?x');
      expect(asked[0]?.path).toBe('/api/v2/cld-1/people/..%2Fadmin%3Fx');
    },
  );
});

test('no operations are no call (contract 179, 189)', async () => {
  expect(await connec.batch([])).toEqual([]);
  expect(hub.calls).toEqual([]);
});

test('every operation gets its result: fewer, more and odd ones are told (improvement 2.5, 2.6, 2.7)', async () => {
  const result = { status: 201, body: { people: { id: [] } } };
  const odd = [
    result,
    { status: 422, body: { errors: [{ detail: 'name is missing' }, { title: 'second' }] } },
    { status: 200, body: {} },
    { status: 400, body: 'plain text' },
  ];
  const operations = [0, 1, 2, 3, 4].map(() => ({ method: 'post' as const, resource: 'people', record: {} }));
  await withServer(
    () => ({ body: JSON.stringify({ results: odd }) }),
    async (client) => {
      expect(await client.batch(operations)).toEqual([
        { status: 201, record: { id: [] } },
        { status: 422, error: '422 name is missing; second' },
        { status: 200, error: '200 {}' },
        { status: 400, error: '400 plain text' },
        { status: 0, error: 'did not answer this operation' },
      ]);
      expect(await client.batch(operations.slice(0, 1))).toHaveLength(1);
    },
  );
});

test.each([401, 500])(
  'a batch that is answered with %i fails as a whole (improvement 2.5)',
  async (status) => {
    hub.misbehave({ status });
    await expect(connec.batch([{ method: 'post', resource: 'people', record: {} }])).rejects.toMatchObject({
      name: 'RunError',
      message: expect.stringContaining(`${status}`),
    });
  },
);

describe('a batch that the hub refuses as a whole', () => {
  const posts = Array.from({ length: 50 }, (_, i) => ({
    method: 'post' as const,
    resource: 'people',
    record: { name: `${i}` },
  }));
  const taken = (body: string) =>
    (JSON.parse(body).ops as JsonObject[]).map(({ params }) => ({ status: 201, body: params ?? {} }));

  test('costs the one that is at fault, and no other', async () => {
    await withServer(
      (_path, body) =>
        body.includes('"37"')
          ? { status: 400, body: '{"error":{"message":"cannot be read"}}' }
          : { body: JSON.stringify({ results: taken(body) }) },
      async (client, { asked }) => {
        const results = await client.batch(posts);
        expect(results.flatMap(({ record }, i) => (record ? [] : i))).toEqual([37]);
        expect(results[37]).toMatchObject({ status: 400, error: /answered 400 .*: cannot be read/ });
        expect(results[36]?.record).toEqual({ name: '36' });
        expect(asked.length).toBeLessThan(14);
      },
    );
  });

  test("and each of them alone too is no record's fault", async () => {
    await withServer(
      () => ({ status: 400, body: '{}' }),
      async (client) => {
        await expect(client.batch(posts.slice(0, 4))).rejects.toMatchObject({ name: 'RunError' });
        expect(await client.batch(posts.slice(0, 1))).toMatchObject([{ status: 400 }]);
      },
    );
  });
});

test('every call is told at debug, without what the records say (contract 290)', async () => {
  const told: { fields: object; event: string }[] = [];
  const debug = (fields: object, event: string) => void told.push({ fields, event });
  const talking = createConnecClient(tenantAt(hub.url), 'cld-fern', { log: { ...silentLog, debug } });
  await all(talking.pages('people', { filter: "first_name eq 'Secret'" }));
  await talking.batch([{ method: 'post', resource: 'people', record: { last_name: 'Secret' } }]);
  expect(told).toEqual([
    {
      event: 'Connec! was asked',
      fields: { method: 'GET', path: '/api/v2/cld-fern/people', status: 200 },
    },
    { event: 'Connec! was asked', fields: { method: 'POST', path: '/batch', status: 200, operations: 1 } },
  ]);
});

test('a batch without results leaves every operation unanswered (contract 182, improvement 2.5)', async () => {
  await withServer(
    () => ({ body: '{}' }),
    async (client) =>
      expect(await client.batch([{ method: 'post', resource: 'people', record: {} }])).toMatchObject([
        { status: 0 },
      ]),
  );
});

test('clients of two tenants are values of their own (improvement 5.1)', async () => {
  await withServer(
    () => ({ body: '{"people":[]}' }),
    async (_client, server) => {
      const tenants = ['a', 'b'].map((name) =>
        createConnecClient(
          { ...tenantAt(server.url), name, api: { id: name, key: `key-${name}`, host: '', base: '' } },
          `cld-${name}`,
        ),
      );
      await Promise.all(
        tenants.flatMap((client) => [all(client.pages('people')), all(client.pages('people'))]),
      );
      for (const { path, headers } of server.asked) {
        const name = /cld-(.)/.exec(path)?.[1];
        expect(headers.authorization).toBe(`Basic ${Buffer.from(`${name}:key-${name}`).toString('base64')}`);
      }
    },
  );
});

test('the version of the hub is asked once a day per tenant (contract 145, improvement 5.7)', async () => {
  let now = new Date('2026-01-01T00:00:00Z');
  const versions = createConnecVersions(log, () => now);
  const tenant = tenantAt(hub.url);
  expect(await versions.of(tenant)).toBe('2.0');
  expect(await versions.of(tenant)).toBe('2.0');
  expect(hub.calls.map(({ path }) => path)).toEqual(['/version']);
  await versions.of({ ...tenant, name: 'other' });
  expect(hub.calls).toHaveLength(2);
  now = new Date('2026-01-02T00:00:01Z');
  await versions.of(tenant);
  expect(hub.calls).toHaveLength(3);
});

test.each([
  ['2.0', false],
  ['2.0.1', true],
  ['1.10', false],
  ['10.0', true],
])('a hub of version 2.0 is older than %s: %s (contract 146)', async (version, older) => {
  expect(await createConnecVersions(log).isOlder(tenantAt(hub.url), version)).toBe(older);
});

test('a hub that does not say its version counts as older (contract 146)', async () => {
  hub.misbehave({ status: 404 });
  expect(await createConnecVersions(log).isOlder(tenantAt(hub.url), '0.1')).toBe(true);
  expect(heard).toMatchObject([{ event: 'the hub did not say its version' }]);
});

test('a call that waits to be made again is not made once the organization is held by another run', async () => {
  let held = true;
  const lease = {
    async check() {
      if (!held) throw new LeaseLostError('Another run has taken over');
    },
  };
  const log: Log = {
    ...silentLog,
    warn() {
      held = false;
    },
  };
  const client = createConnecClient(tenantAt(hub.url), 'cld-fern', { firstDelayMs: 1, log, lease });
  hub.misbehave({ status: 500, times: 1 });
  const person = { method: 'post', resource: 'people', record: { first_name: 'Ada' } } as const;
  await expect(client.batch([person])).rejects.toThrow(LeaseLostError);
  expect(hub.calls).toMatchObject([{ status: 500 }]);
});
