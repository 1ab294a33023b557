import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject, Organization } from '../../src/engine/index.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { holdJobs, requested } from '../support/requested.ts';
import { type ScriptedServer, startScriptedServer } from '../support/scripted-server.ts';
import { fixedTenants, testTenant } from '../support/tenants.ts';

const api = { id: 'app-2', key: 'other-key', host: 'http://127.0.0.1:9', base: '/api/v1/' };
const tenant = testTenant();
let world: TestConnector;
beforeAll(async () => {
  world = await startTestConnector({}, fixedTenants(tenant, testTenant({ name: 'other', api })));
  holdJobs(world);
});
afterAll(() => world.close());

const on = {
  account: { toConnec: true, toExternal: false },
  contact: { toConnec: false, toExternal: false },
};
const off = { account: { toConnec: false, toExternal: false } };
const ready = (data = {}) =>
  world.create.organization({ oauthToken: 'x', syncEnabled: true, synchronizedEntities: on, ...data });
const reload = ({ id }: Organization) =>
  world.connector.database.organization.findUniqueOrThrow({ where: { id } });

async function send(method: string, path: string, body?: object, credentials = 'app-1:secret-key') {
  const response = await fetch(`${world.url}/maestrano/${path}`, {
    method,
    headers: {
      authorization: `Basic ${btoa(credentials)}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const ask = (uid: string) => send('GET', `default/synchronizations/${uid}`);
const start = ({ uid }: Organization, opts?: object | null) =>
  send('POST', 'default/synchronizations', { group_id: uid, opts });
const toggle = ({ uid }: Organization, more = {}) =>
  send('PUT', 'default/synchronizations/toggle_sync', { group_id: uid, ...more });

const all = [
  ['GET', '/cld-x'],
  ['POST', ''],
  ['PUT', '/toggle_sync'],
  ['PUT', '/update_metadata'],
] as const;
const bodyFor = (method: string, group_id: string) => (method === 'GET' ? undefined : { group_id });

describe.each(all)('%s synchronizations%s', (method, path) => {
  test.each([['app-1:wrong'], ['app-2:other-key'], [':']])(
    'is refused with the credentials %s (contract 225)',
    async (credentials) => {
      const url = `default/synchronizations${path}`;
      expect(await send(method, url, bodyFor(method, 'cld-x'), credentials)).toEqual({
        status: 401,
        body: { error: 'Invalid credentials' },
      });
    },
  );

  test.each(['nobody’s', 'another tenant’s'])(
    'knows no group that is %s (contract 227, improvement 7.14)',
    async (whose) => {
      const organization = await ready({ tenant: 'other' });
      const uid = whose === 'nobody’s' ? 'cld-nobody' : organization.uid;
      const url = `default/synchronizations${path.replace('cld-x', uid)}`;
      expect(await send(method, url, bodyFor(method, uid))).toEqual({
        status: 404,
        body: { errors: [{ message: 'Organization not found' }] },
      });
      expect(await reload(organization)).toEqual(organization);
      expect(await requested(world, organization)).toEqual([]);
    },
  );

  test('is a 404 for a tenant that is not there', async () => {
    const url = `nobody/synchronizations${path}`;
    expect((await send(method, url, bodyFor(method, 'cld-x'))).status).toBe(404);
  });
});

test.each(all.slice(1))('%s synchronizations%s asks for a group (contract 227)', async (method, path) => {
  for (const body of [{}, { group_id: '' }, { group_id: { not: 'x' } }, []])
    expect((await send(method, `default/synchronizations${path}`, body)).status).toBe(400);
});

describe('the status', () => {
  test('of an organization that was never synchronized is DISABLED (contract 226, 228)', async () => {
    const { uid } = await ready({ syncEnabled: false });
    expect(await ask(uid)).toEqual({
      status: 200,
      body: { group_id: uid, sync_enabled: false, status: 'DISABLED' },
    });
  });

  test('is that of the newest run, with its message and time (contract 226, 228)', async () => {
    const organization = await ready();
    await world.create.synchronization(organization, { status: 'SUCCESS' });
    const last = await world.create.synchronization(organization, { status: 'ERROR', message: 'no access' });
    expect((await ask(organization.uid)).body).toEqual({
      group_id: organization.uid,
      sync_enabled: true,
      status: 'ERROR',
      message: 'no access',
      updated_at: last.updatedAt.toISOString(),
    });
  });

  test.each(['a person', 'the clock'])(
    'is ENQUEUED while a run that %s has asked for waits, of it and of no other (contract 228, improvement 5.5)',
    async (who) => {
      const [organization, other] = [await ready(), await ready()];
      const options = who === 'the clock' ? null : '{}';
      await world.connector.database.runRequest.create({
        data: { organizationId: organization.id, options },
      });
      expect((await ask(organization.uid)).body.status).toBe('ENQUEUED');
      expect((await ask(other.uid)).body.status).toBe('DISABLED');
    },
  );

  test('is RUNNING while another process holds the organization, and no longer once that has died (improvement 5.3)', async () => {
    const leaseOwner = 'another process';
    const alive = await ready({ leaseOwner, leaseExpiresAt: new Date(Date.now() + 60_000) });
    const dead = await ready({ leaseOwner, leaseExpiresAt: new Date(Date.now() - 1) });
    for (const one of [alive, dead])
      await world.create.synchronization(one, { status: 'RUNNING', finishedAt: null });
    expect((await ask(alive.uid)).body.status).toBe('RUNNING');
    expect((await ask(dead.uid)).body.status).toBe('INTERRUPTED');
    expect((await start(alive)).body.status).toBe('RUNNING');
    expect(await requested(world, alive)).toEqual([]);
    expect((await start(dead)).body.status).toBe('ENQUEUED');
    expect(await requested(world, dead)).toEqual([{}]);
  });
});

describe('starting a synchronization', () => {
  test('enqueues it with what was asked for, and is written down (contract 207, 229)', async () => {
    const organization = await ready();
    const answer = await start(organization, {
      forced: true,
      full_sync: 'true',
      only_entities: ['contact'],
      connec_preemption: false,
      $filter: "code eq 'A'",
      $orderby: 'name asc',
      request_per_batch_call: 10,
    });
    expect(answer).toEqual({
      status: 201,
      body: { group_id: organization.uid, sync_enabled: true, status: 'ENQUEUED' },
    });
    const options = {
      forced: true,
      fullSync: true,
      onlyEntities: ['contact'],
      connecPreemption: false,
      connecFilter: "code eq 'A'",
      connecOrderBy: 'name asc',
      batchSize: 10,
    };
    const { id } = organization;
    expect(await requested(world, organization)).toEqual([options]);
    expect(
      await world.connector.database.auditEntry.findMany({ where: { organizationId: id } }),
    ).toMatchObject([{ actor: 'app-1', action: 'synchronization asked for' }]);
  });

  test.each([undefined, null, {}, { $evil: 1, organizationId: 7, onlyEntities: ['nothing'] }])(
    'leaves alone what it does not know: opts %j',
    async (opts) => {
      const organization = await ready();
      expect((await start(organization, opts)).status).toBe(201);
      expect(await requested(world, organization)).toEqual([{}]);
    },
  );

  test('sets nothing of the organization that a hub has no business with', async () => {
    const organization = await ready();
    const group_id = organization.uid;
    const more = { tenant: 'other', oauthToken: 'stolen', sync_enabled: false, historicalData: true };
    await send('POST', 'default/synchronizations', { group_id, ...more });
    expect(await reload(organization)).toEqual(organization);
  });

  test.each([
    [
      { only_entities: ['unicorn'] },
      'There is no entity unicorn here. opts.only_entities may name: account, contact.',
    ],
    [{ only_entities: [] }, 'body/opts/only_entities must NOT have fewer than 1 items'],
    [{ forced: 'perhaps' }, 'body/opts/forced must be boolean'],
    [{ request_per_batch_call: 51 }, 'body/opts/request_per_batch_call must be <= 50'],
    ['everything', 'body/opts must be object'],
  ])('is refused with opts %j', async (opts, error) => {
    const organization = await ready();
    expect(await start(organization, opts as object)).toEqual({ status: 400, body: { error } });
    expect(await requested(world, organization)).toEqual([]);
  });

  test('starts no second one while one waits (contract 229)', async () => {
    const organization = await ready();
    await start(organization);
    expect(await start(organization)).toMatchObject({ status: 201, body: { status: 'ENQUEUED' } });
    expect(await requested(world, organization)).toEqual([{}]);
  });

  test('switches synchronization on where a direction is, and off where none is (contract 229, improvement 5.4)', async () => {
    const some = await ready({ syncEnabled: false });
    expect((await start(some)).body).toMatchObject({ sync_enabled: true, status: 'ENQUEUED' });
    expect((await reload(some)).syncEnabled).toBe(true);
    const where = { organizationId: some.id, action: 'synchronization switched' };
    expect(await world.connector.database.auditEntry.count({ where })).toBe(1);
    const none = await ready({ synchronizedEntities: off });
    expect(await start(none, { forced: true })).toMatchObject({
      status: 200,
      body: { sync_enabled: false, status: 'DISABLED', skipped: 'disabled' },
    });
    expect((await reload(none)).syncEnabled).toBe(false);
    expect(await requested(world, none)).toEqual([]);
  });

  test.each([
    ['not linked', { oauthToken: null }, false],
    ['paused', { pausedReason: 'link it again' }, true],
    ['recovering', {}, true],
  ])('says that it would do nothing: %s (improvement 5.4)', async (skipped, data, canBeForced) => {
    const organization = await ready(data);
    if (skipped === 'recovering')
      for (let i = 0; i < 3; i += 1) await world.create.synchronization(organization, { status: 'ERROR' });
    expect(await start(organization)).toMatchObject({
      status: 200,
      body: { skipped, message: expect.stringMatching(/\.$/) },
    });
    expect(await requested(world, organization)).toEqual([]);
    await start(organization, { forced: true });
    expect(await requested(world, organization)).toHaveLength(canBeForced ? 1 : 0);
  });
});

describe('toggling', () => {
  test('without a value flips, and is written down (contract 230)', async () => {
    const organization = await ready();
    for (const sync_enabled of [false, true]) {
      expect(await toggle(organization)).toEqual({
        status: 200,
        body: { group_id: organization.uid, sync_enabled, status: 'DISABLED' },
      });
      expect((await reload(organization)).syncEnabled).toBe(sync_enabled);
    }
    const where = { organizationId: organization.id, action: 'synchronization switched' };
    expect(await world.connector.database.auditEntry.count({ where })).toBe(2);
  });

  test.each([true, false])('to %s can be asked for twice (improvement 7.12)', async (sync_enabled) => {
    const organization = await ready({ syncEnabled: !sync_enabled });
    for (let i = 0; i < 2; i += 1)
      expect((await toggle(organization, { sync_enabled })).body).toMatchObject({ sync_enabled });
    expect((await reload(organization)).syncEnabled).toBe(sync_enabled);
  });

  test('takes a form, too, and nothing besides what it is for', async () => {
    const organization = await ready();
    const response = await fetch(`${world.url}/maestrano/default/synchronizations/toggle_sync`, {
      method: 'PUT',
      headers: { authorization: `Basic ${btoa('app-1:secret-key')}` },
      body: new URLSearchParams({
        group_id: organization.uid,
        sync_enabled: 'false',
        tenant: 'other',
        name: 'x',
      }),
    });
    expect(response.status).toBe(200);
    const { tenant, name, syncEnabled } = await reload(organization);
    expect({ tenant, name, syncEnabled }).toEqual({
      tenant: 'default',
      name: organization.name,
      syncEnabled: false,
    });
  });
});

describe('taking over what the hub says of a group', () => {
  let hub: ScriptedServer;
  beforeEach(async () => {
    hub = await startScriptedServer();
    tenant.api.host = hub.url;
  });
  const update = ({ uid }: Organization) =>
    send('PUT', 'default/synchronizations/update_metadata', { group_id: uid, push_disabled: true });
  const says = (metadata: JsonObject) => ({ body: { success: true, errors: {}, data: { metadata } } });

  test('keeps which direction it has stopped, and brings the switches up to date (contract 231, improvement 7.1)', async () => {
    const synchronizedEntities = { account: { toConnec: true, toExternal: true }, gone: on.account };
    const organization = await ready({ synchronizedEntities });
    hub.always = says({ push_disabled: true, pull_disabled: null });
    expect(await update(organization)).toEqual({
      status: 200,
      body: {
        group_id: organization.uid,
        sync_enabled: true,
        status: 'DISABLED',
        push_disabled: true,
        pull_disabled: false,
      },
    });
    expect(hub.calls()).toEqual([`GET /api/v1/account/groups/${organization.uid}`]);
    expect(hub.asked[0]?.headers.authorization).toBe(`Basic ${btoa('app-1:secret-key')}`);
    expect(await reload(organization)).toMatchObject({
      pushDisabled: true,
      pullDisabled: false,
      synchronizedEntities: {
        account: { toConnec: true, toExternal: true },
        contact: { toConnec: false, toExternal: false },
      },
    });

    hub.always = says({ push_disabled: false, pull_disabled: true });
    await update(organization);
    expect(await reload(organization)).toMatchObject({ pushDisabled: false, pullDisabled: true });
  });

  test.each([
    ['does not know it', { body: { success: false, errors: { id: ['does not exist'] }, data: {} } }],
    ['refuses us', { status: 401, body: { success: false } }],
    ['says nothing of it', { body: { success: true, data: {} } }],
    ['sends no JSON', { body: null }],
    ['hangs up', { cut: true }],
  ])('changes nothing when the hub %s', async (_, answer) => {
    const organization = await ready({ pushDisabled: true });
    hub.always = answer;
    expect(await update(organization)).toEqual({
      status: 502,
      body: {
        errors: [
          {
            message:
              'The hub could not be asked about this organization. Nothing was changed; try again later.',
          },
        ],
      },
    });
    expect(await reload(organization)).toEqual(organization);
  });
});
