import { describe, expect, test } from 'vitest';
import { createConnector } from '../../src/connector.ts';
import { type Database, RunError, StoppedError, silentLog } from '../../src/engine/index.ts';
import { readRate } from '../../src/throttle/rate.ts';
import type { CallLimits } from '../../src/throttle.ts';
import { testConfig } from '../support/config.ts';
import { fixedTenants, testTenant } from '../support/tenants.ts';
import { hour, rounding, startProcess, twoProcesses } from '../support/throttled.ts';

const { databases, url } = twoProcesses();
const start = (limits: CallLimits, more: { database?: Database; patienceMs?: number } = {}) =>
  startProcess(limits, { database: databases()[0], ...more });

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
    const clients = databases().map(counted);
    await Promise.all(
      clients.flatMap(({ client: database }) => {
        const { throttle } = start(often, { database });
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
    const { throttle } = start(often);
    const made: number[] = [];
    await Promise.all([1, 2, 3, 4, 5].map((n) => throttle.call('1', async () => made.push(n))));
    expect(made).toEqual([1, 2, 3, 4, 5]);
  });

  test('take turns: one that has many waiting does not keep the other from its few', async () => {
    const [busy, calm] = [start(often), start(often, { database: databases()[1] })];
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
    const { throttle, end } = start(
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
    const { throttle } = start({ concurrency: 2 });
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
    expect(await databases()[0].throttle.count()).toBe(0);
  });
});

describe('whoever waits', () => {
  const never = async () => 'too soon';

  test('is told when no turn comes soon enough, or none is left in time', async () => {
    const { throttle } = start(seldom, { patienceMs: 20 });
    await throttle.call('1', async () => 'done');
    const refused = throttle.call('1', never);
    await expect(refused).rejects.toThrow(RunError);
    await expect(refused).rejects.toThrow(
      'Acme was not called: no turn within 0.02 seconds (EXTERNAL_RATE, or it asks to be left alone)',
    );
    const full = start({ concurrency: 1 }, { patienceMs: 20 });
    let answer = () => {};
    const open = full.throttle.call('1', () => new Promise<void>((resolve) => (answer = resolve)));
    await expect(full.throttle.call('1', never)).rejects.toThrow('EXTERNAL_CONCURRENCY');
    answer();
    await open;
    expect(await full.throttle.call('1', async () => 'done')).toBe('done');
  });

  test('leaves when the process ends, and nobody begins a call after that', async () => {
    const { throttle, end } = start({ ...seldom, concurrency: 1 }, { patienceMs: 2 * hour });
    await throttle.call('1', async () => 'done');
    const waiting = [throttle.call('1', never), throttle.call('2', never)];
    end();
    for (const each of waiting) await expect(each).rejects.toThrow(StoppedError);
    await expect(throttle.call('1', never)).rejects.toThrow(StoppedError);
  });

  test('may change their mind, and keeps nobody’s place then', async () => {
    const { throttle } = start({ concurrency: 1 });
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
    const { throttle } = start(seldom, { database: broken });
    await expect(throttle.call('1', never)).rejects.toThrow(
      'The database did not say when Acme may be called',
    );
  });
});

test.each([
  ['as its configuration says', often, true],
  ['not at all where nothing is limited', {}, false],
])('a connector holds its calls back %s', async (_how, callLimits, limited) => {
  const config = testConfig({ databaseUrl: url(), callLimits });
  const tenants = fixedTenants(testTenant());
  const connector = createConnector({ config, tenants, database: databases()[0], log: silentLog });
  expect(connector.engine.throttle !== undefined).toBe(limited);
  await connector.jobs.close();
});
