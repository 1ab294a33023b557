import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IdMap, Organization } from '../../src/engine/index.ts';
import { type ApiWorld, idsIn, startApiWorld } from '../support/api-world.ts';

let world: ApiWorld;
let organization: Organization;
beforeAll(async () => {
  world = await startApiWorld();
  organization = await world.create.organization({ name: 'Fern & Co' });
});
afterAll(() => world.close());

const get = (path: string, query: Record<string, string> = {}) => world.api('GET', path, { query });

describe('a document', () => {
  test('has underscores in its names, and ids that are text (contract 238)', async () => {
    const run = await world.create.synchronization(organization, { status: 'ERROR', message: 'no access' });
    const { body } = await get(`/synchronizations/${run.id}`);
    const address = `${world.url}/maestrano/api/synchronizations/${run.id}`;
    expect(body).toEqual({
      jsonapi: { version: '1.0' },
      links: { self: address },
      data: {
        type: 'synchronizations',
        id: String(run.id),
        links: { self: address },
        attributes: {
          status: 'ERROR',
          message: 'no access',
          updated_at: run.updatedAt.toISOString(),
          created_at: run.createdAt.toISOString(),
        },
        relationships: {
          organization: {
            links: { self: `${address}/relationships/organization`, related: `${address}/organization` },
            data: { type: 'organizations', id: String(organization.id) },
          },
        },
      },
    });
  });

  test('of an organization tells what it is linked to in a yes or no, and what travels (contract 240, 279)', async () => {
    const own = await world.create.organization({
      name: 'Alder',
      orgUid: 'org-1',
      syncEnabled: true,
      dateFilteringLimit: new Date('2026-01-31T12:00:00Z'),
      synchronizedEntities: { account: { toConnec: true, toExternal: false } },
    });
    await world.create.idMap(own, { externalEntity: 'contact' });
    await world.create.idMap(own, { externalEntity: 'contact' });
    await world.create.idMap(own, { externalEntity: 'account', connecEntity: 'organization' });
    const { body } = await get(`/organizations/${own.id}`);
    expect(body.data.attributes).toEqual({
      name: 'Alder',
      has_account_linked: true,
      uid: own.uid,
      org_uid: 'org-1',
      account_creation_link: world.connector.external.signUpLink,
      displayable_synchronized_entities: {
        account: {
          connec_name: 'Organizations',
          external_name: 'Accounts',
          can_push_to_connec: true,
          can_push_to_external: false,
        },
        contact: {
          connec_name: 'People',
          external_name: 'Contacts',
          can_push_to_connec: false,
          can_push_to_external: false,
        },
      },
      date_filtering_limit: '2026-01-31T12:00:00.000Z',
      tenant: 'default',
      provider: 'maestrano',
      sync_enabled: true,
      entities_types: ['All', 'account', 'contact'],
    });
  });

  test('shows the kinds of an organization’s own id maps only (contract 240, improvements 4.10, 6.2)', async () => {
    const [own, sister, stranger] = [
      await world.create.organization({ oauthUid: null }),
      await world.create.organization(),
      await world.create.organization({ tenant: 'other' }),
    ];
    await world.create.idMap(own, { externalEntity: 'mine' });
    await world.create.idMap(sister, { externalEntity: 'hers' });
    await world.create.idMap(stranger, { externalEntity: 'theirs' });
    const { body } = await get('/organizations', {
      'filter[id]': `${own.id},${sister.id},${stranger.id}`,
      'fields[organizations]': 'entities_types,has_account_linked',
    });
    expect(body.data.map(({ attributes }: { attributes: object }) => attributes)).toEqual([
      { has_account_linked: false, entities_types: ['All', 'mine'] },
      { has_account_linked: true, entities_types: ['All', 'hers'] },
    ]);
  });

  test('of a user, and of an id map, has what it is to have (contract 241, 243)', async () => {
    const user = await world.create.user({ firstName: 'Ada', lastName: null });
    expect((await get(`/users/${user.id}`)).body.data.attributes).toEqual({
      first_name: 'Ada',
      provider: 'maestrano',
      last_name: null,
      email: 'ada@example.com',
      tenant: 'default',
      uid: user.uid,
    });
    const idMap = await world.create.idMap(organization, { name: 'Ada', message: 'no email' });
    expect((await get(`/id_maps/${idMap.id}`)).body.data.attributes).toEqual({
      connec_id: idMap.connecId,
      external_entity: 'contact',
      external_id: idMap.externalId,
      name: 'Ada',
      message: 'no email',
    });
  });
});

describe('fields', () => {
  test('are what was asked for, of attributes and relationships alike (contract 238)', async () => {
    const path = `/organizations/${organization.id}`;
    const some = await get(path, { 'fields[organizations]': 'name,synchronizations' });
    expect(some.body.data).toMatchObject({ attributes: { name: 'Fern & Co' }, relationships: {} });
    expect(Object.keys(some.body.data.relationships)).toEqual(['synchronizations']);
    const none = await get(path, { 'fields[organizations]': '', 'fields[users]': 'email' });
    expect(Object.keys(none.body.data)).toEqual(['type', 'id', 'links', 'attributes']);
    expect(none.body.data.attributes).toEqual({});
  });
});

describe('include', () => {
  test('brings each record once, and names it where it belongs (contract 238)', async () => {
    const [own, empty] = [await world.create.organization(), await world.create.organization()];
    const runs = [await world.create.synchronization(own), await world.create.synchronization(own)];
    const { body } = await get('/organizations', {
      'filter[id]': `${own.id},${empty.id}`,
      include: 'synchronizations.organization,synchronizations',
    });
    const linked = body.data.map((one: { relationships: object }) => one.relationships);
    expect(linked).toMatchObject([
      { synchronizations: { data: runs.map(({ id }) => ({ type: 'synchronizations', id: String(id) })) } },
      { synchronizations: { data: [] } },
    ]);
    expect(body.included.map(({ type, id }: { type: string; id: string }) => `${type} ${id}`)).toEqual(
      runs.map(({ id }) => `synchronizations ${id}`),
    );
  });

  test('follows a path, with the fields of each type (contract 238)', async () => {
    const own = await world.create.organization({ name: 'Birch' });
    const run = await world.create.synchronization(own);
    const idMap = await world.create.idMap(own);
    const { body } = await get(`/id_maps/${idMap.id}`, {
      include: 'organization.synchronizations',
      'fields[organizations]': 'name',
      'fields[synchronizations]': 'status',
    });
    expect(body.included).toEqual([
      expect.objectContaining({ type: 'organizations', attributes: { name: 'Birch' } }),
      expect.objectContaining({ id: String(run.id), attributes: { status: 'SUCCESS' } }),
    ]);
    expect((await get(`/id_maps/${idMap.id}`, { include: '' })).body.included).toBeUndefined();
  });
});

describe('sort', () => {
  test('is by any column, both ways, by several, and by the record that it belongs to (contract 238)', async () => {
    const organizations = [
      await world.create.organization({ name: 'sort b', orgUid: null }),
      await world.create.organization({ name: 'sort a', orgUid: 'y' }),
      await world.create.organization({ name: 'sort a', orgUid: 'x' }),
    ];
    const [one = 0, two = 0, three = 0] = organizations.map(({ id }) => id);
    const sorted = async (sort: string) =>
      idsIn(await get('/organizations', { 'filter[name.like]': 'sort _', sort }));
    expect(await sorted('name,org_uid')).toEqual([three, two, one]);
    expect(await sorted('-name,-id')).toEqual([one, three, two]);
    expect(await sorted('name')).toEqual([two, three, one]);
    // What has no value is less than everything, on every database.
    expect(await sorted('org_uid')).toEqual([one, three, two]);
    expect(await sorted('-org_uid')).toEqual([two, three, one]);

    const runs = [];
    for (const each of organizations) runs.push((await world.create.synchronization(each)).id);
    const { body } = await get('/synchronizations', {
      'filter[uid]': organizations.map(({ uid }) => uid).join(','),
      sort: '-organization.name,-organization.org_uid,created_at',
    });
    expect(body.data.map(({ id }: { id: string }) => Number(id))).toEqual([runs[0], runs[1], runs[2]]);
  });
});

describe('pages (contract 239)', () => {
  test('have thirty records, and say how many there are', async () => {
    const own = await world.create.organization();
    for (let i = 0; i < 31; i++) await world.create.synchronization(own);
    const { body } = await get(`/organizations/${own.id}/synchronizations`);
    expect(body.data).toHaveLength(30);
    expect(body.meta).toEqual({ record_count: 31 });
    expect(
      (await get('/synchronizations', { 'filter[uid]': own.uid, 'page[size]': '100' })).body.data,
    ).toHaveLength(31);
  });

  test('lead to each other, with the question that was asked', async () => {
    const own = await world.create.organization();
    const runs = [];
    for (let i = 0; i < 5; i++) runs.push((await world.create.synchronization(own)).id);
    const asked = { 'filter[uid]': own.uid, sort: '-id', 'page[size]': '2' };
    const at = (page: number) => get('/synchronizations', { ...asked, 'page[number]': String(page) });
    const seen = [];
    for (let next: string | undefined = (await at(1)).body.links.first; next; ) {
      const url = new URL(next);
      const answer = await get(
        url.pathname.replace('/maestrano/api', ''),
        Object.fromEntries(url.searchParams),
      );
      seen.push(...idsIn(answer));
      next = answer.body.links.next;
    }
    expect(seen).toEqual(runs.reverse());
    const page = (link: string) => new URL(link).searchParams.get('page[number]');
    const { links } = (await at(2)).body;
    expect([page(links.first), page(links.prev), page(links.next), page(links.last)]).toEqual([
      '1',
      '1',
      '3',
      '3',
    ]);
    const last = (await at(3)).body;
    expect([last.data.length, page(last.links.prev), last.links.next]).toEqual([1, '2', undefined]);
    const beyond = (await at(999_999_999)).body;
    expect([beyond.data, page(beyond.links.prev), beyond.links.next]).toEqual([[], '3', undefined]);
    expect((await at(1)).body.links.prev).toBeUndefined();
  });

  test('there is always a first one', async () => {
    const { links, data, meta } = (await get('/users', { 'filter[uid]': 'nobody' })).body;
    expect({ data, meta }).toEqual({ data: [], meta: { record_count: 0 } });
    expect(links.first).toBe(links.last);
  });
});

describe('filters', () => {
  let own: Organization;
  let maps: Record<'ada' | 'bob' | 'percent' | 'nameless', IdMap>;
  beforeAll(async () => {
    own = await world.create.organization();
    maps = {
      ada: await world.create.idMap(own, { name: 'Ada, Lady', message: 'no email', externalEntity: 'lead' }),
      bob: await world.create.idMap(own, { name: 'Bob' }),
      percent: await world.create.idMap(own, { name: 'A%_\\a', connecId: null }),
      nameless: await world.create.idMap(own, { name: null }),
    };
  });
  const found = async (query: Record<string, string>) => {
    const ids = idsIn(await get('/id_maps', { 'filter[uid]': own.uid, ...query }));
    return ids.map((id) => Object.entries(maps).find(([, map]) => map.id === id)?.[0]);
  };
  const all = ['ada', 'bob', 'percent', 'nameless'];

  test.each<[string, string, string[]]>([
    ['name', 'Bob', ['bob']],
    ['name', 'bob', []],
    ['name', 'Bob,A%_\\a', ['bob', 'percent']],
    ['name', 'A%', []],
    ['name.in', 'Bob,nobody', ['bob']],
    ['name.nin', 'Bob,nobody', ['ada', 'percent', 'nameless']],
    ['name.ne', 'Ada, Lady', ['bob', 'percent', 'nameless']],
    ['name.not', 'Bob', ['ada', 'percent', 'nameless']],
    ['name.not', '', ['ada', 'bob', 'percent']],
    ['name.none', 'whatever', ['nameless']],
    ['connec_id.none', '', ['percent']],
    ['external_entity.none', '', []],
    ['external_entity.not', '', all],
    ['external_entity.ne', 'lead', ['bob', 'percent', 'nameless']],
    ['message', 'no email', ['ada']],
    ['name.gt', 'B', ['bob']],
    ['name.lte', 'Ada, Lady', ['ada', 'percent']],
    ['name.like', 'A%', ['ada', 'percent']],
    ['name.like', '%LADY', ['ada']],
    ['name.like', '%a_l%', []],
    ['name.like', 'a%y', ['ada']],
    ['name.like', 'ada%ada%lady', []],
    ['name.like', 'b_b', ['bob']],
    ['name.like', 'b_', []],
    ['name.like', 'bob', ['bob']],
    ['name.like', 'bo', []],
    ['name.like', '%', ['ada', 'bob', 'percent']],
    ['name.like', '', []],
    ['name.like', '%\\%', ['percent']],
    ['name.like', 'a___a', ['percent']],
  ])('%s=%s finds what it should (contract 243, 244, improvement 7.7)', async (name, value, expected) => {
    expect(await found({ [`filter[${name}]`]: value })).toEqual(expected);
  });

  test('by id compare numbers (contract 243, 244)', async () => {
    const { bob, percent } = maps;
    expect(await found({ 'filter[id]': String(bob.id) })).toEqual(['bob']);
    expect(await found({ 'filter[id.gt]': String(bob.id), 'filter[id.lte]': String(percent.id) })).toEqual([
      'percent',
    ]);
    expect(await found({ 'filter[id.nin]': `${bob.id},${percent.id}` })).toEqual(['ada', 'nameless']);
  });

  test('by uid take several organizations, and operators, too (contract 242, 243, improvement 7.8)', async () => {
    const [one, two] = [await world.create.organization(), await world.create.organization()];
    const runs = [await world.create.synchronization(one), await world.create.synchronization(two)];
    const of = async (query: Record<string, string>) => idsIn(await get('/synchronizations', query));
    expect(await of({ 'filter[uid]': `${one.uid},${two.uid}` })).toEqual(runs.map(({ id }) => id));
    expect(await of({ 'filter[uid.like]': two.uid.replace('-', '_') })).toEqual([runs[1]?.id]);
    expect(await of({ 'filter[id]': String(runs[0]?.id), 'filter[uid.ne]': one.uid })).toEqual([]);
  });

  test('are the same for every resource: text, yes or no, instants (contract 240, 241, 242, improvement 7.6)', async () => {
    const on = await world.create.organization({
      syncEnabled: true,
      dateFilteringLimit: new Date('2026-01-31'),
    });
    const ofOrganizations = async (query: Record<string, string>) =>
      idsIn(await get('/organizations', { 'filter[id]': `${on.id},${organization.id}`, ...query }));
    expect(await ofOrganizations({ 'filter[sync_enabled]': 'true' })).toEqual([on.id]);
    expect(await ofOrganizations({ 'filter[sync_enabled.not]': 'true' })).toEqual([organization.id]);
    expect(
      await ofOrganizations({ 'filter[date_filtering_limit.gte]': '2026-01-31T01:00:00+01:00' }),
    ).toEqual([on.id]);
    expect(await ofOrganizations({ 'filter[date_filtering_limit.ne]': '2026-01-31T00:00:00Z' })).toEqual([
      organization.id,
    ]);
    expect(await ofOrganizations({ 'filter[uid]': on.uid })).toEqual([on.id]);
    const user = await world.create.user({ email: 'bea@example.com' });
    expect(idsIn(await get('/users', { 'filter[email.like]': 'BEA@%' }))).toEqual([user.id]);
    expect(idsIn(await get('/users', { 'filter[id]': String(user.id) }))).toEqual([user.id]);
    const run = await world.create.synchronization(on, { status: 'PARTIAL' });
    expect(idsIn(await get('/synchronizations', { 'filter[status]': 'PARTIAL' }))).toEqual([run.id]);
  });

  test('are there though no user was when the connector started (contract 245)', async () => {
    const fresh = await startApiWorld();
    const { status, body } = await fresh.api('GET', '/users', { query: { 'filter[uid]': 'usr-1' } });
    expect({ status, data: body.data }).toEqual({ status: 200, data: [] });
    await fresh.close();
  });
});

describe('what is not known is refused, and the answer says where it stands (contract 238, 239)', () => {
  const runs = '/synchronizations';
  test.each<[string, string, string, string]>([
    ['/organizations', 'foo', 'x', '105'],
    ['/organizations', 'tenant', 'other', '105'],
    ['/organizations', 'include', 'users', '112'],
    ['/organizations', 'include', 'constructor', '112'],
    ['/organizations', 'include', 'synchronizations.organization.synchronizations', '112'],
    ['/users', 'include', 'organization', '112'],
    ['/organizations', 'include[x]', 'synchronizations', '105'],
    ['/organizations', 'sort', 'oauth_token', '114'],
    ['/organizations', 'sort', 'has_account_linked', '114'],
    ['/organizations', 'sort', '--name', '114'],
    ['/organizations', 'sort', 'synchronizations.status', '114'],
    [runs, 'sort', 'organization.oauthToken', '114'],
    [runs, 'sort', 'toString', '114'],
    ['/organizations', 'fields[organizations]', 'name,oauth_token', '104'],
    ['/organizations', 'fields[organizations]', '__proto__', '104'],
    ['/organizations', 'fields[sessions]', 'data', '101'],
    ['/organizations', 'fields', 'name', '101'],
    ['/organizations', 'filter[oauth_token]', 'x', '102'],
    ['/organizations', 'filter[oauthToken.like]', '%', '102'],
    ['/organizations', 'filter[has_account_linked]', 'true', '102'],
    ['/organizations', 'filter[toString]', 'x', '102'],
    ['/organizations', 'filter[name.contains]', 'x', '102'],
    ['/organizations', 'filter[name.like.like]', 'x', '102'],
    ['/organizations', 'filter[name.constructor]', 'x', '102'],
    ['/organizations', 'filter[sync_enabled.gt]', 'true', '102'],
    ['/organizations', 'filter[sync_enabled.in]', 'true,false', '102'],
    ['/organizations', 'filter[date_filtering_limit.like]', '%', '102'],
    ['/organizations', 'filter', 'name', '120'],
    ['/organizations', 'filter[name][like]', 'x', '105'],
    ['/organizations', 'filter[sync_enabled]', 'yes', '107'],
    ['/organizations', 'filter[id]', '1 OR 1=1', '107'],
    ['/organizations', 'filter[id]', '99999999999', '107'],
    ['/organizations', 'filter[name]', 'a\0b', '107'],
    ['/organizations', 'filter[date_filtering_limit.lt]', 'yesterday', '107'],
    ['/organizations', 'filter[date_filtering_limit.lt]', '0000-01-01T00:00:00Z', '107'],
    ['/organizations', 'page', '2', '117'],
    ['/organizations', 'page[offset]', '2', '105'],
    ['/organizations', 'page[size]', '101', '118'],
    ['/organizations', 'page[size]', '0', '118'],
    ['/organizations', 'page[size]', '-1', '118'],
    ['/organizations', 'page[number]', '0', '118'],
    ['/organizations', 'page[number]', '1.5', '118'],
    ['/organizations', 'page[number]', '99999999999999999999', '118'],
  ])('%s?%s=%j', async (path, parameter, value, code) => {
    const { status, body } = await get(path, { [parameter]: value });
    expect({ status, errors: body.errors }).toEqual({
      status: 400,
      errors: [
        {
          status: '400',
          code,
          title: expect.any(String),
          detail: expect.stringMatching(/\.$/),
          source: { parameter },
        },
      ],
    });
  });

  test('pages, filters and sorting make no sense for one record', async () => {
    for (const parameter of ['page[size]', 'filter[id]', 'sort']) {
      const answer = await get(`/organizations/${organization.id}`, { [parameter]: '1' });
      expect(answer).toMatchObject({
        status: 400,
        body: { errors: [{ code: '105', source: { parameter } }] },
      });
    }
  });

  test('a parameter that is given twice is refused', async () => {
    const answer = await world.api('GET', '/users?sort=id&sort=-id');
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ source: { parameter: 'sort' } }] } });
  });
});
