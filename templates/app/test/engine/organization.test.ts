import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Access,
  AlreadyLinkedError,
  ComplexEntity,
  createVault,
  historicalDataSettings,
  initialSwitches,
  isLinked,
  linkOrganization,
  type Organization,
  switchesOf,
  unlinkOrganization,
} from '../../src/engine/index.ts';
import { createTestDatabase } from '../support/database.ts';
import { type Factories, factories } from '../support/factories.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld } from '../support/sync-world.ts';

const vault = createVault([{ id: 'test', key: Buffer.alloc(32, 7).toString('base64') }]);
const now = new Date('2026-01-01T12:00:00Z');

let fresh: Awaited<ReturnType<typeof createTestDatabase>>;
let create: Factories;
beforeAll(async () => {
  fresh = await createTestDatabase();
  create = factories(fresh.database);
});
afterAll(() => fresh.remove());

const both = { accessToken: 'a', refreshToken: 'r' };
const link = (organization: Organization, uid: string, access: Access = both) =>
  linkOrganization(
    fresh.database,
    vault,
    organization,
    'memory',
    { uid, name: `Account ${uid}` },
    access,
    now,
  );
const unlinked = (data = {}) => create.organization({ oauthUid: null, oauthProvider: null, ...data });
const unique = () => `uid-${Math.random()}`;

describe('switches', () => {
  class Inward extends Company {
    override readonly canWriteExternal = false;
  }
  class Mixed extends ComplexEntity<never> {
    readonly parts = [new Inward()] as never;
  }

  test('of a new organization are what its entities can write (contract 278)', () => {
    const entities = [new Person(), new Inward(), new Mixed()] as never[];
    expect(initialSwitches(entities)).toEqual({
      person: { toConnec: true, toExternal: true },
      inward: { toConnec: true, toExternal: false },
      mixed: { toConnec: true, toExternal: false },
    });
  });

  test('keep the order of the entities: it is the order of the runs (contract 55)', () => {
    expect(Object.keys(initialSwitches([new Person(), new Company()] as never[]))).toEqual([
      'person',
      'company',
    ]);
  });

  test.each([
    [{ person: { toConnec: true, toExternal: false } }, { toConnec: true, toExternal: false }],
    [{ person: { toConnec: 'yes' } }, { toConnec: false, toExternal: false }],
    [{ person: true }, { toConnec: false, toExternal: false }],
    [{}, { toConnec: false, toExternal: false }],
    [null, { toConnec: false, toExternal: false }],
  ])('stored as %j are read as %j (contract 287, 288)', (synchronizedEntities, expected) => {
    const organization = { synchronizedEntities } as unknown as Organization;
    expect(switchesOf(organization, new Person() as never)).toEqual(expected);
  });

  test('that are on do not open a direction that the entity cannot write (contract 288)', () => {
    const on = { toConnec: true, toExternal: true };
    const organization = { synchronizedEntities: { inward: on, mixed: on } } as unknown as Organization;
    expect(switchesOf(organization, new Inward() as never)).toEqual({ toConnec: true, toExternal: false });
    expect(switchesOf(organization, new Mixed())).toEqual({ toConnec: true, toExternal: false });
  });

  test('of entities that the connector no longer has are of no account (contract 279, 287)', async () => {
    const on = { toConnec: true, toExternal: true };
    const world = await createSyncWorld([new Person()], { synchronizedEntities: { gone: on, person: on } });
    expect(Object.keys((await world.run()).counts as object)).toEqual(['person']);
    await world.close();
  });
});

describe('linking', () => {
  test('stores the account, and its tokens encrypted (contract 53, 281)', async () => {
    const uid = unique();
    const linked = await link(await unlinked(), uid);
    expect(linked).toMatchObject({ oauthProvider: 'memory', oauthUid: uid, oauthName: `Account ${uid}` });
    expect(isLinked(linked)).toBe(true);
    expect(`${linked.oauthToken}${linked.refreshToken}`).not.toMatch(/^[ar]$/);
    expect([vault.decrypt(linked.oauthToken ?? ''), vault.decrypt(linked.refreshToken ?? '')]).toEqual([
      'a',
      'r',
    ]);
  });

  test('keeps what was entered into a form encrypted, and nothing that opened it before', async () => {
    const uid = unique();
    const before = await link(await unlinked(), uid);
    const credentials = { user: 'ada', password: 'pass word' };
    const linked = await link(before, uid, { credentials });
    expect(isLinked(linked)).toBe(true);
    expect(linked).toMatchObject({ oauthToken: null, refreshToken: null, tokenExpiresAt: null });
    expect(linked.credentials).not.toContain('word');
    expect(JSON.parse(vault.decrypt(linked.credentials ?? ''))).toEqual(credentials);
    expect(await link(linked, uid)).toMatchObject({ credentials: null });
    expect(isLinked(await unlinkOrganization(fresh.database, linked))).toBe(false);
  });

  test('forgets the subscription to webhooks: it was of whoever was linked before', async () => {
    const none = { externalWebhookId: null, externalWebhookSecret: null };
    const told = { externalWebhookId: 'w', externalWebhookSecret: 's' };
    const uid = unique();
    const linked = await link(await unlinked(told), uid);
    expect(linked).toMatchObject(none);
    await fresh.database.organization.update({ where: { id: linked.id }, data: told });
    expect(await unlinkOrganization(fresh.database, linked)).toMatchObject({ ...none, credentials: null });
  });

  test('an account belongs to one organization (contract 50, 52)', async () => {
    const uid = unique();
    const first = await link(await unlinked(), uid);
    await expect(link(await unlinked(), uid)).rejects.toThrow(AlreadyLinkedError);
    await expect(link(await unlinked(), uid)).rejects.toThrow('This account has already been linked');
    expect(await link(first, uid)).toMatchObject({ id: first.id });
  });

  test('begins to share at that moment, unless history is shared, and not anew later (improvement 1.2)', async () => {
    expect(await link(await unlinked(), unique())).toMatchObject({ dateFilteringLimit: now });
    const earlier = new Date('2025-01-01T00:00:00Z');
    expect(await link(await unlinked({ dateFilteringLimit: earlier }), unique())).toMatchObject({
      dateFilteringLimit: earlier,
    });
    expect(await link(await unlinked({ historicalData: true }), unique())).toMatchObject({
      dateFilteringLimit: null,
    });
  });

  test('ends a pause', async () => {
    expect(await link(await unlinked({ pausedReason: 'link it again' }), unique())).toMatchObject({
      pausedReason: null,
    });
  });

  test('unlinking forgets the account and its tokens, stops, and keeps the rest (contract 282)', async () => {
    const linked = await link(await unlinked({ syncEnabled: true }), unique());
    await create.idMap(linked);
    const after = await unlinkOrganization(fresh.database, linked);
    expect(after).toMatchObject({
      oauthUid: null,
      oauthToken: null,
      refreshToken: null,
      tokenExpiresAt: null,
      syncEnabled: false,
      oauthProvider: 'memory',
      oauthName: linked.oauthName,
    });
    expect(isLinked(after)).toBe(false);
    expect(await fresh.database.idMap.count({ where: { organizationId: linked.id } })).toBe(1);
  });

  test('the same account again goes on where it was; another one begins anew (improvement 1.10)', async () => {
    const uid = unique();
    const linked = await link(await unlinked(), uid);
    await create.idMap(linked);
    const watermark = { organizationId: linked.id, entity: 'person', side: 'connec', fetchedUntil: now };
    await fresh.database.watermark.create({ data: watermark });
    const known = () =>
      Promise.all([
        fresh.database.idMap.count({ where: { organizationId: linked.id } }),
        fresh.database.watermark.count({ where: { organizationId: linked.id } }),
      ]);

    const again = await link(await unlinkOrganization(fresh.database, linked), uid);
    expect(await known()).toEqual([1, 1]);
    await link(await unlinkOrganization(fresh.database, again), unique());
    expect(await known()).toEqual([0, 0]);
  });

  test('an account that gives no refresh token has none: not that of the account before', async () => {
    const linked = await link(await unlinked(), unique());
    expect(await link(linked, unique(), { accessToken: 'b' })).toMatchObject({ refreshToken: null });
  });

  test('another account, or none, takes the organization from the run under way; the same one leaves it', async () => {
    const held = { leaseOwner: 'a run', leaseExpiresAt: new Date('2100-01-01T00:00:00Z') };
    const hold = ({ id }: Organization) => fresh.database.organization.update({ where: { id }, data: held });
    const uid = unique();
    const linked = await hold(await link(await unlinked(), uid));
    expect(await link(linked, uid)).toMatchObject(held);
    const free = { leaseOwner: null, leaseExpiresAt: null };
    expect(await link(linked, unique())).toMatchObject(free);
    expect(await unlinkOrganization(fresh.database, await hold(linked))).toMatchObject(free);
  });

  test('what was changed while a person was at the application counts, not what was read before', async () => {
    const before = await unlinked();
    await fresh.database.organization.update({
      where: { id: before.id },
      data: historicalDataSettings(before, true),
    });
    expect(await link(before, unique())).toMatchObject({ historicalData: true, dateFilteringLimit: null });

    const first = await link(await unlinked(), unique());
    await create.idMap(await link(first, unique()));
    await link(first, first.oauthUid ?? '');
    expect(await fresh.database.idMap.count({ where: { organizationId: first.id } })).toBe(0);
  });

  test('two organizations without an account do not get in each other’s way', async () => {
    await unlinked();
    await expect(unlinked()).resolves.toMatchObject({ oauthUid: null });
  });
});

describe('history', () => {
  const organization = (data: Partial<Organization>) =>
    ({ historicalData: false, dateFilteringLimit: null, ...data }) as Organization;

  test('once it is shared it stays shared (contract 283)', () => {
    expect(historicalDataSettings(organization({ historicalData: true }), false, now)).toEqual({});
    expect(historicalDataSettings(organization({ historicalData: true }), true, now)).toEqual({});
  });

  test('not sharing it sets the date once (contract 283)', () => {
    expect(historicalDataSettings(organization({}), false, now)).toEqual({ dateFilteringLimit: now });
    const earlier = new Date('2025-01-01');
    expect(historicalDataSettings(organization({ dateFilteringLimit: earlier }), false, now)).toEqual({
      dateFilteringLimit: earlier,
    });
  });

  test('sharing it later takes what was held back, even when the first run after that fails (contract 283, 286)', async () => {
    const world = await createSyncWorld([new Company()], {
      dateFilteringLimit: new Date('2026-01-01T00:00:00Z'),
    });
    const old = { created_at: '2020-01-01T00:00:00Z', updated_at: '2020-01-01T00:00:00Z' };
    world.application.save('company', { title: 'Old' });
    Object.assign(world.application.collections.company?.get('1') ?? {}, old);
    await world.run();
    world.clock.forward(86_400);
    expect(world.hub.list('organizations')).toEqual([]);

    await world.database.organization.update({
      where: { id: world.organization.id },
      data: historicalDataSettings(world.organization, true),
    });
    world.hub.answer = () => {
      throw new Error('down');
    };
    await world.run();
    world.hub.answer = (results) => results;
    world.clock.forward(86_400);
    await world.run();
    expect(world.hub.list('organizations')).toMatchObject([{ name: 'Old' }]);
    await world.close();
  });
});
