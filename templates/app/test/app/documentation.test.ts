import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowser } from '../support/browser.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { type Documented, readDocumentation } from '../support/documented.ts';
import { certificate, fixedTenants, testTenant } from '../support/tenants.ts';

const tenant = testTenant();
tenant.sso.certificate = certificate;
let world: TestConnector;
let documented: Documented;
beforeAll(async () => {
  world = await startTestConnector({}, fixedTenants(tenant));
  documented = await readDocumentation(world.url);
});
afterAll(() => world.close());

// biome-ignore lint/suspicious/noExplicitAny: a test knows what it looks for
const read = async (): Promise<any> => (await fetch(`${world.url}/documentation/json`)).json();

/** Programs call these; all others are for people. */
const forPrograms = /^\/(maestrano|external|health)\/|^\/(version|metrics)$/;
/** … but for this one: it is a button of the pages. */
const button = 'POST /maestrano/signout';

describe('the OpenAPI document', () => {
  test('has every route that programs may call: add yours to src/documentation/operations.ts', async () => {
    const { paths } = await read();
    const called = world.app.routeList
      .filter(({ url, config }) => forPrograms.test(url) && !config?.refuses)
      .flatMap(({ method, url }) => [method].flat().map((one) => `${one} ${url}`))
      .filter((route) => !route.startsWith('HEAD ') && route !== button);
    const missing = called.filter((route) => {
      const [method = '', url = ''] = route.split(' ');
      return !paths[url.replace(/:(\w+)\??/g, '{$1}')]?.[method.toLowerCase()];
    });
    expect(missing).toEqual([]);
    expect(called.length).toBeGreaterThan(30);
  });

  test('names a path for each way to write an optional part', async () => {
    const { paths } = await read();
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/maestrano/auth/saml/init', '/maestrano/auth/saml/init/{tenant}']),
    );
  });

  test('says of everything in words what it is, and who may call it', async () => {
    const { paths, info, servers } = await read();
    expect(info).toMatchObject({ title: 'API of the Acme connector', version: 'abc123' });
    expect(servers).toEqual([{ url: world.url }]);
    for (const [path, methods] of Object.entries<object>(paths))
      for (const [method, operation] of Object.entries(methods)) {
        const where = `${method} ${path}`;
        expect(operation.summary, where).toMatch(/^[A-Za-z]/);
        expect(operation.responses, where).not.toEqual({});
        for (const { name, description } of operation.parameters)
          expect(description, `${where}: ${name}`).toEqual(expect.any(String));
        for (const { description } of Object.values<{ description: string }>(operation.responses))
          expect(description, where).toMatch(/^[A-Z]/);
      }
    expect(paths['/health/live'].get.security).toEqual([]);
    expect(paths['/maestrano/metadata'].get.security).toEqual([{ tenant: [] }]);
  });

  test('shows bodies as they are checked', async () => {
    const { paths } = await read();
    const content = paths['/maestrano/{tenant}/synchronizations'].post.requestBody.content;
    expect(content['application/json'].schema).toMatchObject({
      required: ['group_id'],
      additionalProperties: false,
      properties: { opts: { type: ['object', 'null'], properties: { forced: { type: 'boolean' } } } },
    });
    const written = paths['/maestrano/api/users'].post.requestBody.content['application/vnd.api+json'].schema;
    expect(written.properties.data.properties.attributes).toMatchObject({
      required: ['email', 'uid'],
      additionalProperties: false,
      properties: { first_name: { anyOf: [{ type: 'string', maxLength: 255 }, { type: 'null' }] } },
    });
  });

  test('lists filters with the operators that suit them', async () => {
    const { paths, components } = await read();
    const parameters = paths['/maestrano/api/organizations'].get.parameters;
    expect(parameters.map(({ name }: { name: string }) => name)).toEqual([
      'fields',
      'include',
      'filter',
      'sort',
      'page',
    ]);
    expect(parameters[2]).toMatchObject({ in: 'query', style: 'deepObject' });
    const filters = Object.keys(components.schemas.organizations_filter.properties);
    expect(filters).toEqual(expect.arrayContaining(['name', 'name.like', 'id.gt', 'sync_enabled.not']));
    expect(filters.filter((name) => /oauth|like_|sync_enabled\.gt|is$/.test(name))).toEqual([]);
  });

  test('is worked out once, like the page: whoever asks again costs next to nothing', async () => {
    const pages = [`${world.url}/documentation`, `${world.url}/documentation/json`];
    const ask = () => Promise.all(pages.map(async (page) => (await fetch(page)).status));
    await ask();
    const { routeList } = world.app;
    let reads = 0;
    const get = () => {
      reads++;
      return routeList;
    };
    Object.defineProperty(world.app, 'routeList', { get });
    expect(await ask()).toEqual([200, 200]);
    expect(reads).toBe(0);
  });

  test('tells no secret', async () => {
    const text = JSON.stringify(await read());
    const secrets = ['secret-key', 'app-1', 'client-secret', tenant.api.host];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});

describe('what is answered', () => {
  const credentials = 'app-1:secret-key';
  const send = async (method: string, path: string, body?: object, as = credentials) => {
    const response = await fetch(`${world.url}${path}`, {
      method,
      headers: {
        authorization: `Basic ${btoa(as)}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      redirect: 'manual',
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const mediaType = response.headers.get('content-type')?.split(';')[0] ?? '';
    const answer = {
      status: response.status,
      mediaType,
      body: mediaType.endsWith('json') && text ? JSON.parse(text) : text,
    };
    documented.check(method, path, answer);
    return answer.status;
  };

  test('is as the document says', async () => {
    const { create } = world;
    const organization = await create.organization({ oauthToken: 'x' });
    await create.synchronization(organization, { status: 'ERROR', message: 'no access' });
    const user = await create.user();
    await create.membership(user, organization);
    const group_id = organization.uid;
    const runs = '/maestrano/default/synchronizations';
    const group = `/maestrano/account/groups/${group_id}/default`;
    const member = `/maestrano/account/groups/${group_id}/users/${user.uid}`;
    const told = '/maestrano/connec/notifications/default';
    for (const [status, method, path, body, as] of [
      [200, 'GET', '/health/live'],
      [200, 'GET', '/health/ready'],
      [200, 'GET', '/version'],
      [200, 'GET', '/metrics'],
      [200, 'GET', '/maestrano/metadata'],
      [200, 'GET', '/maestrano/metadata/default'],
      [401, 'GET', '/maestrano/metadata', undefined, 'app-1:wrong'],
      [200, 'GET', '/maestrano/dependancies'],
      [200, 'GET', `${runs}/${group_id}`],
      [404, 'GET', `${runs}/nobody`],
      [404, 'GET', `/maestrano/nobody/synchronizations/x`],
      [200, 'POST', runs, { group_id }],
      [400, 'POST', runs, {}],
      [200, 'PUT', `${runs}/toggle_sync`, { group_id }],
      [502, 'PUT', `${runs}/update_metadata`, { group_id }],
      [200, 'POST', told, { people: [] }],
      [400, 'POST', told, []],
      [302, 'GET', '/maestrano/auth/saml/init'],
      [404, 'GET', '/maestrano/auth/saml/init/nobody'],
      [400, 'POST', '/maestrano/auth/saml/consume', {}],
      [200, 'GET', '/maestrano/api/account/setup_form'],
      [404, 'POST', '/maestrano/api/account/unlink_account', { uid: 'nobody' }],
      [200, 'DELETE', member],
      [204, 'DELETE', member],
      [200, 'DELETE', group],
      [204, 'DELETE', group],
    ] as [number, string, string, object?, string?][])
      expect(`${method} ${path} ${await send(method, path, body, as)}`).toBe(`${method} ${path} ${status}`);
  });
});

test('a page shows people the same, without anything from elsewhere', async () => {
  const page = await createBrowser(world.url).open('/documentation');
  expect(page.status).toBe(200);
  const { paths } = await read();
  for (const path of Object.keys(paths)) expect(page.html).toContain(path);
  expect(page.html).toContain('href="/documentation/json"');
  expect(page.html).toContain('filter[name]=value');
  expect(page.html).not.toMatch(/<script(?![^>]*src="\/public)|style=|https?:\/\/(?!jsonapi\.org)/);
});
