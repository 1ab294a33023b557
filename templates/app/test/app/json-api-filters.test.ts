import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IdMap, Organization } from '../../src/engine/index.ts';
import { idsIn, startApiWorld } from '../support/api-world.ts';

const world = await startApiWorld();
const organization = await world.create.organization({ name: 'Fern & Co' });
afterAll(() => world.close());

const get = (path: string, query: Record<string, string> = {}) => world.api('GET', path, { query });

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
