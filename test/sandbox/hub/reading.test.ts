import { describe, expect, test } from 'vitest';
import { acme, callerOf, connecId, hubForTest, queryOf } from '../support/hub.ts';

const NOW = new Date('2026-03-04T05:06:07.890Z');

/** A hub with a few numbered organizations. */
async function numbered(count: number) {
  const hub = await hubForTest({ now: () => NOW });
  for (let index = 1; index <= count; index += 1)
    hub.save('cld-fern', 'organizations', { name: `N${index % 10}`, reference: String(index) });
  return { hub, call: callerOf(hub) };
}

describe('reading', () => {
  test('a collection comes under its plural name, first, with its pagination (connec-api §4, §6.3)', async () => {
    const { call } = await numbered(2);
    const { status, headers, body } = await call('GET', '/api/v2/cld-fern/organizations?');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(Object.keys(body)).toEqual(['organizations', 'pagination']);
    expect(body.pagination).toEqual({ skip: 0, top: 100, total: 2 });
  });

  test('every record has its meta fields, instants to the second (connec-api §5)', async () => {
    const { call } = await numbered(1);
    const { body } = await call('GET', '/api/v2/cld-fern/organizations');
    expect(body.organizations[0]).toMatchObject({
      code: 'OR1',
      status: 'ACTIVE',
      created_at: '2026-03-04T05:06:07Z',
      updated_at: '2026-03-04T05:06:07Z',
      group_id: 'cld-fern',
      channel_id: 'org-fern',
      resource_type: 'organizations',
    });
  });

  test('blocks that hold nothing are answered as {} (connec-api §11)', async () => {
    const { call } = await numbered(1);
    const { body } = await call('GET', '/api/v2/cld-fern/organizations');
    expect(body.organizations[0].address).toEqual({ billing: {}, billing2: {}, shipping: {}, shipping2: {} });
  });

  test('a page has 100 records unless $top says otherwise (connec-api §6.2)', async () => {
    const { call } = await numbered(101);
    const all = await call('GET', '/api/v2/cld-fern/organizations');
    expect(all.body.organizations).toHaveLength(100);
    const some = await call('GET', queryOf('organizations', { $top: '7', $skip: '98' }));
    expect(some.body.organizations.map((one: { reference: string }) => one.reference)).toEqual([
      '99',
      '100',
      '101',
    ]);
    expect(some.body.pagination).toEqual({ skip: 98, top: 7, total: 101 });
  });

  test('"next" is absolute, repeats filter and order, and leads through every record once (connec-api §6.3)', async () => {
    const { hub, call } = await numbered(25);
    const seen: string[] = [];
    let path: string | undefined = queryOf('organizations', {
      $filter: "reference ne '3'",
      $orderby: 'name desc',
      $top: '10',
    });
    while (path) {
      const { body } = await call('GET', path);
      seen.push(...body.organizations.map((one: { reference: string }) => one.reference));
      if (body.pagination.next)
        expect(body.pagination.next).toMatch(`${hub.url}/api/v2/cld-fern/organizations?`);
      path = body.pagination.next?.replace(hub.url, '');
    }
    expect(new Set(seen).size).toBe(24);
    expect(seen).toHaveLength(24);
    expect(seen.slice(0, 3)).toEqual(['9', '19', '8']);
  });

  test('$orderby sorts by one field, direction in any case, equal ones by age (connec-api §6.2)', async () => {
    const { call } = await numbered(3);
    const ascending = await call('GET', queryOf('organizations', { $orderby: 'reference ASC' }));
    const descending = await call('GET', queryOf('organizations', { $orderby: 'reference desc' }));
    const references = (body: { organizations: { reference: string }[] }) =>
      body.organizations.map((one) => one.reference);
    expect(references(ascending.body)).toEqual(['1', '2', '3']);
    expect(references(descending.body)).toEqual(['3', '2', '1']);
  });

  test('a filter on updated_at finds what changed within the second that was shown last', async () => {
    const { call } = await numbered(1);
    const { body } = await call(
      'GET',
      queryOf('organizations', { $filter: "updated_at gt '2026-03-04T05:06:07Z'" }),
    );
    expect(body.organizations).toHaveLength(1);
  });

  test('a filter may name any field of the resource, and a reference by the hub id', async () => {
    const { hub, call } = await numbered(1);
    const organization = hub.list('cld-fern', 'organizations')[0];
    hub.save('cld-fern', 'people', { last_name: 'Boss', organization_id: organization?.id });
    const none = await call('GET', queryOf('people', { $filter: "lead_status eq 'hot'" }));
    expect(none).toMatchObject({ status: 200, body: { people: [] } });
    const one = await call(
      'GET',
      queryOf('people', { $filter: `organization_id eq '${connecId(organization)}'` }),
    );
    expect(one.body.people).toHaveLength(1);
  });

  test.each([
    ['$filter', "nonsense eq 'x'", 'unknown field nonsense'],
    ['$filter', 'code eq', 'expected'],
    ['$orderby', 'name sideways', '$orderby'],
    ['$top', 'ten', '$top must be a whole number'],
    ['$skip', '-1', '$skip must be a whole number'],
  ])('%s=%s is a 400 that says why', async (name, value, detail) => {
    const { call } = await numbered(1);
    const { status, body } = await call('GET', queryOf('organizations', { [name]: value }));
    expect(status).toBe(400);
    expect(body.errors[0].detail).toContain(detail);
  });

  test('a member is found by its hub id, with or without .json (connec-api §1)', async () => {
    const { hub, call } = await numbered(1);
    const id = connecId(hub.list('cld-fern', 'organizations')[0]);
    for (const path of [`/organizations/${id}`, `/organizations/${id}.json`]) {
      const { status, body } = await call('GET', `/api/v2/cld-fern${path}`);
      expect({ status, name: body.organizations.name }).toEqual({ status: 200, name: 'N1' });
    }
  });

  test('the company is a singleton, with and without an id in its path (connec-api §1, §4)', async () => {
    const hub = await hubForTest({ seed: true });
    const call = callerOf(hub);
    const { body } = await call('GET', '/api/v2/cld-fern/company');
    expect(body.company).toMatchObject({ name: 'Fern & Co' });
    const id = connecId(body.company);
    const edited = await call('PUT', `/api/v2/cld-fern/company/${id}`, { company: [{ note: 'tidy' }] });
    expect(edited).toMatchObject({ status: 200, body: { company: { name: 'Fern & Co', note: 'tidy' } } });
  });

  test('without CONNEC-EXTERNAL-IDS every id and reference is the hub id (connec-api §3, §5)', async () => {
    const { hub } = await numbered(1);
    const organization = hub.list('cld-fern', 'organizations')[0];
    const people = { last_name: 'Boss', organization_id: [acme(404)] };
    const person = hub.save('cld-fern', 'people', { ...people, organization_id: organization?.id });
    hub.save('cld-fern', 'people', people);
    const call = callerOf(hub, { headers: { 'connec-external-ids': '' } });
    const { body } = await call('GET', '/api/v2/cld-fern/people');
    expect(body.people[0]).toMatchObject({ id: connecId(person), organization_id: connecId(organization) });
    expect(body.people[1].organization_id).toBeNull();
  });

  test('countries come as codes when asked for, as names otherwise (connec-api §3)', async () => {
    const hub = await hubForTest();
    const address = (country: string) => ({ address: { billing: { country } } });
    for (const country of ['United Kingdom', 'France', 'Myanmar (Burma)', 'Atlantis'])
      hub.save('cld-fern', 'organizations', address(country));
    const call = callerOf(hub, { headers: { 'connec-country-format': 'alpha2' } });
    const { body } = await call('GET', '/api/v2/cld-fern/organizations');
    const countries = body.organizations.map(
      (one: ReturnType<typeof address>) => one.address.billing.country,
    );
    expect(countries).toEqual(['GB', 'FR', 'MM', 'Atlantis']);
    expect(hub.list('cld-fern', 'organizations')[1]).toMatchObject(address('France'));
  });

  test('/version is open to everyone (connec-api §1)', async () => {
    const hub = await hubForTest();
    const response = await fetch(`${hub.url}/version`);
    expect(await response.json()).toMatchObject({ ci_branch: expect.stringMatching(/^v\d/) });
  });

  test('pages of other origins may ask (connec-api §3)', async () => {
    const hub = await hubForTest();
    const response = await fetch(`${hub.url}/api/v2/cld-fern/people`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  });
});
