import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Prisma } from '../../../src/generated/prisma/client.ts';
import { type ApiWorld, documentOf, startApiWorld } from '../../support/api-world.ts';

/** Stands in every row of the other tenant, and wherever something is secret: nobody may ever read it. */
const secret = 'sesame';

let world: ApiWorld;
let theirs: Record<Type, number>;
let own: Record<Type, number>;
type Type = (typeof types)[number];
const types = ['organizations', 'users', 'synchronizations', 'id_maps'] as const;

beforeAll(async () => {
  world = await startApiWorld();
  const hidden = { oauthToken: secret, refreshToken: secret, credentials: secret };
  theirs = await rowsOf('other', { ...hidden, name: secret, uid: 'cld-theirs' });
  own = await rowsOf('default', { ...hidden, name: 'Own' });
});
afterAll(() => world.close());

async function rowsOf(tenant: string, data: object): Promise<Record<Type, number>> {
  const { create } = world;
  const name = tenant === 'other' ? secret : 'Own';
  const organization = await create.organization({ tenant, ...data });
  return {
    organizations: organization.id,
    users: (await create.user({ tenant, firstName: name })).id,
    synchronizations: (await create.synchronization(organization, { message: name })).id,
    id_maps: (await create.idMap(organization, { name, externalEntity: name, baseFields: secret })).id,
  };
}

/** Everything that is stored, as it is: to see that nothing was changed. */
const stored = async () => {
  const { organization, user, membership, synchronization, idMap } = world.connector.database;
  const tables = [organization, user, membership, synchronization, idMap] as {
    findMany(): Promise<object[]>;
  }[];
  return JSON.stringify(await Promise.all(tables.map((table) => table.findMany())));
};

describe('another tenant’s records (contract 247)', () => {
  test('are not there, at whichever address', async () => {
    for (const path of [
      ...types.map((type) => `/${type}/${theirs[type]}`),
      `/organizations/${theirs.organizations}/synchronizations`,
      `/organizations/${theirs.organizations}/relationships/synchronizations`,
      `/synchronizations/${theirs.synchronizations}/organization`,
      `/synchronizations/${theirs.synchronizations}/relationships/organization`,
      `/id_maps/${theirs.id_maps}/organization`,
      `/id_maps/${theirs.id_maps}/relationships/organization`,
    ]) {
      const { status, text } = await world.api('GET', path);
      expect({ path, status, told: text.includes(secret) }).toEqual({ path, status: 404, told: false });
    }
  });

  test.each(types)('are in no list of %s, however it is asked for', async (type) => {
    const include = {
      organizations: 'synchronizations',
      users: '',
      synchronizations: 'organization',
      id_maps: 'organization',
    };
    const queries: Record<string, string>[] = [
      { 'page[size]': '100', include: include[type] },
      { 'filter[id]': `${own[type]},${theirs[type]}` },
      { 'filter[id.not]': String(own[type]) },
      ...(type === 'users' ? [] : [{ 'filter[uid.like]': '%' }, { 'filter[uid]': 'cld-theirs' }]),
      ...(type === 'synchronizations' ? [{ sort: '-organization.name' }] : []),
    ];
    for (const query of queries) {
      const { status, body, text } = await world.api('GET', `/${type}`, { query });
      const ids = body.data.map(({ id }: { id: string }) => Number(id));
      expect({ status, has: ids.includes(theirs[type]), told: text.includes(secret) }).toEqual({
        status: 200,
        has: false,
        told: false,
      });
    }
  });

  test('are not changed', async () => {
    const before = await stored();
    for (const method of ['PATCH', 'PUT'])
      for (const type of ['organizations', 'users'] as const) {
        const attributes = type === 'users' ? { email: 'eve@example.com' } : { name: 'Mine now' };
        const body = documentOf(type, attributes, theirs[type]);
        const { status } = await world.api(method, `/${type}/${theirs[type]}`, { body });
        expect(status).toBe(404);
      }
    expect(await stored()).toBe(before);
  });
});

test.each(types)('no secret of one’s own %s is told, nor asked after (contract 240 to 243)', async (type) => {
  const list = await world.api('GET', `/${type}`);
  const one = await world.api('GET', `/${type}/${own[type]}`);
  expect(list.text + one.text).not.toContain(secret);
});

describe('mass assignment: what is no attribute to be written is refused, and nothing is changed (contract 238)', () => {
  const underscored = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const columns = {
    organizations: Object.keys(Prisma.OrganizationScalarFieldEnum),
    users: Object.keys(Prisma.UserScalarFieldEnum),
  };
  const computed = [
    'has_account_linked',
    'entities_types',
    'account_creation_link',
    'synchronizations',
    'memberships',
  ];
  const open = {
    organizations: ['name', 'org_uid', 'sync_enabled', 'tenant'],
    users: ['first_name', 'last_name', 'email', 'tenant'],
  };

  test.each(['organizations', 'users'] as const)('of %s', async (type) => {
    const names = new Set([...columns[type].flatMap((name) => [name, underscored(name)]), ...computed]);
    const closed = [...names].filter((name) => !open[type].includes(name));
    const before = await stored();
    for (const name of closed) {
      const body = documentOf(type, { [name]: 'taken over' }, own[type]);
      const answer = await world.api('PATCH', `/${type}/${own[type]}`, { body });
      const pointer = `/data/attributes/${name}`;
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: '105', source: { pointer } }] } });
    }
    expect(closed.length).toBeGreaterThan(15);
    expect(await stored()).toBe(before);
  });

  test('beside the attributes, too', async () => {
    const before = await stored();
    const { data } = documentOf('organizations', {}, own.organizations);
    const body = {
      data: { ...data, name: 'x', tenant: 'other', oauthToken: 'x' },
      tenant: 'other',
      organization: {},
    };
    expect((await world.api('PATCH', `/organizations/${own.organizations}`, { body })).status).toBe(200);
    const untouched = (text: string) => text.replace(/"updatedAt":"[^"]*"/g, '');
    expect(untouched(await stored())).toBe(untouched(before));
  });
});

describe('bodies', () => {
  const post = (body: string) => world.api('POST', '/organizations', { body });

  test('that are too big are a 413', async () => {
    const body = JSON.stringify(documentOf('organizations', { name: 'x'.repeat(65_536) }));
    expect(await post(body)).toMatchObject({ status: 413, body: { errors: [{ status: '413' }] } });
  });

  test('with thousands of faults are answered with twenty', async () => {
    const attributes = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`a${i}`, 1]));
    const answer = await post(JSON.stringify(documentOf('organizations', attributes)));
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toHaveLength(20);
  });

  test('that go deep are refused like others', async () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    expect((await post(`{"data":{"type":"organizations","attributes":{"name":${deep}}}}`)).status).toBe(422);
    expect((await post('{"data":'.repeat(5000))).status).toBe(400);
  });

  test('of any kind are refused, and change nothing', async () => {
    const before = await stored();
    const almost = fc.record(
      {
        type: fc.oneof(fc.constant('organizations'), fc.json()),
        id: fc.oneof(fc.constant(String(own.organizations)), fc.string()),
        attributes: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
        relationships: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      almost.map((data) => JSON.stringify({ data })),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('POST', 'PATCH'), bodies, async (method, body) => {
        const path = method === 'POST' ? '/organizations' : `/organizations/${own.organizations}`;
        const { status, text } = await world.api(method, path, { body });
        if (status === 200) return;
        expect([400, 403, 409, 415, 422]).toContain(status);
        expect(JSON.parse(text).errors[0].status).toBe(String(status));
      }),
      { numRuns: 100 },
    );
    const untouched = (text: string) => text.replace(/"updatedAt":"[^"]*"/g, '');
    expect(untouched(await stored())).toBe(untouched(before));
  });
});

describe('query strings', () => {
  const families = fc.constantFrom('filter', 'sort', 'page', 'include', 'fields', 'org_uid', 'x');
  const keys = fc.constantFrom(
    'id',
    'name',
    'uid',
    'status',
    'message',
    'created_at',
    'size',
    'number',
    ...types,
    '__proto__',
  );
  const suffixes = fc.constantFrom(
    '',
    '.gt',
    '.like',
    '.ne',
    '.none',
    '.not',
    '.in',
    '.nin',
    '.x',
    '.like.like',
    '][',
  );
  const names = fc.oneof(
    families,
    fc.tuple(families, keys, suffixes).map(([family, key, suffix]) => `${family}[${key}${suffix}]`),
    fc.string(),
  );
  const values = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '1',
      '1,2',
      '-1',
      '%',
      '_%\\',
      "' OR 1=1 --",
      '2026-01-31T12:00:00Z',
      'true',
      '\0',
      'organization',
      '-name',
    ),
    fc.integer().map(String),
    fc.constantFrom(secret, 'cld-theirs'),
  );

  test('of any kind are answered or refused, and tell nothing of another tenant', async () => {
    const queries = fc.array(fc.tuple(names, values), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...types), queries, async (type, query) => {
        const search = new URLSearchParams(query);
        const { status, body } = await world.api('GET', `/${type}?${search}`);
        expect([200, 400]).toContain(status);
        expect(JSON.stringify(body.data ?? [])).not.toContain(secret);
        if (status === 400) expect(body.errors[0].source.parameter).toEqual(expect.any(String));
      }),
      { numRuns: 100 },
    );
  });

  test('with thousands of names and values are answered where they say the same, and refused where they are too many', async () => {
    const many = (what: (i: number) => unknown, length = 2500) =>
      Array.from({ length }, (_, i) => what(i)).join(',');
    const answers = async (query: string) => (await world.api('GET', `/id_maps?${query}`)).status;
    expect(await answers(`sort=${many(() => '-id')}`)).toBe(200);
    expect(await answers(`fields[id_maps]=${many(() => 'name')}`)).toBe(200);
    for (const filter of ['filter[uid]', 'filter[id]', 'filter[id.nin]', 'filter[name.in]'])
      expect(await answers(`${filter}=${many((i) => i + 1)}`)).toBe(400);
    const fields = ['id', 'uid', 'name', 'message', 'connec_id'];
    const most = fields.map((name) => `filter[${name}.nin]=${many((i) => i + 1, 100)}`);
    expect(await answers(most.join('&'))).toBe(200);
    expect(await answers(`${most.join('&')}&filter[external_id]=1`)).toBe(400);
  });

  test('that are no text, or too long, are refused, and the process lives', async () => {
    for (const query of [
      '?filter[name]=%ED%A0%80',
      '?filter[name]=%',
      '?%00=1',
      '?filter%5Bname%5D',
      '?=&&=',
      '?[]=1',
    ])
      expect([200, 400]).toContain((await world.api('GET', `/organizations${query}`)).status);
    const long = await fetch(`${world.url}/maestrano/api/users?filter[uid]=${'a,'.repeat(20_000)}`);
    expect(long.status).toBe(431);
    expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
  });
});
