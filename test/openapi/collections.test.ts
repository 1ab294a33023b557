import { describe, expect, test } from 'vitest';
import { collectionsIn } from '../../src/openapi/collections.ts';
import { accountIn, pathOf, placesOf } from '../../src/openapi/places.ts';
import { serverOf } from '../../src/openapi/server.ts';
import { descriptionOf, json, listOf, object, person, text } from './describe.ts';

const places = (paths: readonly string[], others: string[][] = []) => {
  const found = placesOf(collectionsIn(descriptionOf(paths)), others);
  return {
    paths: found.collections.map((collection) => pathOf(collection, found)),
    left: found.left.map(({ name }) => name),
    prefix: found.prefix,
    below: found.below,
  };
};

describe('a collection', () => {
  test('is a path whose GET answers a list, and below which one record is read or written', () => {
    const lookUp = { get: { responses: { 200: json(listOf(person)) } } };
    const one = { get: { responses: { 200: json(person) } } };
    const document = descriptionOf(['/people'], { paths: { '/countries': lookUp, '/company': one } });
    const [people, ...others] = collectionsIn(document);
    expect(others).toEqual([]);
    expect(people).toMatchObject({
      name: 'people',
      recordName: 'person',
      list: { path: '/people' },
      create: { method: 'post' },
      get: { path: '/people/{id}' },
      update: { method: 'put' },
    });
  });

  test.each([
    [['patch', 'put', 'post'], 'patch'],
    [['put', 'post'], 'put'],
    [['post'], 'post'],
  ])('is updated by the gentlest of %j', (methods, method) => {
    const calls = Object.fromEntries(methods.map((name) => [name, { responses: { 200: json(person) } }]));
    const document = descriptionOf(['/people'], { paths: { '/people/{personId}': calls } });
    delete document.paths?.['/people/{id}'];
    expect(collectionsIn(document)[0]?.update?.method).toBe(method);
  });

  test('has paths that end as the API has them', () => {
    const [people, firms] = collectionsIn(descriptionOf(['/admin/people.json', '/firms/']));
    expect(people).toMatchObject({
      name: 'people',
      suffix: '.json',
      get: { path: '/admin/people/{id}.json' },
    });
    expect(firms).toMatchObject({ name: 'firms', suffix: '/', get: { path: '/firms/{id}/' } });
  });

  test.each([
    [object({ Contact: person }), 'Contact'],
    [object({ data: person }), 'contact'],
  ])('calls its records as envelopes spell them', (body, name) => {
    const document = descriptionOf(['/contacts'], {
      paths: {
        '/contacts': {
          get: { responses: { 200: json(listOf(person)) } },
          post: { requestBody: json(body), responses: {} },
        },
      },
    });
    expect(collectionsIn(document)[0]?.recordName).toBe(name);
  });

  test('calls its records as their id spells them', () => {
    const record = object({ ContactID: text, Name: text });
    const document = descriptionOf([], {
      paths: {
        '/Contacts': { get: { responses: { 200: json(object({ Contacts: listOf(record) })) } } },
        '/Contacts/{ContactID}': { get: { responses: { 200: json(record) } } },
      },
    });
    expect(collectionsIn(document)[0]).toMatchObject({ name: 'Contacts', recordName: 'Contact' });
  });
});

describe('where collections lie', () => {
  test.each<[string, string[], Partial<ReturnType<typeof places>>]>([
    ['side by side', ['/people', '/firms'], { paths: ['people', 'firms'], prefix: '', below: '' }],
    ['under a version', ['/v2/people', '/v2/firms'], { paths: ['people', 'firms'], prefix: 'v2' }],
    [
      'in groups',
      ['/v2/crm/people', '/v2/shop/orders'],
      { paths: ['crm/people', 'shop/orders'], prefix: 'v2' },
    ],
    [
      'under the account that is linked',
      ['/v1/tenants/{tenantId}/people', '/v1/tenants/{tenantId}/firms'],
      { paths: ['people', 'firms'], prefix: 'v1', below: 'tenants/{tenantId}' },
    ],
    [
      'under records of another kind: those are left',
      ['/people', '/firms', '/people/{id}/notes'],
      { paths: ['people', 'firms'], left: ['notes'] },
    ],
  ])('%s', (_how, paths, expected) => {
    expect(places(paths)).toMatchObject(expected);
  });

  test('the prefix fits the call for the account as well', () => {
    expect(places(['/api/v2/people'], [['api']])).toMatchObject({ prefix: 'api', below: 'v2' });
    expect(places(['/workspaces/{workspace}/people'], [[]])).toMatchObject({
      prefix: '',
      below: 'workspaces/{workspace}',
    });
  });

  test.each([
    ['{tenantId}', 'tenantId'],
    ['workspaces/{workspace_gid}', undefined],
    ['workspaces/{workspace}', 'workspace'],
    ['{organization_id}', 'organization_id'],
    ['{region}', undefined],
    ['{account}/{shop}', undefined],
    ['', undefined],
  ])('%s stands for the account: %s', (below, name) => {
    expect(accountIn(below)?.value).toBe(name);
  });
});

describe('the address', () => {
  test.each([
    ['https://api.example.com/v2/', { origin: 'https://api.example.com', path: 'v2', varies: [] }],
    ['/api/v3', { path: 'api/v3', varies: [] }],
    ['https://{shop}.example.com/admin', { path: 'admin', varies: ['shop'] }],
    ['https://example.com/{version}', { origin: 'https://example.com', path: '7', varies: ['version'] }],
  ])('%s', (url, expected) => {
    const variables = { version: { default: '7' } };
    expect(serverOf({ servers: [{ url, variables }] })?.value).toEqual(expected);
  });

  test('is the first that is safe, and may be missing', () => {
    const servers = [{ url: 'http://localhost:3000' }, { url: 'https://api.example.com' }];
    expect(serverOf({ servers })?.value.origin).toBe('https://api.example.com');
    expect(serverOf({})).toBeUndefined();
  });
});

test('what is no description is none of a collection, whatever it holds', () => {
  const strange = [
    { paths: { '/people': null } },
    { paths: { '/people': { get: { responses: null } } } },
    { paths: { '/people': { get: { parameters: {}, responses: { 200: { content: [] } } } } } },
    { paths: [] },
    { paths: { '/people': { get: { responses: { 200: json({ type: 7, properties: 7 } as never) } } } } },
  ] as never[];
  for (const document of strange) expect(collectionsIn(document)).toEqual([]);
});
