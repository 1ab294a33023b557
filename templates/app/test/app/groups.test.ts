import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Organization } from '../../src/engine/index.ts';
import { createBrowser } from '../support/browser.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { signedIn } from '../support/signed-in.ts';
import { fixedTenants, testTenant } from '../support/tenants.ts';

let world: TestConnector;
beforeAll(async () => {
  const api = { id: 'app-2', key: 'other-key', host: 'http://127.0.0.1:9', base: '/api/v1/' };
  world = await startTestConnector({}, fixedTenants(testTenant(), testTenant({ name: 'other', api })));
});
afterAll(() => world.close());

const remove = (path: string, { credentials = 'app-1:secret-key', ...init }: Asked = {}) =>
  fetch(`${world.url}/maestrano/account/groups/${path}`, {
    method: 'DELETE',
    ...init,
    headers: { ...init.headers, authorization: `Basic ${btoa(credentials)}` },
  });
interface Asked {
  credentials?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** An organization with a row of everything. */
async function customer(data: { uid?: string; tenant?: string } = {}) {
  const { create, connector } = world;
  const organization = await create.organization({ oauthToken: 'x', syncEnabled: true, ...data });
  const { uid: group, tenant, id: organizationId } = organization;
  const user = await create.user({ tenant });
  const browser = await signedIn(world, await create.membership(user, organization));
  await create.idMap(organization);
  await create.synchronization(organization);
  await connector.database.watermark.create({
    data: { organizationId, entity: 'contact', side: 'connec', fetchedUntil: new Date() },
  });
  await connector.database.inboxMessage.create({ data: { tenant, group, body: {} } });
  return { organization, user, browser };
}

/** How many rows there are of it. */
async function rowsOf({ id: organizationId, uid: group, tenant }: Organization) {
  const { database } = world.connector;
  const where = { organizationId };
  const sessions = (await database.session.findMany()).map(({ data }) => data as { organizationId: number });
  return {
    organizations: await database.organization.count({ where: { id: organizationId } }),
    memberships: await database.membership.count({ where }),
    idMaps: await database.idMap.count({ where }),
    synchronizations: await database.synchronization.count({ where }),
    watermarks: await database.watermark.count({ where }),
    inbox: await database.inboxMessage.count({ where: { group, tenant } }),
    sessions: sessions.filter((one) => one.organizationId === organizationId).length,
  };
}
const everything = {
  organizations: 1,
  memberships: 1,
  idMaps: 1,
  synchronizations: 1,
  watermarks: 1,
  inbox: 1,
  sessions: 1,
};
const nothing = Object.fromEntries(Object.keys(everything).map((what) => [what, 0]));

describe('a group that is cancelled', () => {
  test('is gone with all that belongs to it, and nothing else is (contract 234, improvement 7.11)', async () => {
    const { organization, user, browser } = await customer();
    const { organization: another } = await customer();
    const namesake = (await customer({ uid: organization.uid, tenant: 'other' })).organization;
    expect(await rowsOf(organization)).toEqual(everything);
    expect((await browser.open('/')).html).toContain('Sign out');

    const response = await remove(`${organization.uid}/default`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ success: true });
    expect(await rowsOf(organization)).toEqual(nothing);
    expect(await rowsOf(another)).toEqual(everything);
    expect(await rowsOf(namesake)).toEqual(everything);
    expect(await world.connector.database.user.findUnique({ where: { id: user.id } })).not.toBeNull();
    expect((await browser.open('/')).html).not.toContain('Sign out');
  });

  test('of the tenant "default" needs no tenant in its address (contract 234, improvement 6.4)', async () => {
    const { organization } = await customer();
    expect((await remove(organization.uid)).status).toBe(200);
    expect(await rowsOf(organization)).toEqual(nothing);
  });

  test('is written down, though it is gone', async () => {
    const { organization } = await customer();
    await remove(`${organization.uid}/default`);
    expect(
      await world.connector.database.auditEntry.findMany({ where: { organizationId: organization.id } }),
    ).toMatchObject([{ actor: 'app-1', action: 'organization removed', tenant: 'default', userId: null }]);
  });

  test('that is unknown, or was removed before, is a 204 without a body (contract 234, improvement 7.14)', async () => {
    const { organization } = await customer();
    const statuses = [];
    for (const uid of ['cld-nobody', organization.uid, organization.uid]) {
      const response = await remove(uid);
      statuses.push([response.status, await response.text()]);
    }
    expect(statuses).toEqual([
      [204, ''],
      [200, '{"success":true}'],
      [204, ''],
    ]);
  });

  test('is removed once when it is asked for twice at a time', async () => {
    const { organization } = await customer();
    const answers = await Promise.all([remove(organization.uid), remove(organization.uid)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 204]);
  });

  test.each([
    ['declares a body and sends none', { headers: { 'content-type': 'application/json' } }],
    [
      'sends one',
      { headers: { 'content-type': 'application/json' }, body: '{"id":"cld-9","tenant":"other"}' },
    ],
    ['sends nonsense', { headers: { 'content-type': 'text/xml' }, body: '<a' }],
  ])('is the one that the address names, though the hub %s', async (_, init) => {
    const { organization } = await customer();
    expect((await remove(organization.uid, init)).status).toBe(200);
    expect(await rowsOf(organization)).toEqual(nothing);
  });

  test.each([
    ['nobody', 'default', ''],
    ['a wrong key', 'default', 'app-1:other-key'],
    ['another tenant', 'default', 'app-2:other-key'],
  ])('is not removed for %s (contract 225)', async (_, tenant, credentials) => {
    const { organization } = await customer();
    const response = await remove(`${organization.uid}/${tenant}`, { credentials });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: 'Invalid credentials' });
    expect(await rowsOf(organization)).toEqual(everything);
  });

  test('is unknown to another tenant, under its own address', async () => {
    const { organization } = await customer();
    const response = await remove(`${organization.uid}/other`, { credentials: 'app-2:other-key' });
    expect(response.status).toBe(204);
    expect(await rowsOf(organization)).toEqual(everything);
  });

  test('is not removed by the form of a page: a browser has no key', async () => {
    const { organization, browser } = await customer();
    const url = `/maestrano/account/groups/${organization.uid}`;
    expect((await browser.request(url, { method: 'DELETE' })).status).toBe(401);
    expect((await createBrowser(world.url).request(url)).status).toBe(404);
    expect(await rowsOf(organization)).toEqual(everything);
  });
});
