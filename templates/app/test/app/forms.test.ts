import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowser } from '../support/browser.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { holdJobs, requested } from '../support/requested.ts';
import { signedIn } from '../support/signed-in.ts';

let connector: TestConnector;

beforeAll(async () => {
  connector = await startTestConnector();
  holdJobs(connector);
});
afterAll(() => connector.close());

const on = { account: { toConnec: true, toExternal: true }, contact: { toConnec: true, toExternal: true } };
const linked = { oauthToken: 'x' };

async function member(role: string, data: Parameters<TestConnector['create']['organization']>[0] = {}) {
  const organization = await connector.create.organization(data);
  const browser = await signedIn(
    connector,
    await connector.create.membership(await connector.create.user(), organization, role),
  );
  const { database } = connector.connector;
  const reload = () => database.organization.findUniqueOrThrow({ where: { id: organization.id } });
  const runs = () => requested(connector, organization);
  return { organization, browser, reload, runs };
}

describe('synchronizing now', () => {
  test('asks for everything, or for one entity (contract 268, 273)', async () => {
    const { browser, runs } = await member('Admin', {
      ...linked,
      synchronizedEntities: on,
      syncEnabled: true,
    });
    await browser.submit(await browser.open('/history'), '/synchronize');
    await browser.submit(await browser.open('/'), '/synchronize', { entity: 'contact' });
    expect(await runs()).toEqual([{ forced: true }, { forced: true, onlyEntities: ['contact'] }]);
  });

  test('asks for nothing when no account is linked, or the entity is unknown (improvement 2.22)', async () => {
    const unlinked = await member('Admin', { oauthUid: null, synchronizedEntities: on, syncEnabled: true });
    expect(
      (await unlinked.browser.submit(await unlinked.browser.open('/history'), '/synchronize')).html,
    ).toContain('Link your account');
    const ready = await member('Admin', { ...linked, synchronizedEntities: on, syncEnabled: true });
    const page = await ready.browser.submit(await ready.browser.open('/'), '/synchronize', {
      entity: 'secrets',
    });
    expect(page.status).toBe(400);
    expect([...(await unlinked.runs()), ...(await ready.runs())]).toEqual([]);
  });
});

describe('every form', () => {
  const parked = ['/parked/release', '/parked/messages/release', '/parked/messages/discard'];
  const forms = ['/settings', '/synchronize', '/link', '/unlink', ...parked, '/maestrano/signout'];

  test.each(forms)('%s is refused without its token, and with one of another session', async (form) => {
    const { organization, browser, reload, runs } = await member('Admin', {
      ...linked,
      synchronizedEntities: on,
    });
    const other = await member('Admin');
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec((await other.browser.open('/')).html) ?? [];
    await browser.open('/');
    for (const _csrf of [[], 'invented', token]) {
      const page = await browser.post(form, { entities: 'contact', _csrf });
      expect(page.status).toBe(403);
      expect(page.html).toContain('Nothing was changed');
    }
    expect(await reload()).toEqual(organization);
    expect(await runs()).toEqual([]);
    expect((await browser.open('/')).html).toContain('Sign out');
  });

  test.each(forms)('%s is refused to strangers', async (form) => {
    expect((await createBrowser(connector.url).post(form, {})).status).toBe(403);
  });

  test.each(['/settings', '/synchronize', '/unlink'])(
    '%s changes nothing for a member without rights (contract 272, 273, 277)',
    async (form) => {
      const { organization, browser, reload, runs } = await member('Member', {
        ...linked,
        synchronizedEntities: on,
        syncEnabled: true,
      });
      const page = await browser.submit(await browser.open('/'), form, { entities: 'contact' });
      expect(page.html).toContain('Only administrators of your organization can change this');
      expect(await reload()).toEqual(organization);
      expect(await runs()).toEqual([]);
    },
  );
});

test('a person who was removed from the organization is out at once, and one who lost the role cannot change it (contract 260, improvement 6.12)', async () => {
  const { database } = connector.connector;
  const { organization, browser } = await member('Admin', linked);
  const where = { organizationId: organization.id };
  await database.membership.updateMany({ where, data: { role: 'Member' } });
  expect((await browser.open('/')).html).toContain('ask an administrator');
  await database.membership.deleteMany({ where });
  expect((await browser.open('/')).html).not.toContain('Sign out');
});

test('what is sent cannot name another organization: the session alone does', async () => {
  const mine = await member('Admin', { ...linked, synchronizedEntities: on });
  const theirs = await member('Admin', { ...linked, synchronizedEntities: on, syncEnabled: true });
  const ids = {
    organizationId: String(theirs.organization.id),
    id: String(theirs.organization.id),
    uid: theirs.organization.uid,
  };
  for (const form of ['/settings', '/synchronize', '/unlink']) {
    await mine.browser.submit(await mine.browser.open('/'), form, { entities: 'contact', ...ids });
  }
  expect(await theirs.reload()).toEqual(theirs.organization);
  expect(await theirs.runs()).toEqual([]);
});
