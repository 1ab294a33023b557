import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Organization } from '../../src/engine/index.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { fixedTenants, testTenant } from '../support/tenants.ts';
import { KeyExternal } from '../support/test-external.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ application: KeyExternal });
});
afterAll(() => sandbox.close());

const path = '/maestrano/api/account';

function callerOf({ url, connector }: TestConnector, tenant?: string) {
  const { api } = (tenant ? connector.tenants.get(tenant) : connector.tenants.list()[0]) ?? testTenant();
  const authorization = `Basic ${Buffer.from(`${api.id}:${api.key}`).toString('base64')}`;
  return async (call: string, body?: object | string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}/${call}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization,
        ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'object' ? JSON.stringify(body) : body }),
    });
    const text = await response.text();
    return { status: response.status, body: text && JSON.parse(text) };
  };
}

const notLinked = () =>
  sandbox.create.organization({ tenant: 'sandbox', oauthUid: null, oauthProvider: null });
const reload = ({ id }: Organization) =>
  sandbox.connector.database.organization.findUniqueOrThrow({ where: { id } });
const keyOf = (workspace: string) => sandbox.acme.workspaces.find(({ id }) => id === workspace)?.apiKey ?? '';

test('setup_form describes the fields as a JSON schema (contract 248)', async () => {
  expect(await callerOf(sandbox)('setup_form')).toEqual({
    status: 200,
    body: {
      title: 'Link Acme',
      type: 'object',
      properties: {
        region: {
          type: 'string',
          title: 'Region',
          oneOf: [
            { const: 'eu', title: 'Europe' },
            { const: 'us', title: 'United States' },
          ],
        },
        apiKey: {
          type: 'string',
          title: 'API key',
          description: 'On the first page of Acme.',
          format: 'password',
        },
        note: { type: 'string', title: 'Note' },
      },
      required: ['region', 'apiKey'],
    },
  });
});

test('link_account takes those fields, and unlink_account forgets them (contract 249, 250)', async () => {
  const call = callerOf(sandbox);
  const organization = await notLinked();
  const fields = { region: 'eu', apiKey: keyOf('south') };
  expect(await call('link_account', { ...fields, 'org-uid': organization.uid })).toEqual({
    status: 200,
    body: { status: 'ok', account: { uid: 'south', name: 'Acme South' } },
  });
  const linked = await reload(organization);
  expect(linked).toMatchObject({ oauthUid: 'south', oauthName: 'Acme South', syncEnabled: false });
  expect(linked.credentials).not.toContain(fields.apiKey);

  const other = await notLinked();
  expect(await call('link_account', { ...fields, 'org-uid': other.uid })).toEqual({
    status: 409,
    body: { error: 'This account has already been linked' },
  });

  for (const _ of ['linked', 'not linked any more'])
    expect(await call('unlink_account', { uid: organization.uid })).toEqual({
      status: 200,
      body: { status: 'ok' },
    });
  expect(await reload(organization)).toMatchObject({ oauthUid: null, credentials: null });
  const entries = await sandbox.connector.database.auditEntry.findMany({
    where: { organizationId: organization.id },
    orderBy: { id: 'asc' },
  });
  expect(entries.map(({ action, detail }) => [action, detail])).toEqual([
    ['account linked', '{"account":"south"}'],
    ['account unlinked', '{"account":"south"}'],
  ]);
});

test('a form may be sent as well as JSON (contract 249)', async () => {
  const organization = await notLinked();
  const body = new URLSearchParams({ region: 'us', apiKey: 'acme_wrong', 'org-uid': organization.uid });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await callerOf(sandbox)('link_account', String(body), headers)).toEqual({
    status: 422,
    body: { error: 'Acme does not accept what was entered.' },
  });
});

test('what is missing or wrong is told by field, and nothing is linked (contract 249)', async () => {
  const organization = await notLinked();
  const sent = { region: 'mars', apiKey: ['x'], note: 'x'.repeat(10_001), 'org-uid': organization.uid };
  expect(await callerOf(sandbox)('link_account', sent)).toEqual({
    status: 422,
    body: {
      error: 'Some fields are missing or wrong: errors names them.',
      errors: {
        region: 'Please choose one of the list.',
        apiKey: 'This is too long, or no text.',
        note: 'This is too long, or no text.',
      },
    },
  });
  sandbox.acme.misbehave({ status: 503, times: 1 });
  const right = { region: 'eu', apiKey: keyOf('north'), 'org-uid': organization.uid };
  expect((await callerOf(sandbox)('link_account', right)).status).toBe(502);
  expect(await reload(organization)).toMatchObject({ oauthUid: null, credentials: null });
});

test('another tenant’s organizations are unknown, and so is one that is not named (contract 250, improvement 6.1)', async () => {
  const call = callerOf(sandbox);
  const theirs = await sandbox.create.organization({ tenant: 'other', oauthToken: 'theirs' });
  for (const uid of [theirs.uid, 'cld-none', 7, null, { contains: '' }]) {
    const unknown = { status: 404, body: { errors: [{ message: 'Organization not found' }] } };
    expect(await call('unlink_account', { uid })).toEqual(unknown);
    expect(await call('link_account', { 'org-uid': uid, region: 'eu', apiKey: 'x' })).toEqual(unknown);
  }
  expect(await reload(theirs)).toMatchObject({ oauthToken: 'theirs' });
});

test('all of it is for the programs of a tenant (contract 236)', async () => {
  const organization = await notLinked();
  const call = callerOf(sandbox);
  for (const authorization of ['', 'Basic x', `Basic ${Buffer.from('sandbox:wrong').toString('base64')}`]) {
    expect(await call('setup_form', undefined, { authorization })).toEqual({ status: 401, body: '' });
    for (const name of ['link_account', 'unlink_account'])
      expect((await call(name, { uid: organization.uid }, { authorization })).status).toBe(401);
  }
});

test('an application with OAuth says where a person links it, and is not linked by a program (contract 248, 249, improvement 7.9)', async ({
  onTestFinished,
}) => {
  const world = await startTestConnector({}, fixedTenants(testTenant()));
  onTestFinished(world.close);
  const organization = await world.create.organization({ oauthUid: null });
  const form = await callerOf(world)('setup_form');
  expect(form.body).toEqual({
    title: 'Link Acme',
    type: 'object',
    properties: {},
    required: [],
    description: expect.stringContaining('linked by a person'),
    link_url: `${world.url}/maestrano/auth/saml/init/default?settings=true`,
  });
  expect(await callerOf(world)('link_account', { 'org-uid': organization.uid })).toEqual({
    status: 501,
    body: { error: form.body.description },
  });
});
