import { afterAll, describe, expect, test } from 'vitest';
import { idsIn, startApiWorld } from '../support/api-world.ts';

const world = await startApiWorld();
const organization = await world.create.organization({ name: 'Fern & Co' });
afterAll(() => world.close());

const get = (path: string, query: Record<string, string> = {}) => world.api('GET', path, { query });

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
