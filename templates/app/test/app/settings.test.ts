import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { holdJobs, requested } from '../support/requested.ts';
import { signedIn } from '../support/signed-in.ts';

let connector: TestConnector;

beforeAll(async () => {
  connector = await startTestConnector();
  holdJobs(connector);
});
afterAll(() => connector.close());

const off = {
  account: { toConnec: false, toExternal: false },
  contact: { toConnec: false, toExternal: false },
};
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

describe('choosing what travels', () => {
  test('saves both directions of what was shown, enables synchronization and starts it (contract 272)', async () => {
    const { browser, reload, runs } = await member('Admin', {
      ...linked,
      synchronizedEntities: off,
    });
    const fields = {
      entities: ['account', 'contact'],
      toConnec: ['account', 'contact'],
      toExternal: 'contact',
    };
    const page = await browser.submit(await browser.open('/'), '/settings', fields);
    // The word that something was started shows the first time only (improvement 8.3).
    expect(page.html).toContain('All set up');
    expect(await reload()).toMatchObject({
      syncEnabled: true,
      historicalData: false,
      synchronizedEntities: {
        account: { toConnec: true, toExternal: false },
        contact: { toConnec: true, toExternal: true },
      },
    });
    expect(await runs()).toEqual([{ fullSync: false }]);
    expect((await browser.submit(await browser.open('/'), '/settings', fields)).html).toContain(
      'Your choice is saved',
    );
  });

  test('whatever comes back also goes out, whatever the form says (contract 267)', async () => {
    const { browser, reload } = await member('Admin', { ...linked, synchronizedEntities: off });
    await browser.submit(await browser.open('/'), '/settings', {
      entities: ['account', 'contact'],
      toExternal: 'contact',
    });
    expect((await reload()).synchronizedEntities).toMatchObject({
      contact: { toConnec: true, toExternal: true },
    });
  });

  test.each([
    ['pushDisabled', 'toConnec', 'from Acme to your other applications'],
    ['pullDisabled', 'toExternal', 'from your other applications to Acme'],
  ] as const)(
    'a direction that the hub has stopped (%s) is shown off, and what was chosen is kept (contract 267, improvement 8.16)',
    async (flag, direction, words) => {
      const other = direction === 'toConnec' ? 'toExternal' : 'toConnec';
      const { browser, reload } = await member('Admin', {
        ...linked,
        synchronizedEntities: on,
        [flag]: true,
      });
      const home = await browser.open('/');
      expect(home.html).toContain(`The hub has stopped what goes ${words}.`);
      const boxes = (name: string) =>
        home.html.match(new RegExp(`<input[^>]* name="${name}"[^>]*>`, 'g')) ?? [];
      for (const box of boxes(direction)) {
        expect(box).toMatch(new RegExp(`disabled aria-describedby="stopped-${direction}"`));
        expect(box).not.toContain('checked');
      }
      for (const box of boxes(other)) expect(box).toMatch(/checked(?!.*disabled)/);
      await browser.submit(home, '/settings', { [direction]: 'account', [other]: [] });
      const kept = { toConnec: direction === 'toConnec', toExternal: direction === 'toExternal' };
      expect((await reload()).synchronizedEntities).toEqual({
        account: { ...kept, toConnec: true },
        contact: { ...kept, toConnec: true },
      });
    },
  );

  test('what the form did not show stays as it is (improvement 8.2)', async () => {
    const { browser, reload } = await member('Admin', { ...linked, synchronizedEntities: on });
    await browser.submit(await browser.open('/'), '/settings', {
      entities: 'account',
      toConnec: [],
      toExternal: [],
    });
    expect((await reload()).synchronizedEntities).toEqual({ ...on, account: off.account });
  });

  test('with everything off stops synchronizing (contract 272)', async () => {
    const { browser, reload, runs } = await member('Admin', {
      ...linked,
      synchronizedEntities: on,
      syncEnabled: true,
    });
    const nothing = { toConnec: [], toExternal: [] };
    const page = await browser.submit(await browser.open('/'), '/settings', nothing);
    expect(page.html).toContain('Nothing travels any more');
    expect((await reload()).syncEnabled).toBe(false);
    expect(await runs()).toEqual([]);
  });

  test('without a linked account starts nothing (improvement 2.22)', async () => {
    const { browser, runs } = await member('Admin', { oauthUid: null, synchronizedEntities: off });
    await browser.submit(await browser.open('/'), '/settings', { toConnec: 'contact' });
    expect(await runs()).toEqual([]);
  });

  test('shares historical data only after a confirmation, for good, with everything read again (contract 269, 272, 283)', async () => {
    const { browser, reload, runs } = await member('Admin', { ...linked, synchronizedEntities: off });
    const chosen = { toConnec: ['account', 'contact'], historicalData: 'on' };
    const question = await browser.submit(await browser.open('/'), '/settings', chosen);
    expect(question.html).toContain('This cannot be undone');
    expect(await reload()).toMatchObject({ historicalData: false, syncEnabled: false });

    const home = await browser.submit(question, '/settings');
    expect(home.html).toContain('Your historical data is shared');
    expect(await reload()).toMatchObject({
      historicalData: true,
      dateFilteringLimit: null,
      syncEnabled: true,
    });
    expect(await runs()).toEqual([{ fullSync: true }]);

    await browser.submit(await browser.open('/'), '/settings', {});
    expect((await reload()).historicalData).toBe(true);
  });
});
