import { afterAll, describe, expect, test } from 'vitest';
import { mostIncluded } from '../../src/api/graph.ts';
import { startApiWorld } from '../support/api-world.ts';

const world = await startApiWorld();
const organization = await world.create.organization({ name: 'Fern & Co' });
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

  test('brings so many records of a relationship, and more are refused', async () => {
    const { database } = world.connector;
    const busy = await world.create.organization();
    const run = { organizationId: busy.id, status: 'SUCCESS' };
    await database.synchronization.createMany({ data: Array.from({ length: mostIncluded }, () => run) });
    const query = { 'filter[id]': String(busy.id), include: 'synchronizations' };
    expect((await get('/organizations', query)).body.included).toHaveLength(mostIncluded);
    await database.synchronization.create({ data: run });
    const { status, body } = await get('/organizations', query);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ code: '112', source: { parameter: 'include' } }]);
    expect(body.errors[0].detail).toMatch(/synchronizations are more than \d+ records/);
    await database.synchronization.deleteMany({ where: { organizationId: busy.id } });
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
