import { beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/engine/connection.ts';
import { createVault, type Engine, type Organization, type Throttle } from '../../src/engine/index.ts';
import { createHttp } from '../../src/http.ts';
import { readRate } from '../../src/throttle/rate.ts';
import { reserve } from '../../src/throttle/slots.ts';
import type { CallLimits } from '../../src/throttle.ts';
import { factories } from '../support/factories.ts';
import { startScriptedServer } from '../support/scripted-server.ts';
import { startProcess, twoProcesses } from '../support/throttled.ts';
import { createWrittenLog } from '../support/written-log.ts';

const { databases } = twoProcesses();
const start = (limits: CallLimits) => startProcess(limits, { database: databases()[0] });

const often = { rate: readRate('250/second') };
describe('a connection', () => {
  const vault = createVault([{ id: 'test', key: Buffer.alloc(32, 7).toString('base64') }]);
  const written = createWrittenLog();
  let organization: Organization;
  beforeAll(async () => {
    organization = await factories(databases()[0]).organization({
      oauthUid: 'account-1',
      oauthToken: vault.encrypt('token 1'),
      refreshToken: vault.encrypt('refresh 1'),
    });
  });

  const engineWith = (throttle: Throttle | undefined) =>
    ({
      database: databases()[0],
      external: { name: 'Acme', linking: {} },
      vault,
      log: written.log,
      now: () => new Date(),
      refreshTokens: async () => ({ accessToken: 'token 2' }),
      throttle,
    }) as unknown as Engine;
  const through = (limits: CallLimits) => connect(engineWith(start(limits).throttle), organization);
  const freeInMs = async (key: string) =>
    ((await databases()[0].throttle.findUnique({ where: { key } }))?.freeAt.getTime() ?? 0) - Date.now();

  test('takes a turn for each call, for each repetition, and for new tokens', async () => {
    const server = await startScriptedServer();
    server.answers = [{ status: 503 }, { status: 401 }];
    const accounts: string[] = [];
    const throttle: Throttle = {
      call(account, call) {
        accounts.push(account);
        return call();
      },
      async holdBack() {},
    };
    const http = createHttp(server.url, connect(engineWith(throttle), organization), { firstDelayMs: 1 });
    expect(await http('get', 'things/7').json()).toEqual({ id: 7 });
    expect(server.asked).toHaveLength(3);
    expect(accounts).toEqual(Array(4).fill('account-1'));
  });

  test('does not count the wait for a turn as time without an answer', async () => {
    const server = await startScriptedServer();
    const throttle: Throttle = {
      async call(_account, call) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        return call();
      },
      async holdBack() {},
    };
    server.answers = [{ silent: true }];
    const http = createHttp(server.url, connect(engineWith(throttle), organization), {
      firstDelayMs: 1,
      timeoutMs: 50,
    });
    expect(await http('get', 'things/7').json()).toEqual({ id: 7 });
    expect(server.asked.length).toBeGreaterThanOrEqual(2);
  });

  test.each<[string, CallLimits, string]>([
    ['its account', { ...often, accountRate: often.rate }, 'account account-1'],
    ['all accounts where only those are limited', often, 'all'],
  ])('holds back all processes when the application says "too many": %s', async (_who, limits, key) => {
    const server = await startScriptedServer();
    server.answers = [
      { status: 429, headers: { 'retry-after': '1000' } },
      { status: 429, headers: { 'retry-after': new Date(Date.now() + 2_000_000).toUTCString() } },
    ];
    const { fetch } = through(limits);
    expect((await fetch?.(server.url))?.status).toBe(429);
    expect(await freeInMs(key)).toBeGreaterThan(900_000);
    expect(await reserve(databases()[1], { key, takesMs: 1, patienceMs: 500_000 })).toBeUndefined();
    await expect(fetch?.(server.url)).rejects.toThrow('Acme was not called');
    await databases()[0].throttle.deleteMany();
    await fetch?.(server.url);
    expect(await freeInMs(key)).toBeGreaterThan(1_900_000);
    expect(await freeInMs(key)).toBeLessThan(2_100_000);
  });

  test.each([
    ['nothing is said of how long', {}],
    ['what is said cannot be read', { 'retry-after': 'soon' }],
  ])('holds nobody back when %s', async (_why, headers) => {
    const server = await startScriptedServer();
    server.answers = [{ status: 429, headers }];
    await through(often).fetch?.(server.url);
    expect(await freeInMs('all')).toBeLessThan(1000);
  });

  test('is as it was where nothing is limited by time', async () => {
    const server = await startScriptedServer();
    server.answers = [{ status: 429, headers: { 'retry-after': '1000' } }];
    await through({ concurrency: 1 }).fetch?.(server.url);
    await connect(engineWith(undefined), organization).fetch?.(server.url);
    expect(await databases()[0].throttle.count()).toBe(0);
  });
});
