import { expect, test } from 'vitest';
import {
  createConnecClient,
  createConnecVersions,
  type JsonObject,
  silentLog,
} from '../../src/engine/index.ts';
import { all, hubClientWorld } from '../support/hub-client.ts';

const world = hubClientWorld();
const { tenantAt, log, withServer } = world;

test('every request carries the credentials of the tenant and asks for lists of ids (contract 134)', async () => {
  await withServer(
    () => ({ body: '{"people":[]}' }),
    async (client, { asked }) => {
      await all(client.pages('people'));
      expect(asked[0]).toMatchObject({
        path: '/api/v2/cld-1/people',
        headers: {
          authorization: `Basic ${Buffer.from(`${world.hub.apiId}:${world.hub.apiKey}`).toString('base64')}`,
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
    world.hub.save('cld-fern', 'people', { first_name: name, last_name: 'P' });
  const since = { filter: "updated_at gt '2000-01-01T00:00:00.000Z'", orderBy: 'created_at asc' };
  expect(await all(world.connec.pages('people', since))).toHaveLength(2);
  expect(await all(world.connec.pages('people', { ...since, top: 1, skip: 1 }))).toHaveLength(1);
  const later = { filter: "updated_at gt '2999-01-01T00:00:00.000Z'" };
  expect(await all(world.connec.pages('people', later))).toEqual([]);
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
    () => ({ body: '{"people":[],"pagination":{"next":"http://world.hub.test/people?$skip=5"}}' }),
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

test('a record that is not there is no error (contract 134)', async () => {
  expect(await world.connec.get('people', 'no-such-id')).toBeUndefined();
  expect(world.hub.calls).toMatchObject([{ status: 404 }]);
});

test('a record that the hub does not give is told from a hub that gives nothing', async () => {
  for (const [status, name] of [
    [422, 'RecordError'],
    [500, 'UnansweredError'],
    [401, 'RunError'],
  ] as const) {
    world.hub.misbehave({ status });
    await expect(world.connec.get('people', 'x')).rejects.toMatchObject({ name });
  }
});

test('many records are read in one call; what is not there is left out', async () => {
  const ids = ['Ada', 'Max', 'Lou'].map((first_name) => {
    const saved = world.hub.save('cld-fern', 'people', { first_name, last_name: 'M' });
    return String((saved.id as JsonObject[])[0]?.id);
  });
  world.hub.calls.length = 0;
  const found = await world.connec.getMany?.('people', [...ids, 'no-such-id']);
  expect([...(found ?? [])].map(([id, { first_name }]) => [id, first_name])).toEqual([
    [ids[0], 'Ada'],
    [ids[1], 'Max'],
    [ids[2], 'Lou'],
  ]);
  expect(world.hub.calls).toMatchObject([{ method: 'POST', path: '/batch' }]);
});

test('a hub that does not read in batches is asked for each record', async () => {
  for (const status of [422, 500]) {
    world.hub.misbehave({ status });
    expect(await world.connec.getMany?.('people', ['a', 'b'])).toEqual(new Map());
  }
  world.hub.misbehave({ status: 401 });
  await expect(world.connec.getMany?.('people', ['a', 'b'])).rejects.toThrow('401');
});

test('every call is told at debug, without what the records say (contract 290)', async () => {
  const told: { fields: object; event: string }[] = [];
  const debug = (fields: object, event: string) => void told.push({ fields, event });
  const talking = createConnecClient(tenantAt(world.hub.url), 'cld-fern', { log: { ...silentLog, debug } });
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
  const tenant = tenantAt(world.hub.url);
  expect(await versions.of(tenant)).toBe('2.0');
  expect(await versions.of(tenant)).toBe('2.0');
  expect(world.hub.calls.map(({ path }) => path)).toEqual(['/version']);
  await versions.of({ ...tenant, name: 'other' });
  expect(world.hub.calls).toHaveLength(2);
  now = new Date('2026-01-02T00:00:01Z');
  await versions.of(tenant);
  expect(world.hub.calls).toHaveLength(3);
});

test.each([
  ['2.0', false],
  ['2.0.1', true],
  ['1.10', false],
  ['10.0', true],
])('a hub of version 2.0 is older than %s: %s (contract 146)', async (version, older) => {
  expect(await createConnecVersions(log).isOlder(tenantAt(world.hub.url), version)).toBe(older);
});

test('a hub that does not say its version counts as older (contract 146)', async () => {
  world.hub.misbehave({ status: 404 });
  expect(await createConnecVersions(log).isOlder(tenantAt(world.hub.url), '0.1')).toBe(true);
  expect(world.heard).toMatchObject([{ event: 'the hub did not say its version' }]);
});
