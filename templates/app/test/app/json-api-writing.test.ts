import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Organization } from '../../src/engine/index.ts';
import { type ApiWorld, documentOf, startApiWorld } from '../support/api-world.ts';

let world: ApiWorld;
let organization: Organization;
let database: ApiWorld['connector']['database'];
beforeAll(async () => {
  world = await startApiWorld();
  database = world.connector.database;
  organization = await world.create.organization({ name: 'Fern & Co' });
});
afterAll(() => world.close());

let count = 0;
const newUid = (kind: string) => `${kind}-new-${++count}`;
const audited = () => database.auditEntry.findFirst({ orderBy: { id: 'desc' } });

describe('an organization', () => {
  test('is created as the tenant’s own, whatever the document says, with what its entities can do (contract 246, 278)', async () => {
    const uid = newUid('cld');
    const body = documentOf('organizations', { name: 'Alder', uid, tenant: 'other', org_uid: null });
    const answer = await world.api('POST', '/organizations', { body });
    expect(answer.status).toBe(201);
    const { data } = answer.body;
    expect(answer.headers.get('location')).toBe(`${world.url}/maestrano/api/organizations/${data.id}`);
    expect(data.links.self).toBe(answer.headers.get('location'));
    expect(data.attributes).toMatchObject({
      name: 'Alder',
      uid,
      tenant: 'default',
      has_account_linked: false,
    });
    const row = await database.organization.findUniqueOrThrow({ where: { id: Number(data.id) } });
    expect(row).toMatchObject({
      tenant: 'default',
      provider: 'maestrano',
      syncEnabled: false,
      synchronizedEntities: {
        account: { toConnec: true, toExternal: true },
        contact: { toConnec: true, toExternal: true },
      },
    });
    expect(await audited()).toMatchObject({
      actor: 'app-1',
      tenant: 'default',
      action: 'organization created',
      organizationId: row.id,
      detail: JSON.stringify({ uid, attributes: ['name', 'uid', 'org_uid'] }),
    });
  });

  test.each(['PATCH', 'PUT'])(
    'is changed by %s: what is given, and nothing else; its tenant stays (contract 237, 246)',
    async (method) => {
      const before = await world.create.organization({ orgUid: 'org-1' });
      const attributes = { name: `Birch ${method}`, sync_enabled: true, tenant: 'other' };
      const body = documentOf('organizations', attributes, before.id);
      const answer = await world.api(method, `/organizations/${before.id}`, {
        body,
        query: { 'fields[organizations]': 'name,org_uid' },
      });
      expect(answer).toMatchObject({ status: 200 });
      expect(answer.body.data.attributes).toEqual({ name: `Birch ${method}`, org_uid: 'org-1' });
      const { updatedAt: _, ...rest } = before;
      expect(await database.organization.findUnique({ where: { id: before.id } })).toMatchObject({
        ...rest,
        name: `Birch ${method}`,
        syncEnabled: true,
      });
      expect(await audited()).toMatchObject({ action: 'organization changed', organizationId: before.id });
    },
  );

  test('cannot be there twice: that is a 409, and another tenant’s is none of them', async () => {
    const uid = newUid('cld');
    const body = documentOf('organizations', { name: 'Cedar', uid });
    expect((await world.api('POST', '/organizations', { body })).status).toBe(201);
    const again = await world.api('POST', '/organizations', { body });
    expect(again).toMatchObject({ status: 409, body: { errors: [{ status: '409' }] } });
    expect((await world.others('POST', '/organizations', { body })).status).toBe(201);
  });
});

describe('a user', () => {
  test('is created as the tenant’s own (contract 241)', async () => {
    const uid = newUid('usr');
    const attributes = { uid, email: 'ada@example.com', first_name: 'Ada', last_name: null, tenant: 'other' };
    const answer = await world.api('POST', '/users', { body: documentOf('users', attributes) });
    expect(answer.status).toBe(201);
    expect(answer.body.data.attributes).toMatchObject({
      ...attributes,
      tenant: 'default',
      provider: 'maestrano',
    });
    expect(await database.membership.count({ where: { userId: Number(answer.body.data.id) } })).toBe(0);
    expect(await audited()).toMatchObject({ action: 'user created', actor: 'app-1', organizationId: null });
    // Names and addresses of people are nobody's business there.
    expect((await audited())?.detail).not.toContain('ada@example.com');
  });

  test('gets a place in the organization that org_uid names, and no rights in it (contract 241, improvement 7.2)', async () => {
    const query = { org_uid: organization.uid };
    const body = documentOf('users', { uid: newUid('usr'), email: 'bea@example.com' });
    const created = await world.api('POST', '/users', { body, query });
    expect(created.status).toBe(201);
    const userId = Number(created.body.data.id);
    const places = () => database.membership.findMany({ where: { userId } });
    expect(await places()).toMatchObject([{ organizationId: organization.id, role: null }]);

    const second = await world.create.organization();
    const change = documentOf('users', { first_name: 'Bea' }, userId);
    for (const uid of [second.uid, second.uid, organization.uid])
      expect(
        (await world.api('PATCH', `/users/${userId}`, { body: change, query: { org_uid: uid } })).status,
      ).toBe(200);
    expect((await places()).map(({ organizationId }) => organizationId)).toEqual([
      organization.id,
      second.id,
    ]);
  });

  test('keeps the role that the hub gave', async () => {
    const user = await world.create.user();
    await world.create.membership(user, organization, 'Admin');
    const body = documentOf('users', {}, user.id);
    await world.api('PATCH', `/users/${user.id}`, { body, query: { org_uid: organization.uid } });
    expect(await database.membership.findMany({ where: { userId: user.id } })).toMatchObject([
      { role: 'Admin' },
    ]);
  });

  test.each(['nobody’s', 'another tenant’s'])(
    'gets no place in an organization that is %s',
    async (whose) => {
      const theirs = await world.create.organization({ tenant: 'other' });
      const query = { org_uid: whose === 'nobody’s' ? 'cld-nobody' : theirs.uid };
      const uid = newUid('usr');
      const body = documentOf('users', { uid, email: 'eve@example.com' });
      expect(await world.api('POST', '/users', { body, query })).toMatchObject({
        status: 404,
        body: { errors: [{ status: '404', source: { parameter: 'org_uid' } }] },
      });
      expect(await database.user.count({ where: { uid } })).toBe(0);
      expect(await database.membership.count({ where: { organizationId: theirs.id } })).toBe(0);
    },
  );
});

describe('what nobody may do is a 403 (contract 247, improvement 7.3)', () => {
  const bodies = { synchronizations: { status: 'SUCCESS' }, id_maps: { name: 'mine' } };

  test.each(Object.entries(bodies))('%s are not written', async (type, attributes) => {
    const row =
      type === 'id_maps'
        ? await world.create.idMap(organization, { name: 'theirs' })
        : await world.create.synchronization(organization, { status: 'ERROR' });
    const attempts = [
      world.api('POST', `/${type}`, { body: documentOf(type, attributes) }),
      world.api('PATCH', `/${type}/${row.id}`, { body: documentOf(type, attributes, row.id) }),
      world.api('PUT', `/${type}/${row.id}`, { body: documentOf(type, attributes, row.id) }),
    ];
    for (const answer of await Promise.all(attempts))
      expect(answer).toMatchObject({ status: 403, body: { errors: [{ status: '403', code: '403' }] } });
    const where = { where: { id: row.id } };
    const now =
      type === 'id_maps' ? database.idMap.findUnique(where) : database.synchronization.findUnique(where);
    expect(await now).toEqual(row);
  });

  test.each(['organizations', 'users', 'synchronizations', 'id_maps'])(
    '%s are not destroyed',
    async (type) => {
      expect(await world.api('DELETE', `/${type}/1`)).toMatchObject({
        status: 403,
        body: { errors: [{ code: '403' }] },
      });
      expect(await database.organization.count({ where: { id: organization.id } })).toBe(1);
    },
  );

  test.each(['POST', 'PATCH', 'PUT', 'DELETE'])('relationships are not changed by %s', async (method) => {
    const run = await world.create.synchronization(organization);
    for (const [path, data] of [
      [`/organizations/${organization.id}/relationships/synchronizations`, []],
      [`/synchronizations/${run.id}/relationships/organization`, null],
    ] as const)
      expect((await world.api(method, path, { body: { data } })).status).toBe(403);
    expect(await database.synchronization.findUnique({ where: { id: run.id } })).toEqual(run);
  });

  test('relationships are not set with the record either', async () => {
    const synchronizations = { data: [{ type: 'synchronizations', id: '1' }] };
    const body = {
      data: { ...documentOf('organizations', {}, organization.id).data, relationships: { synchronizations } },
    };
    expect(await world.api('PATCH', `/organizations/${organization.id}`, { body })).toMatchObject({
      status: 403,
      body: { errors: [{ source: { pointer: '/data/relationships/synchronizations' } }] },
    });
  });
});

describe('a document that does not fit (contract 238)', () => {
  const send = (body: unknown, path = '/organizations', method = 'POST') => world.api(method, path, { body });
  const change = (body: unknown) => send(body, `/organizations/${organization.id}`, 'PATCH');
  const refused = (status: number, code: string, pointer?: string) => ({
    status,
    body: { errors: [{ status: String(status), code, ...(pointer ? { source: { pointer } } : {}) }] },
  });

  test('to the address is a 409', async () => {
    const { id } = organization;
    expect(await send(documentOf('users', {}))).toMatchObject(refused(409, '116', '/data/type'));
    expect(await change(documentOf('users', {}, id))).toMatchObject(refused(409, '116', '/data/type'));
    expect(await change(documentOf('organizations', {}, id + 1))).toMatchObject(
      refused(409, '110', '/data/id'),
    );
    expect(await change(documentOf('organizations', {}))).toMatchObject(refused(400, '106', '/data/id'));
  });

  test('because it brings an id of its own is a 403', async () => {
    expect(await send(documentOf('organizations', { name: 'x', uid: 'y' }, 7))).toMatchObject(
      refused(403, '403', '/data/id'),
    );
  });

  test.each<[unknown, string, string?]>([
    ['{', '122'],
    ['', '122'],
    ['null', '122'],
    ['[]', '122'],
    ['"text"', '122'],
    [{}, '122'],
    [{ data: [] }, '122'],
    [{ data: null }, '122'],
    [{ data: {} }, '106', '/data/type'],
    [{ data: { type: 7 } }, '106', '/data/type'],
    [{ data: { type: 'organizations', attributes: [] } }, '106', '/data/attributes'],
    ['{"data":{"type":"organizations","attributes":{"__proto__":{"isAdmin":true}}}}', '122'],
    [{ data: { type: 'organizations', relationships: { users: {} } } }, '105', '/data/relationships/users'],
  ])('%j is a 400', async (body, code, pointer) => {
    expect(await send(body)).toMatchObject(refused(400, code, pointer));
  });

  test.each<[object, string[]]>([
    [{ name: 7 }, ['name must be text of 1 to 255 characters.']],
    [
      { name: ' ', org_uid: true },
      ['name must be text of 1 to 255 characters.', 'org_uid must be text of 1 to 255 characters, or null.'],
    ],
    [{ name: 'x'.repeat(256) }, ['name must be text of 1 to 255 characters.']],
    [{ name: null }, ['name must be text of 1 to 255 characters.']],
    [{ name: 'a\0b' }, ['name must be text of 1 to 255 characters.']],
    [{ name: '\ud800' }, ['name must be text of 1 to 255 characters.']],
    [{ sync_enabled: 'true' }, ['sync_enabled must be true or false.']],
  ])('in its values is a 422 that names them all: %j', async (attributes, details) => {
    const answer = await change(documentOf('organizations', attributes, organization.id));
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual(
      details.map((detail, index) => ({
        status: '422',
        code: '100',
        title: 'Invalid value',
        detail,
        source: { pointer: `/data/attributes/${Object.keys(attributes)[index]}` },
      })),
    );
  });

  test('because something is missing is a 422', async () => {
    const answer = await send(documentOf('users', { first_name: 'Ada' }), '/users');
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ detail: 'email is missing.' }, { detail: 'uid is missing.' }] },
    });
  });

  test('changes nothing, in part neither', async () => {
    const before = await database.organization.findUnique({ where: { id: organization.id } });
    await change(documentOf('organizations', { name: 'Half', sync_enabled: 'perhaps' }, organization.id));
    expect(await database.organization.findUnique({ where: { id: organization.id } })).toEqual(before);
  });
});
