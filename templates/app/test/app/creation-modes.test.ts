import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada } from '../support/identity-provider.ts';
import { type SignOnWorld, startSignOn } from '../support/sign-on.ts';
import { testTenant } from '../support/tenants.ts';

let world: SignOnWorld;
beforeAll(async () => {
  world = await startSignOn({ creationMode: 'real' });
  const { tenants } = world.connector;
  const own = tenants.get('default') ?? testTenant();
  const virtual = {
    ...own.sso,
    consumePath: '/maestrano/auth/saml/consume/virtual',
    creationMode: 'virtual' as const,
  };
  const all = [own, { ...own, name: 'virtual', sso: virtual }];
  tenants.get = (name) => all.find((tenant) => tenant.name === name);
});
afterAll(() => world.close());

const inGroup = (group: string) => ({
  ...ada,
  virtual_uid: `usr-ada.${group}`,
  virtual_email: `usr-ada.${group}@mail.example`,
  group_uid: group,
  group_name: `Company ${group}`,
});

const users = (tenant: string) =>
  world.connector.database.user.findMany({
    where: { tenant },
    orderBy: { uid: 'asc' },
    select: { uid: true, email: true, provider: true, memberships: { select: { organization: true } } },
  });

describe('a person in two groups', () => {
  test('is one user in the mode "real": by their own id and address (contract 254, 255)', async () => {
    await world.signIn({ attributes: inGroup('cld-one') });
    await world.signIn({ attributes: inGroup('cld-two') });
    const found = await users('default');
    expect(found).toMatchObject([{ uid: 'usr-ada', email: 'ada@fern.example', provider: 'maestrano' }]);
    expect(found[0]?.memberships.map(({ organization }) => organization.uid)).toEqual(['cld-one', 'cld-two']);
  });

  test('is two users in the mode "virtual": by the id and address that the hub made for each (contract 254, 255)', async () => {
    for (const group of ['cld-one', 'cld-two']) await world.signIn({ attributes: inGroup(group) }, 'virtual');
    const found = await users('virtual');
    expect(found).toMatchObject([
      { uid: 'usr-ada.cld-one', email: 'usr-ada.cld-one@mail.example' },
      { uid: 'usr-ada.cld-two', email: 'usr-ada.cld-two@mail.example' },
    ]);
    expect(found.map(({ memberships }) => memberships.map(({ organization }) => organization.uid))).toEqual([
      ['cld-one'],
      ['cld-two'],
    ]);
    // Tenants share nothing: the same group is another organization there.
    expect(await world.connector.database.organization.count({ where: { uid: 'cld-one' } })).toBe(2);
  });

  test('has a virtual id also when the hub left it out: its own, a dot, and the group (contract 254)', async () => {
    const { virtual_uid, virtual_email, ...attributes } = inGroup('cld-three');
    await world.signIn({ attributes }, 'virtual');
    expect(await users('virtual')).toContainEqual(
      expect.objectContaining({ uid: 'usr-ada.cld-three', email: 'ada@fern.example' }),
    );
  });

  test('is who the hub says when it asks whether the session stands: the person, not one of the users', async () => {
    const { browser } = await world.signIn({ attributes: inGroup('cld-one') }, 'virtual');
    expect((await browser.open('/')).html).toContain('Company cld-one');
    const sessions = await world.connector.database.session.findMany();
    const uids = sessions.map(({ data }) => (data as { hubSession?: { uid: string } }).hubSession?.uid);
    expect(new Set(uids)).toEqual(new Set(['usr-ada']));
  });
});

describe('a group', () => {
  test.each([
    ['is empty', { ...inGroup('cld-empty'), group_name: '' }, 'cld-empty'],
    ['is blank', { ...inGroup('cld-blank'), group_name: '  ' }, 'cld-blank'],
  ])('whose name %s is called "Default Group name" (contract 254)', async (_, attributes, uid) => {
    for (const tenant of ['default', 'virtual']) {
      await world.signIn({ attributes }, tenant);
      const where = { uid_tenant: { uid, tenant } };
      const organization = await world.connector.database.organization.findUniqueOrThrow({ where });
      expect(organization).toMatchObject({ name: 'Default Group name', orgUid: 'org-fern' });
    }
  });

  test('that is there keeps its name; the role is the hub’s to say, at each signing in (contract 254, 255, improvement 6.12)', async () => {
    const { database } = world.connector;
    const attributes = inGroup('cld-kept');
    await world.signIn({ attributes });
    await world.signIn({
      attributes: { ...attributes, group_name: 'Renamed', group_role: 'Member', name: 'Eve' },
    });
    const where = { user: { uid: 'usr-ada', tenant: 'default' }, organization: { uid: 'cld-kept' } };
    expect(
      await database.membership.findMany({ where, include: { user: true, organization: true } }),
    ).toMatchObject([
      { role: 'Member', user: { firstName: 'Ada' }, organization: { name: 'Company cld-kept' } },
    ]);
  });
});
