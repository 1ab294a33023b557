import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Config } from '../../src/config.ts';
import { startMetricsServer } from '../../src/metrics-server.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';

let world: TestConnector;
beforeAll(async () => {
  world = await startTestConnector();
});
afterAll(() => world.close());

const metricsToken = 'a-token-of-at-least-thirty-two-characters';
async function start(parts: Partial<Config>) {
  const connector = { ...world.connector, config: { ...world.connector.config, ...parts } };
  const server = await startMetricsServer(connector);
  onTestFinished(async () => server?.close());
  const ask = (path: string, init?: RequestInit) => fetch(`${server?.url}${path}`, init);
  return { server, ask };
}

test('a process without pages shows its figures on a port of its own, to whom the web server would', async () => {
  const { ask } = await start({ metricsPort: 0, metricsToken, environment: 'production' });
  const run = { type: 'run', tenant: 'default', organization: 'cld-1', partial: false } as const;
  for (const observe of world.connector.observers)
    observe({ ...run, status: 'SUCCESS', durationMs: 1, entities: {} });
  const answer = await ask('/metrics', { headers: { authorization: `Bearer ${metricsToken}` } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await answer.text()).split('\n');
  expect(lines).toContain('connector_runs_total{status="SUCCESS"} 1');
  expect(lines).toContain('connector_inbox_messages{state="waiting"} 0');
  expect(lines.some((line) => line.startsWith('process_resident_memory_bytes '))).toBe(true);

  const refused = await ask('/metrics', { headers: { authorization: 'Bearer wrong' } });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="metrics"');
  expect(await refused.json()).toEqual({ error: 'Invalid credentials' });
});

test('it says that it is alive, and has nothing else', async () => {
  const { ask } = await start({ metricsPort: 0, environment: 'production' });
  const alive = await ask('/health/live');
  expect([alive.status, await alive.json()]).toEqual([200, { status: 'ok' }]);
  expect((await ask('/metrics')).status).toBe(404);
  expect((await ask('/')).status).toBe(404);
  expect((await ask('/health/live', { method: 'POST' })).status).toBe(404);
});

test('it says that it is alive even when it cannot count what waits', async () => {
  const { server, ask } = await start({ metricsPort: 0 });
  expect(server).toBeDefined();
  world.connector.database.idMap.count = (() => Promise.reject(new Error('gone'))) as never;
  const answer = await ask('/metrics');
  expect([answer.status, await answer.json()]).toEqual([500, { error: expect.stringContaining('our side') }]);
  expect(world.heard).toContainEqual({ msg: 'the metrics could not be read', reason: 'gone' });
  expect((await ask('/health/live')).status).toBe(200);
});

test('it listens nowhere without a port', async () => {
  expect((await start({})).server).toBeUndefined();
});
