import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sandboxEnvironment, startAcme } from '../../../src/sandbox/index.ts';
import { acmeForTest, callerOf, clientOf, link } from '../support/acme.ts';
import { hubForTest } from '../support/hub.ts';
import { postForm, readPage } from '../support/sign-in.ts';

describe('Acme', () => {
  test('starts with plausible records in North, some of them known to the hub', async () => {
    const [acme, hub] = [await acmeForTest({ seed: true }), await hubForTest({ seed: true })];
    expect([acme.list('accounts').length, acme.list('contacts').length]).toEqual([12, 30]);
    expect(acme.list('contacts', 'south')).toEqual([]);
    const names = new Set(hub.list('cld-fern', 'organizations').map((one) => one.name));
    expect(acme.list('accounts').filter((one) => names.has(one.name))).toHaveLength(5);
    const mails = new Set(
      hub.list('cld-fern', 'people').map((one) => (one.email as { address: string }).address),
    );
    expect(acme.list('contacts').filter((one) => mails.has(one.email as string))).toHaveLength(8);
    expect(acme.list('contacts').some((one) => one.account_id === null)).toBe(true);
  });

  test('keeps records and tokens in its data file', async () => {
    const path = await mkdtemp(join(tmpdir(), 'acme-'));
    onTestFinished(() => rm(path, { recursive: true }));
    const dataFile = join(path, 'acme.json');
    const first = await startAcme({ dataFile, seed: false });
    first.save('accounts', { name: 'Kept' });
    const token = await link(first);
    await (await callerOf(first))('POST', '/api/webhooks', { url: 'http://127.0.0.1:9/hook' });
    await first.close();

    const second = await acmeForTest({ dataFile, seed: true });
    expect(second.list('accounts')).toMatchObject([{ id: 1, name: 'Kept' }]);
    expect(second.save('accounts', { name: 'Next' }).id).toBe(2);
    const headers = { authorization: `Bearer ${token.accessToken}` };
    expect((await fetch(`${second.url}/api/me`, { headers })).status).toBe(200);
    const webhooks = await fetch(`${second.url}/api/webhooks`, { headers });
    expect(await webhooks.json()).toMatchObject({ webhooks: [{ url: 'http://127.0.0.1:9/hook' }] });
    expect(second.workspaces).toEqual(first.workspaces);
    await expect(clientOf(second).refreshToken(token)).resolves.toHaveProperty('accessToken');
  });

  test('leaves its data file as it is, where it is only to start from it', async () => {
    const path = await mkdtemp(join(tmpdir(), 'acme-'));
    onTestFinished(() => rm(path, { recursive: true }));
    const dataFile = join(path, 'acme.json');
    const first = await startAcme({ dataFile, seed: false });
    first.save('accounts', { name: 'Kept' });
    await first.close();

    const second = await startAcme({ dataFile, keepChanges: false });
    second.save('accounts', { name: 'Passing' });
    await second.close();
    const third = await acmeForTest({ dataFile });
    expect(third.list('accounts')).toMatchObject([{ name: 'Kept' }]);
  });

  test('slows down and refuses as it is told, with Retry-After, then works again', async () => {
    const acme = await acmeForTest();
    const call = await callerOf(acme);
    acme.misbehave({ status: 429, times: 1, retryAfter: 7 });
    const refused = await call('GET', '/api/accounts');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    expect(refused.body.error.code).toBe('rate_limited');
    expect((await call('GET', '/api/accounts')).status).toBe(200);

    acme.misbehave({ status: 500, path: '/api/contacts' });
    expect((await call('GET', '/api/accounts')).status).toBe(200);
    expect((await call('GET', '/api/contacts')).status).toBe(500);
    acme.misbehave(null);
    expect((await call('GET', '/api/contacts')).status).toBe(200);

    acme.misbehave({ latencyMs: 30, times: 1 });
    const started = performance.now();
    await call('GET', '/api/accounts');
    expect(performance.now() - started).toBeGreaterThan(25);
  });

  test('can be told by those outside the process, and can cut the connection after the work', async () => {
    const acme = await acmeForTest();
    const call = await callerOf(acme);
    await call('POST', '/sandbox/misbehave', { cut: true, times: 1 });
    await expect(call('POST', '/api/accounts', { name: 'Done' })).rejects.toThrow();
    expect(acme.list('accounts')).toMatchObject([{ name: 'Done' }]);
    expect(acme.calls.at(-1)).toEqual({ method: 'POST', path: '/api/accounts', status: 0 });
  });

  test('opens a workspace to its API key, in its data file, too', async () => {
    const acme = await acmeForTest();
    const [north, south] = acme.workspaces;
    const call = (key: string) => fetch(`${acme.url}/api/me`, { headers: { 'x-api-key': key } });
    expect(await (await call(south?.apiKey ?? '')).json()).toEqual({
      account: { id: 'south', name: 'Acme South' },
    });
    expect((await call(`${north?.apiKey}x`)).status).toBe(401);
    expect((await readPage(await fetch(acme.url))).text).toContain(north?.apiKey);
  });

  test('gives a connector all it needs to know in the environment', async () => {
    const [hub, acme] = [await hubForTest(), await acmeForTest()];
    expect(sandboxEnvironment(hub, acme)).toEqual({
      MNO_DEVPL_HOST: hub.url,
      MNO_DEVPL_API_PATH: '/api/config/v1/marketplaces',
      MNO_DEVPL_ENV_NAME: 'sandbox',
      MNO_DEVPL_ENV_KEY: hub.platform.key,
      MNO_DEVPL_ENV_SECRET: hub.platform.secret,
      EXTERNAL_URL: acme.url,
      EXTERNAL_CLIENT_ID: acme.clientId,
      EXTERNAL_CLIENT_SECRET: acme.clientSecret,
    });
  });
});

describe("Acme's pages", () => {
  const get = async (url: string) => readPage(await fetch(url, { headers: { accept: 'text/html' } }));

  test('show the records of a workspace, escaped', async () => {
    const acme = await acmeForTest();
    acme.save('accounts', { name: '<b>Fern</b>', industry: 'Food & drink' });
    for (const path of ['/', '/north/accounts', '/north/accounts/1', '/north/contacts/new'])
      expect(await get(acme.url + path)).toMatchObject({ status: 200 });
    const { text } = await get(`${acme.url}/north/accounts`);
    expect(text).toContain('&lt;b&gt;Fern&lt;/b&gt;');
    expect(text).not.toContain('<b>Fern');
  });

  test('write what a person changed, and say what is wrong', async () => {
    const acme = await acmeForTest();
    acme.save('accounts', { name: 'Fern' });
    const created = await postForm(`${acme.url}/north/contacts/new`, {
      last_name: 'Weiß',
      account_id: '1',
      active: 'yes',
    });
    expect([created.status, created.headers.get('location')]).toEqual([303, '/north/contacts/1?saved']);
    await postForm(`${acme.url}/north/contacts/1`, { email: 'h@w.example', account_id: '', active: 'no' });
    expect(acme.list('contacts')).toMatchObject([
      { last_name: 'Weiß', email: 'h@w.example', account_id: null, active: false },
    ]);
    expect((await postForm(`${acme.url}/north/contacts/1`, { last_name: ' ' })).status).toBe(422);
    await postForm(`${acme.url}/north/contacts/1`, { delete: 'yes' });
    expect(acme.list('contacts')).toEqual([]);
  });

  test('what is not there is a page that says so', async () => {
    const acme = await acmeForTest();
    for (const path of ['/north/gizmos', '/west/accounts', '/north/accounts/404', '/a/b/c/d'])
      expect(await get(acme.url + path)).toMatchObject({
        status: 404,
        text: expect.stringContaining('<h1>'),
      });
  });
});
