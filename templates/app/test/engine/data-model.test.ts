import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { type Factories, factories } from '../support/factories.ts';

let fresh: Awaited<ReturnType<typeof createTestDatabase>>;
let create: Factories;
beforeAll(async () => {
  fresh = await createTestDatabase();
  create = factories(fresh.database);
});
afterAll(() => fresh.remove());

const db = () => fresh.database;
const organizationId = async () => (await create.organization()).id;

test('a user has a provider, a uid and an e-mail of one tenant, and the rest where it is known (contract 46, 48)', async () => {
  expect(await create.user({ firstName: 'Ada', locale: 'en', timezone: 'UTC' })).toMatchObject({
    provider: 'maestrano',
    tenant: 'default',
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: null,
    createdAt: expect.any(Date),
    updatedAt: expect.any(Date),
  });
  await expect(db().user.create({ data: { uid: 'u', tenant: 'default' } as never })).rejects.toThrow();
});

test('a user is one per tenant (contract 47, ours is unique)', async () => {
  const { uid } = await create.user();
  await expect(create.user({ uid })).rejects.toMatchObject({ code: 'P2002' });
  await expect(create.user({ uid, tenant: 'other' })).resolves.toBeDefined();
});

test('an organization begins unlinked and off, with everything it will need (contract 49, 55)', async () => {
  const organization = await db().organization.create({
    data: { uid: 'cld-new', tenant: 'default', name: 'Fern' },
  });
  expect(organization).toMatchObject({
    provider: 'maestrano',
    oauthUid: null,
    oauthToken: null,
    refreshToken: null,
    synchronizedEntities: {},
    syncEnabled: false,
    historicalData: false,
    dateFilteringLimit: null,
    leaseOwner: null,
    pausedReason: null,
    pushDisabled: false,
    pullDisabled: false,
    credentials: null,
    externalWebhookId: null,
    externalWebhookSecret: null,
  });
});

test('an organization is one per tenant, and an account is of one organization; none is of none (contract 50, 51, 52)', async () => {
  const organization = await create.organization();
  await expect(create.organization({ uid: organization.uid })).rejects.toMatchObject({ code: 'P2002' });
  await expect(create.organization({ uid: organization.uid, tenant: 'other' })).resolves.toBeDefined();
  await expect(create.organization({ oauthUid: organization.oauthUid })).rejects.toMatchObject({
    code: 'P2002',
  });
  await create.organization({ oauthUid: null });
  await expect(create.organization({ oauthUid: null })).resolves.toBeDefined();
  await expect(
    db().organization.create({ data: { uid: 'x', tenant: 'default' } as never }),
  ).rejects.toThrow();
});

test('what belongs to an organization goes with it (contract 54)', async () => {
  const organization = await create.organization();
  const user = await create.user();
  await create.membership(user, organization);
  await create.idMap(organization);
  await create.synchronization(organization);
  await db().watermark.create({
    data: { organizationId: organization.id, entity: 'person', side: 'connec', fetchedUntil: new Date() },
  });
  await db().organization.delete({ where: { id: organization.id } });
  const where = { organizationId: organization.id };
  expect(
    await Promise.all([
      db().membership.count({ where }),
      db().idMap.count({ where }),
      db().synchronization.count({ where }),
      db().watermark.count({ where }),
      db().user.count({ where: { id: user.id } }),
    ]),
  ).toEqual([0, 0, 0, 0, 1]);
});

test('what was done to an organization is known when it has gone (improvement 6.11)', async () => {
  const { id: organizationId } = await create.organization();
  await db().auditEntry.create({
    data: { tenant: 'default', organizationId, actor: 'usr-1', action: 'account linked' },
  });
  await db().organization.delete({ where: { id: organizationId } });
  expect(await db().auditEntry.findMany({ where: { organizationId } })).toMatchObject([
    { actor: 'usr-1', action: 'account linked', detail: '{}', userId: null, at: expect.any(Date) },
  ]);
});

test('a message is stored once for each name its sender gave it; one without a name always is', async () => {
  const store = (data: object) =>
    db().inboxMessage.create({ data: { source: 'external', tenant: 'default', body: {}, ...data } });
  await store({ deliveryId: 'd1', group: 'cld-1' });
  await expect(store({ deliveryId: 'd1', group: 'cld-2' })).rejects.toMatchObject({ code: 'P2002' });
  await store({ deliveryId: 'd1', tenant: 'other' });
  await store({ deliveryId: 'd1', source: 'connec' });
  await store({});
  await expect(store({})).resolves.toMatchObject({ attempts: 0, dueAt: null, parkedAt: null, group: null });
});

test('a user is a member once (contract 56, 280)', async () => {
  const [organization, user] = [await create.organization(), await create.user()];
  await create.membership(user, organization, 'Member');
  await expect(create.membership(user, organization)).rejects.toMatchObject({ code: 'P2002' });
});

test('a run has a status, counts and dates, and is whole unless it says otherwise (contract 57, 58, 59)', async () => {
  const organization = await create.organization();
  const run = await db().synchronization.create({
    data: { organizationId: organization.id, status: 'RUNNING' },
  });
  expect(run).toMatchObject({
    partial: false,
    message: null,
    counts: {},
    finishedAt: null,
    startedAt: expect.any(Date),
  });
  await expect(
    db().synchronization.create({ data: { organizationId: organization.id } as never }),
  ).rejects.toThrow();
});

test('an id map begins with both directions on and nothing left to do (contract 61)', async () => {
  const idMap = await db().idMap.create({
    data: { organizationId: await organizationId(), connecEntity: 'person', externalEntity: 'contact' },
  });
  expect(idMap).toMatchObject({
    connecId: null,
    externalId: null,
    toConnec: true,
    toExternal: true,
    externalInactive: false,
    metadata: '{}',
    failures: 0,
    dueAt: null,
  });
});

test('an id, of either side, has one id map per entity and organization; none is no id (contract 62, improvement 1.4, 1.18, 4.3)', async () => {
  const base = { organizationId: await organizationId(), connecEntity: 'person', externalEntity: 'contact' };
  const add = (data: object) => db().idMap.create({ data: { ...base, ...data } });
  await add({ connecId: 'c1', externalId: 'e1' });
  await expect(add({ externalId: 'e1' })).rejects.toMatchObject({ code: 'P2002' });
  await expect(add({ connecId: 'c1' })).rejects.toMatchObject({ code: 'P2002' });
  await add({ connecId: 'c1', externalId: 'e1', externalEntity: 'lead' });
  await add({ connecId: 'c1', externalId: 'e1', organizationId: await organizationId() });
  await add({});
  await expect(add({})).resolves.toBeDefined();
});

test('the statements of a page use an index, however many records there are (improvement 4.3)', async ({
  skip,
}) => {
  if (!fresh.url.startsWith('file:')) skip('PostgreSQL explains itself in other words');
  const plan = (where: string) =>
    db().$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN SELECT * FROM id_maps WHERE ${where}`);
  const scope = "organization_id = 1 AND connec_entity = 'person' AND external_entity = 'contact'";
  for (const [where, index] of [
    [`${scope} AND external_id IN ('a', 'b')`, 'idmap_external_key'],
    [`${scope} AND connec_id IN ('a', 'b')`, 'idmap_connec_key'],
    ["organization_id = 1 AND connec_entity = 'person' AND connec_id IN ('a', 'b')", 'idmap_connec_key'],
    ["organization_id = 1 AND external_entity = 'contact' AND external_id IN ('a')", 'idmap_external_key'],
    ["organization_id = 1 AND connec_id IN ('a') AND NOT write_back_pending", 'idmap_connec_key'],
    [`${scope} AND due_at <= '2026-01-01' AND id > 0 ORDER BY id`, 'idmap_due_index'],
    [`${scope} AND due_at IS NOT NULL ORDER BY due_at, id`, 'idmap_due_index'],
    [`${scope} AND name LIKE '%a%' ORDER BY created_at DESC, id DESC`, 'idmap_list_index'],
    ['organization_id = 1 AND parked_at IS NOT NULL ORDER BY parked_at, id', 'idmap_parked_index'],
  ] as const) {
    expect((await plan(where)).map(({ detail }) => detail).join()).toContain(index);
  }
});
