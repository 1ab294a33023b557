import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { signedIn } from '../support/signed-in.ts';

let world: TestConnector;
beforeAll(async () => {
  world = await startTestConnector();
});
afterAll(() => world.close());

async function person(role = 'Admin') {
  const { create } = world;
  const [user, organization] = [
    await create.user({ firstName: 'Ada', lastName: 'Arkwright' }),
    await create.organization({ name: 'Fern & Co' }),
  ];
  const membership = await create.membership(user, organization, role);
  return { user, organization, membership, browser: await signedIn(world, membership) };
}

describe('who looks, and at which organization', () => {
  test('is looked up by the session for each request (contract 259)', async () => {
    const { browser, user, organization } = await person();
    const { html } = await browser.open('/');
    expect(html).toContain('Ada Arkwright');
    expect(html).toContain('Fern &amp; Co');
    const { database } = world.connector;
    await database.user.update({ where: { id: user.id }, data: { lastName: 'Lovelace' } });
    await database.organization.update({ where: { id: organization.id }, data: { name: 'Oak' } });
    const later = (await browser.open('/')).html;
    expect(later).toContain('Ada Lovelace');
    expect(later).toContain('Oak');
  });

  test.each<[string, (one: Awaited<ReturnType<typeof person>>) => Promise<unknown>]>([
    [
      'left the organization',
      ({ membership: { id } }) => world.connector.database.membership.delete({ where: { id } }),
    ],
    ['is gone', ({ user: { id } }) => world.connector.database.user.delete({ where: { id } })],
    [
      'looks at an organization that is gone',
      ({ organization: { id } }) => world.connector.database.organization.delete({ where: { id } }),
    ],
  ])('is nobody when the person %s, at once (contract 259, improvement 6.12)', async (_, happens) => {
    const one = await person();
    expect((await one.browser.open('/')).html).toContain('Sign out');
    await happens(one);
    const page = await one.browser.open('/');
    expect(page.html).not.toContain('Sign out');
    expect(page.html).not.toContain('Fern');
  });

  test.each([
    ['Admin', true],
    ['Super Admin', true],
    ['Power User', false],
    ['Member', false],
    ['Guest', false],
    ['admin', false],
  ])('with the role %s: administrator %s (contract 260)', async (role, isAdmin) => {
    const { browser } = await person(role);
    expect((await browser.open('/')).html.includes('href="/mapping"')).toBe(isAdmin);
  });
});
