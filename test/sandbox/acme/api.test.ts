import { describe, expect, test } from 'vitest';
import { acmeForTest, callerOf } from '../support/acme.ts';

/** An Acme whose clock is moved by the test. */
async function acmeWithClock() {
  const clock = { now: new Date('2026-03-04T05:00:00.000Z') };
  const acme = await acmeForTest({ now: () => clock.now });
  const later = (milliseconds: number) => {
    clock.now = new Date(clock.now.getTime() + milliseconds);
  };
  return { acme, call: await callerOf(acme), later };
}

const idsIn = (records: { id: number }[]) => records.map((record) => record.id);

describe("Acme's REST API", () => {
  test('creates a record: 201, numbered, complete, dated to the millisecond', async () => {
    const { call } = await acmeWithClock();
    const { status, headers, body } = await call('POST', '/api/accounts', {
      name: 'Blue Heron ☕',
      unknown: 'x',
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe('/api/accounts/1');
    expect(body).toEqual({
      id: 1,
      name: 'Blue Heron ☕',
      industry: null,
      phone: null,
      website: null,
      street: null,
      city: null,
      postal_code: null,
      country: null,
      active: true,
      created_at: '2026-03-04T05:00:00.000Z',
      updated_at: '2026-03-04T05:00:00.000Z',
    });
  });

  test('updates the given fields alone, and moves updated_at when something changes', async () => {
    const { call, later } = await acmeWithClock();
    await call('POST', '/api/contacts', { first_name: 'Zoë', last_name: 'C', email: 'z@b.example' });
    later(1);
    const same = await call('PUT', '/api/contacts/1', { last_name: 'C', id: 9, created_at: 'never' });
    expect(same.body.updated_at).toBe('2026-03-04T05:00:00.000Z');
    const { body } = await call('PUT', '/api/contacts/1', { email: null });
    expect(body).toMatchObject({
      id: 1,
      first_name: 'Zoë',
      email: null,
      updated_at: '2026-03-04T05:00:00.001Z',
    });
    expect((await call('GET', '/api/contacts/1')).body).toEqual(body);
  });

  test('lists in pages, oldest change first, then by id', async () => {
    const { acme, call, later } = await acmeWithClock();
    for (const name of ['A', 'B', 'C', 'D', 'E']) acme.save('accounts', { name });
    later(1000);
    acme.save('accounts', { id: 2, name: 'B again' });
    const first = await call('GET', '/api/accounts?per_page=2');
    expect(first.body).toMatchObject({ page: 1, per_page: 2, total: 5, next_page: 2 });
    expect(idsIn(first.body.accounts)).toEqual([1, 3]);
    const last = await call('GET', '/api/accounts?per_page=2&page=3');
    expect(last.body).toMatchObject({ page: 3, next_page: null });
    expect(idsIn(last.body.accounts)).toEqual([2]);
    const all = await call('GET', '/api/accounts');
    expect(all.body).toMatchObject({ per_page: 50, next_page: null });
  });

  test('updated_since is inclusive and an instant', async () => {
    const { acme, call, later } = await acmeWithClock();
    acme.save('accounts', { name: 'Old' });
    later(1);
    acme.save('accounts', { name: 'New' });
    const since = (text: string) => call('GET', `/api/accounts?updated_since=${encodeURIComponent(text)}`);
    expect(idsIn((await since('2026-03-04T05:00:00.001Z')).body.accounts)).toEqual([2]);
    expect(idsIn((await since('2026-03-04T06:00:00.001+01:00')).body.accounts)).toEqual([2]);
    expect(idsIn((await since('2026-03-04T05:00:00Z')).body.accounts)).toEqual([1, 2]);
  });

  test.each([
    ['POST', '/api/contacts', { first_name: 'Cher' }, 422, 'last_name'],
    ['POST', '/api/contacts', { last_name: 'X', account_id: 404 }, 422, 'account_id'],
    ['POST', '/api/contacts', { last_name: 'X', account_id: '1' }, 422, 'account_id'],
    ['POST', '/api/contacts', { last_name: 'X', email: 'nowhere' }, 422, 'email'],
    ['POST', '/api/contacts', { last_name: 7 }, 422, 'last_name'],
    ['POST', '/api/contacts', { last_name: 'X'.repeat(256) }, 422, 'last_name'],
    ['POST', '/api/contacts', { last_name: 'X', active: 'yes' }, 422, 'active'],
    ['POST', '/api/accounts', { name: '' }, 422, 'name'],
    ['PUT', '/api/accounts/1', { name: null }, 422, 'name'],
    ['PUT', '/api/accounts/404', { name: 'X' }, 404, undefined],
    ['GET', '/api/accounts/404', undefined, 404, undefined],
    ['GET', '/api/gizmos', undefined, 404, undefined],
    ['GET', '/api/constructor', undefined, 404, undefined],
    ['POST', '/api/accounts', [], 400, undefined],
    ['GET', '/api/accounts?page=0', undefined, 400, 'page'],
    ['GET', '/api/accounts?updated_since=yesterday', undefined, 400, 'updated_since'],
  ])('%s %s with %j is a %i that names the field', async (method, path, body, status, field) => {
    const { acme, call } = await acmeWithClock();
    acme.save('accounts', { name: 'Only' });
    const answer = await call(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    expect(answer.body.error.field).toBe(field);
    expect(acme.list('contacts')).toEqual([]);
  });

  test('a record that was deleted is gone, an account with contacts cannot be', async () => {
    const { acme, call } = await acmeWithClock();
    acme.save('accounts', { name: 'Only' });
    acme.save('contacts', { last_name: 'X', account_id: 1 });
    expect((await call('DELETE', '/api/accounts/1')).status).toBe(409);
    expect((await call('DELETE', '/api/contacts/1')).status).toBe(204);
    expect((await call('GET', '/api/contacts/1')).status).toBe(404);
    expect((await call('DELETE', '/api/accounts/1')).status).toBe(204);
    expect((await call('POST', '/api/accounts', { name: 'Next' })).body.id).toBe(2);
  });

  test('an Idempotency-Key makes a creation happen once; used for something else it is a 409', async () => {
    const { acme, call } = await acmeWithClock();
    const key = { 'idempotency-key': 'k-1' };
    const first = await call('POST', '/api/accounts', { name: 'Once' }, key);
    const again = await call('POST', '/api/accounts', { name: 'Once' }, key);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect((await call('POST', '/api/accounts', { name: 'Other' }, key)).status).toBe(409);
    const south = await callerOf(acme, 'south');
    expect((await south('POST', '/api/accounts', { name: 'Other' }, key)).status).toBe(201);
    expect(acme.list('accounts')).toHaveLength(1);
  });

  test('workspaces do not see each other', async () => {
    const { acme, call } = await acmeWithClock();
    acme.save('accounts', { name: 'Northern' });
    const south = await callerOf(acme, 'south');
    expect((await south('GET', '/api/accounts')).body.accounts).toEqual([]);
    expect((await south('PUT', '/api/accounts/1', { name: 'Mine' })).status).toBe(404);
    acme.save('accounts', { name: 'Southern' }, 'south');
    expect((await call('GET', '/api/accounts')).body.total).toBe(1);
  });

  test('without a token nothing is answered', async () => {
    const acme = await acmeForTest();
    const response = await fetch(`${acme.url}/api/accounts`);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="Acme"']);
  });
});
