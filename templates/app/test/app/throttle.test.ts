import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConnector } from '../../src/connector.ts';
import { createDatabase } from '../../src/database.ts';
import { connect } from '../../src/engine/connection.ts';
import {
  createVault,
  type Database,
  type Engine,
  type Organization,
  RunError,
  StoppedError,
  silentLog,
  type Throttle,
} from '../../src/engine/index.ts';
import { createHttp } from '../../src/http.ts';
import { readRate } from '../../src/throttle/rate.ts';
import { holdBack, reserve } from '../../src/throttle/slots.ts';
import { type CallLimits, createThrottle } from '../../src/throttle.ts';
import { testConfig } from '../support/config.ts';
import { createTestDatabase } from '../support/database.ts';
import { factories } from '../support/factories.ts';
import { startScriptedServer } from '../support/scripted-server.ts';
import { fixedTenants, testTenant } from '../support/tenants.ts';
import { createWrittenLog } from '../support/written-log.ts';

let fresh: Awaited<ReturnType<typeof createTestDatabase>>;
/** One database, as two processes have it. */
let processes: [Database, Database];
beforeAll(async () => {
  fresh = await createTestDatabase();
  processes = [fresh.database, createDatabase(fresh.url)];
});
beforeEach(() => fresh.database.throttle.deleteMany());
afterAll(async () => {
  await processes[1].$disconnect();
  await fresh.remove();
});

const hour = 3_600_000;
/** Instants are kept by the millisecond, on either database. */
const rounding = 2;

describe('slots of time', () => {
  const take = (database: Database, { key = 'all', takesMs = hour, patienceMs = 10 * hour } = {}) =>
    reserve(database, { key, takesMs, patienceMs });

  /** How long ago it was asked for makes it that much sooner. */
  const expectAbout = (ms: number | undefined, expected: number) => {
    expect(ms).toBeLessThanOrEqual(expected + rounding);
    expect(ms).toBeGreaterThan(expected - hour / 2);
  };

  test('follow each other, whichever process takes them', async () => {
    const [one, other] = processes;
    expect(await take(one)).toBeLessThanOrEqual(rounding);
    expectAbout(await take(other), hour);
    expectAbout(await take(one), 2 * hour);
    expectAbout(await take(other), 3 * hour);
  });

  test('are taken by one of those who ask at the same moment', async () => {
    const taken = await Promise.all([...processes, ...processes, ...processes].map((each) => take(each)));
    for (const [i, ms] of taken.sort((a = 0, b = 0) => a - b).entries()) expectAbout(ms, i * hour);
  });

  test('of one key are nothing to another one', async () => {
    await take(processes[0], { key: 'account 1' });
    expect(await take(processes[1], { key: 'account 2' })).toBeLessThanOrEqual(rounding);
  });

  test('in which nobody came are not saved up', async () => {
    await take(processes[0], { takesMs: 1 });
    await fresh.database.throttle.updateMany({ data: { freeAt: new Date(Date.now() - hour) } });
    expect(await take(processes[0])).toBeLessThanOrEqual(rounding);
    expectAbout(await take(processes[1]), hour);
  });

  test('are not taken where they come too late', async () => {
    await take(processes[0]);
    const before = await fresh.database.throttle.findMany();
    expect(await take(processes[1], { patienceMs: hour / 2 })).toBeUndefined();
    expect(await fresh.database.throttle.findMany()).toEqual(before);
  });

  test('come later where the application was promised to be left alone, and never sooner', async () => {
    await holdBack(processes[0], 'all', hour);
    expectAbout(await take(processes[1]), hour);
    await holdBack(processes[0], 'all', 1);
    expectAbout(await take(processes[1]), 2 * hour);
  });
});

/** A process that makes calls within limits. */
function startProcess(limits: CallLimits, { database = processes[0], patienceMs = 10_000 } = {}) {
  const [soon, now] = [new AbortController(), new AbortController()];
  const stop = { soon: soon.signal, now: now.signal };
  const throttle = createThrottle({ database, name: 'Acme', stop, patienceMs }, limits) as Throttle;
  return { throttle, end: () => now.abort() };
}

const often = { rate: readRate('250/second') };
const seldom = { rate: readRate('1/hour') };

/** Counts the statements that a client sends. */
function counted(database: Database) {
  const statements: string[] = [];
  const client = database.$extends({
    query: {
      $allOperations({ operation, args, query }) {
        statements.push(operation);
        return query(args);
      },
    },
  }) as unknown as Database;
  return { client, statements };
}

describe('calls of several processes', () => {
  test('are never more than the rate allows, and take few statements', async () => {
    const started = performance.now();
    const made: number[] = [];
    const call = async () => made.push(performance.now() - started);
    const clients = processes.map(counted);
    await Promise.all(
      clients.flatMap(({ client: database }) => {
        const { throttle } = startProcess(often, { database });
        return Array.from({ length: 12 }, () => throttle.call('1', call));
      }),
    );
    // No call is made before its slot begins: the nth not before n slots have passed.
    const early = made.sort((a, b) => a - b).filter((at, n) => at < n * 4 - rounding);
    expect(early).toEqual([]);
    expect(made).toHaveLength(24);
    for (const { statements } of clients) expect(statements.length).toBeLessThanOrEqual(3);
  });

  test('are made in the order in which they were asked for', async () => {
    const { throttle } = startProcess(often);
    const made: number[] = [];
    await Promise.all([1, 2, 3, 4, 5].map((n) => throttle.call('1', async () => made.push(n))));
    expect(made).toEqual([1, 2, 3, 4, 5]);
  });

  test('take turns: one that has many waiting does not keep the other from its few', async () => {
    const [busy, calm] = [startProcess(often), startProcess(often, { database: processes[1] })];
    let made = 0;
    const many = Array.from({ length: 1000 }, () => busy.throttle.call('1', async () => (made += 1)));
    const ended = Promise.allSettled(many);
    await calm.throttle.call('2', async () => 'done');
    expect(made).toBeLessThan(200);
    busy.end();
    await ended;
  });
});

describe('the limit of an account', () => {
  test('keeps its own calls waiting, and no others', async () => {
    const { throttle, end } = startProcess(
      { accountRate: readRate('1/hour'), concurrency: 1, ...often },
      { patienceMs: 2 * hour },
    );
    await throttle.call('1', async () => 'done');
    const waits = throttle.call('1', async () => 'too soon');
    expect(await throttle.call('2', async () => 'done')).toBe('done');
    end();
    await expect(waits).rejects.toThrow(StoppedError);
  });
});

describe('calls at a time', () => {
  test('are as many as one process may have open, whatever becomes of them', async () => {
    const { throttle } = startProcess({ concurrency: 2 });
    let [open, most] = [0, 0];
    const call = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      throw new Error('refused');
    };
    const all = await Promise.allSettled(Array.from({ length: 7 }, () => throttle.call('1', call)));
    expect(all.map(({ status }) => status)).toEqual(Array(7).fill('rejected'));
    expect(most).toBe(2);
    expect(await fresh.database.throttle.count()).toBe(0);
  });
});

describe('whoever waits', () => {
  const never = async () => 'too soon';

  test('is told when no turn comes soon enough, or none is left in time', async () => {
    const { throttle } = startProcess(seldom, { patienceMs: 20 });
    await throttle.call('1', async () => 'done');
    const refused = throttle.call('1', never);
    await expect(refused).rejects.toThrow(RunError);
    await expect(refused).rejects.toThrow(
      'Acme was not called: no turn within 0.02 seconds (EXTERNAL_RATE, or it asks to be left alone)',
    );
    const full = startProcess({ concurrency: 1 }, { patienceMs: 20 });
    let answer = () => {};
    const open = full.throttle.call('1', () => new Promise<void>((resolve) => (answer = resolve)));
    await expect(full.throttle.call('1', never)).rejects.toThrow('EXTERNAL_CONCURRENCY');
    answer();
    await open;
    expect(await full.throttle.call('1', async () => 'done')).toBe('done');
  });

  test('leaves when the process ends, and nobody begins a call after that', async () => {
    const { throttle, end } = startProcess({ ...seldom, concurrency: 1 }, { patienceMs: 2 * hour });
    await throttle.call('1', async () => 'done');
    const waiting = [throttle.call('1', never), throttle.call('2', never)];
    end();
    for (const each of waiting) await expect(each).rejects.toThrow(StoppedError);
    await expect(throttle.call('1', never)).rejects.toThrow(StoppedError);
  });

  test('may change their mind, and keeps nobody’s place then', async () => {
    const { throttle } = startProcess({ concurrency: 1 });
    let answer = () => {};
    const open = throttle.call('1', () => new Promise<void>((resolve) => (answer = resolve)));
    const mind = new AbortController();
    const changed = throttle.call('1', never, mind.signal);
    const stays = throttle.call('1', async () => 'done');
    mind.abort(new Error('not any more'));
    await expect(changed).rejects.toThrow('not any more');
    answer();
    await open;
    expect(await stays).toBe('done');
  });

  test('is told when the database does not give turns', async () => {
    const broken = { $queryRaw: () => Promise.reject(new Error('gone')) } as unknown as Database;
    const { throttle } = startProcess(seldom, { database: broken });
    await expect(throttle.call('1', never)).rejects.toThrow(
      'The database did not say when Acme may be called',
    );
  });
});

test.each([
  ['as its configuration says', often, true],
  ['not at all where nothing is limited', {}, false],
])('a connector holds its calls back %s', async (_how, callLimits, limited) => {
  const config = testConfig({ databaseUrl: fresh.url, callLimits });
  const tenants = fixedTenants(testTenant());
  const connector = createConnector({ config, tenants, database: processes[0], log: silentLog });
  expect(connector.engine.throttle !== undefined).toBe(limited);
  await connector.jobs.close();
});

describe('a connection', () => {
  const vault = createVault([{ id: 'test', key: Buffer.alloc(32, 7).toString('base64') }]);
  const written = createWrittenLog();
  let organization: Organization;
  beforeAll(async () => {
    organization = await factories(fresh.database).organization({
      oauthUid: 'account-1',
      oauthToken: vault.encrypt('token 1'),
      refreshToken: vault.encrypt('refresh 1'),
    });
  });

  const engineWith = (throttle: Throttle | undefined) =>
    ({
      database: fresh.database,
      external: { name: 'Acme', linking: {} },
      vault,
      log: written.log,
      now: () => new Date(),
      refreshTokens: async () => ({ accessToken: 'token 2' }),
      throttle,
    }) as unknown as Engine;
  const through = (limits: CallLimits) => connect(engineWith(startProcess(limits).throttle), organization);
  const freeInMs = async (key: string) =>
    ((await fresh.database.throttle.findUnique({ where: { key } }))?.freeAt.getTime() ?? 0) - Date.now();

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
    expect(await reserve(processes[1], { key, takesMs: 1, patienceMs: 500_000 })).toBeUndefined();
    await expect(fetch?.(server.url)).rejects.toThrow('Acme was not called');
    await fresh.database.throttle.deleteMany();
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
    expect(await fresh.database.throttle.count()).toBe(0);
  });
});
