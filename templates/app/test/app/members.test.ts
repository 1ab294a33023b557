import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Organization, User } from '../../src/engine/index.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { signedIn } from '../support/signed-in.ts';
import { fixedTenants, testTenant } from '../support/tenants.ts';

let world: TestConnector;
beforeAll(async () => {
  const api = { id: 'app-2', key: 'other-key', host: 'http://127.0.0.1:9', base: '/api/v1/' };
  const virtual = testTenant({ name: 'virtual', api: { ...api, id: 'app-3', key: 'virtual-key' } });
  virtual.sso.creationMode = 'virtual';
  const tenants = fixedTenants(testTenant(), testTenant({ name: 'other', api }), virtual);
  world = await startTestConnector({}, tenants);
});
afterAll(() => world.close());

const remove = (group: string, path: string, credentials = 'app-1:secret-key') =>
  fetch(`${world.url}/maestrano/account/groups/${group}/users/${path}`, {
    method: 'DELETE',
    headers: { authorization: `Basic ${btoa(credentials)}`, 'content-type': 'application/json' },
  });

const organization = (data = {}) => world.create.organization(data);
async function join(user: User, group: Organization) {
  return signedIn(world, await world.create.membership(user, group));
}
const isIn = async (browser: Awaited<ReturnType<typeof join>>) =>
  (await browser.open('/')).html.includes('Sign out');
const groupsOf = async (user: User) =>
  (await world.connector.database.membership.findMany({ where: { userId: user.id } })).map(
    ({ organizationId }) => organizationId,
  );

describe('a person who is taken out of a group', () => {
  test('has no place and no session there any more, but keeps those elsewhere (contract 235)', async () => {
    const [here, elsewhere] = [await organization(), await organization()];
    const [user, colleague] = [await world.create.user(), await world.create.user()];
    const [browser, other, stays] = [
      await join(user, here),
      await join(user, elsewhere),
      await join(colleague, here),
    ];
    expect(await isIn(browser)).toBe(true);

    const response = await remove(here.uid, `${user.uid}/default`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ success: true });
    expect(await groupsOf(user)).toEqual([elsewhere.id]);
    expect([await isIn(browser), await isIn(other), await isIn(stays)]).toEqual([false, true, true]);

    // A session of before is worth nothing when the person is let in again.
    await world.create.membership(user, here);
    expect(await isIn(browser)).toBe(false);
  });

  test('is written down with the program that asked', async () => {
    const here = await organization();
    const user = await world.create.user();
    await join(user, here);
    await remove(here.uid, user.uid);
    const entries = await world.connector.database.auditEntry.findMany({
      where: { organizationId: here.id },
    });
    expect(entries).toMatchObject([{ actor: 'app-1', action: 'member removed', tenant: 'default' }]);
    expect(JSON.parse(entries[0]?.detail ?? '')).toEqual({ member: user.uid, role: 'Admin' });
  });

  test.each(['usr-7', 'usr-7.cld-old'])(
    'is known as one user per group in the mode "virtual": %s (contract 235)',
    async (uid) => {
      const tenant = 'virtual';
      const here = await organization({ tenant });
      const masked = await world.create.user({ tenant, uid: `usr-7.${here.uid}` });
      const bare = await world.create.user({ tenant });
      await join(masked, here);
      await join(bare, here);
      expect((await remove(here.uid, `${uid}/virtual`, 'app-3:virtual-key')).status).toBe(200);
      expect(await groupsOf(masked)).toEqual([]);
      expect(await groupsOf(bare)).toEqual([here.id]);
    },
  );

  test('is that very user in the mode "real", though the id has a dot', async () => {
    const here = await organization();
    const user = await world.create.user({ uid: 'usr-8.x' });
    await join(user, here);
    expect((await remove(here.uid, 'usr-8')).status).toBe(204);
    expect((await remove(here.uid, 'usr-8.x')).status).toBe(200);
  });

  test.each(['user', 'group', 'place in it'])(
    'is a 204 without a body where there is no such %s (improvement 7.10, 7.14)',
    async (missing) => {
      const here = await organization();
      const user = await world.create.user();
      if (missing !== 'place in it') await join(user, here);
      const response = await remove(
        missing === 'group' ? 'cld-nobody' : here.uid,
        missing === 'user' ? 'usr-nobody' : user.uid,
      );
      expect(response.status).toBe(204);
      expect(await response.text()).toBe('');
      expect(await groupsOf(user)).toEqual(missing === 'place in it' ? [] : [here.id]);
    },
  );

  test.each([
    ['nobody', 'default', ':', 401],
    ['a wrong key', 'default', 'app-1:other-key', 401],
    ['another tenant', 'default', 'app-2:other-key', 401],
    ['another tenant, under its own address', 'other', 'app-2:other-key', 204],
  ])('stays when it is %s that asks (contract 225)', async (_, tenant, credentials, status) => {
    const here = await organization();
    const user = await world.create.user();
    const browser = await join(user, here);
    const response = await remove(here.uid, `${user.uid}/${tenant}`, credentials);
    expect(response.status).toBe(status);
    if (status === 401) expect(await response.json()).toEqual({ error: 'Invalid credentials' });
    expect(await groupsOf(user)).toEqual([here.id]);
    expect(await isIn(browser)).toBe(true);
  });
});
