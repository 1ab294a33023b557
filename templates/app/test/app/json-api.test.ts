import { afterAll, describe, expect, test } from 'vitest';
import { idsIn, startApiWorld } from '../support/api-world.ts';

const world = await startApiWorld();
const organization = await world.create.organization({ name: 'Fern & Co' });
afterAll(() => world.close());

const types = ['organizations', 'users', 'synchronizations', 'id_maps'];

describe('who may ask', () => {
  test.each(['app-1:wrong', 'app-2:secret-key', ':'])(
    'not a program with the credentials %s: it is told nothing (contract 236)',
    async (credentials) => {
      const ask = world.as(credentials);
      for (const path of ['/organizations', `/users/1`, '/nothing']) {
        const { status, text } = await ask('GET', path);
        expect({ status, text }).toEqual({ status: 401, text: '' });
      }
    },
  );

  test('a program of whichever tenant: its id and key say which one it is (contract 236)', async () => {
    const theirs = await world.create.organization({ tenant: 'other' });
    const query = { 'filter[id]': `${organization.id},${theirs.id}` };
    expect(idsIn(await world.api('GET', '/organizations', { query }))).toEqual([organization.id]);
    expect(idsIn(await world.others('GET', '/organizations', { query }))).toEqual([theirs.id]);
  });
});

describe('media types (contract 237)', () => {
  test.each([
    undefined,
    '*/*',
    'application/*;q=0.5',
    'application/vnd.api+json',
    'text/html, application/vnd.api+json; q=0.9',
    'application/vnd.api+json; ext="x", Application/VND.api+json',
  ])('what is accepted may be %j', async (accept) => {
    const headers: Record<string, string> = accept === undefined ? {} : { accept };
    const answer = await world.api('GET', '/organizations', { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/vnd.api+json');
    expect(answer.headers.get('vary')).toContain('accept');
  });

  test.each([
    'application/json',
    'text/html',
    'application/vnd.api+json; charset=utf-8',
    'application/vnd.api+jsonx',
  ])('what accepts nothing but %s is answered with 406', async (accept) => {
    const answer = await world.api('GET', '/organizations', { headers: { accept } });
    expect(answer).toMatchObject({ status: 406, body: { errors: [{ status: '406', code: '406' }] } });
  });

  test.each([
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'application/vnd.api+json; charset=utf-8',
    'application/vnd.api+json; ext="https://example.com"',
  ])('what is written as %s is answered with 415', async (type) => {
    const headers = { 'content-type': type };
    for (const method of ['POST', 'PATCH', 'PUT']) {
      const path = method === 'POST' ? '/organizations' : `/organizations/${organization.id}`;
      const answer = await world.api(method, path, { headers, body: '{}' });
      expect(answer).toMatchObject({ status: 415, body: { errors: [{ status: '415', code: '415' }] } });
    }
  });
});

describe('addresses', () => {
  test.each(types)('%s are listed, and each is shown (contract 237)', async (type) => {
    const [first] = await rowsOf(type);
    const list = await world.api('GET', `/${type}`);
    expect(list.status).toBe(200);
    const shown = await world.api('GET', `/${type}/${first}`);
    expect(shown.body.data).toEqual(list.body.data.find(({ id }: { id: string }) => id === String(first)));
    expect(shown.body.links.self).toBe(`${world.url}/maestrano/api/${type}/${first}`);
  });

  test.each(types)(
    '%s have none that is unknown, and none under what is no id (contract 237)',
    async (type) => {
      for (const id of [
        '999999',
        '0',
        '-1',
        '1e3',
        '1.0',
        '2147483648',
        '99999999999999999999',
        'x',
        '%00',
        "1'",
      ]) {
        const answer = await world.api('GET', `/${type}/${id}`);
        expect(answer).toMatchObject({ status: 404, body: { errors: [{ status: '404', code: '404' }] } });
      }
    },
  );

  test('relationships have addresses of their own, for records and for ids (contract 237)', async () => {
    const run = await world.create.synchronization(organization);
    const address = `/organizations/${organization.id}`;
    const runs = await world.api('GET', `${address}/synchronizations`, { query: { sort: '-id' } });
    expect(runs.body.data[0]).toMatchObject({ type: 'synchronizations', id: String(run.id) });
    const ids = await world.api('GET', `${address}/relationships/synchronizations`, {
      query: { sort: '-id' },
    });
    expect(ids.body.data[0]).toEqual({ type: 'synchronizations', id: String(run.id) });
    expect(ids.body.meta).toEqual(runs.body.meta);
    const one = await world.api('GET', `/synchronizations/${run.id}/organization`);
    expect(one.body.data).toMatchObject({ id: String(organization.id), attributes: { name: 'Fern & Co' } });
    const id = await world.api('GET', `/synchronizations/${run.id}/relationships/organization`);
    expect(id.body.data).toEqual({ type: 'organizations', id: String(organization.id) });
    expect(id.body.links.related).toBe(one.body.links.self);
  });

  test('id maps have no synchronizations, and other addresses are not there (improvement 7.5)', async () => {
    const [id] = await rowsOf('id_maps');
    for (const path of [
      `/id_maps/${id}/synchronizations`,
      '/memberships',
      '',
      `/organizations/${organization.id}/users`,
    ])
      expect(await world.api('GET', path)).toMatchObject({
        status: 404,
        body: { errors: [{ code: '404' }] },
      });
  });

  test.each([
    ['PATCH', '/organizations', 'HEAD, GET, POST'],
    ['POST', '/users/1', 'HEAD, GET, PATCH, PUT, DELETE'],
    ['POST', '/organizations/1/synchronizations', 'HEAD, GET'],
    ['OPTIONS', '/id_maps', 'HEAD, GET, POST'],
  ])('%s %s makes no sense: that is a 405 with what does', async (method, path, allow) => {
    const answer = await world.api(method, path);
    expect(answer).toMatchObject({ status: 405, body: { errors: [{ status: '405' }] } });
    expect(answer.headers.get('allow')).toBe(allow);
  });

  test('a tenant’s synchronizations are elsewhere than those of the API (improvement 7.4)', async () => {
    expect((await world.api('GET', '/synchronizations')).status).toBe(200);
    const headers = { authorization: `Basic ${btoa('app-1:secret-key')}` };
    const path = `/maestrano/default/synchronizations/${organization.uid}`;
    expect((await fetch(`${world.url}${path}`, { headers })).status).toBe(200);
  });
});

/** The ids of a type's rows: of each there is one. */
async function rowsOf(type: string): Promise<number[]> {
  const { database } = world.connector;
  const where = { organizationId: organization.id };
  if (type === 'organizations') return [organization.id];
  if (type === 'users') return [(await world.create.user()).id];
  if (type === 'id_maps') return [(await world.create.idMap(organization)).id];
  const run = await database.synchronization.findFirst({ where });
  return [run?.id ?? (await world.create.synchronization(organization)).id];
}
