import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createConnecClient,
  type EngineEvent,
  observedFetch,
  processInbox,
  storeNotification,
} from '../../src/engine/index.ts';
import { startScriptedServer } from '../support/scripted-server.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';
import { testTenant } from '../support/tenants.ts';
import { createWrittenLog } from '../support/written-log.ts';

let world: SyncWorld;
let events: EngineEvent[];
let written: ReturnType<typeof createWrittenLog>;
const observe = (event: EngineEvent) => void events.push(event);

beforeEach(async () => {
  events = [];
  written = createWrittenLog();
  world = await createSyncWorld(undefined, {}, written.log);
  Object.assign(world.engine, { observe });
});
afterEach(() => world.close());

describe('whoever observes is told', () => {
  test('of a run that ended: how, how long it took, and what it did by entity', async () => {
    world.application.save('company', { title: 'Fern' });
    world.hub.save('people', { name: 'Ada' });
    world.application.beforeWrite = () => {
      world.clock.forward(3);
      throw new Error('secret reason');
    };
    await world.run();
    expect(events).toMatchObject([
      {
        type: 'run',
        tenant: 'default',
        organization: 'cld-1',
        status: 'PARTIAL',
        partial: false,
        durationMs: 3000,
        entities: {
          company: { toConnec: { fetched: 1, created: 1 }, failed: false },
          person: { toExternal: { fetched: 1, failed: 1 }, failed: false },
        },
      },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/Ada|Fern|secret reason/);
  });

  test('of an entity that was given up', async () => {
    Object.assign(world.hub, {
      pages: () => {
        throw new Error('secret reason');
      },
    });
    await world.run();
    expect(events).toMatchObject([{ type: 'run', status: 'ERROR', entities: { person: { failed: true } } }]);
    expect(JSON.stringify(events)).not.toContain('secret reason');
  });

  test('of the inbox: how much waits, for how long, and what became of each message', async () => {
    const people = [{ ...world.hub.save('people', { name: 'Ada' }), group_id: 'cld-1' }];
    await storeNotification(world.engine, 'default', { people });
    await storeNotification(world.engine, 'default', { people: [{ name: 'Max', group_id: 'cld-2' }] });
    await storeNotification(world.engine, 'default', { people });
    const createdAt = new Date(world.clock.now.getTime() - 5000);
    await world.database.inboxMessage.updateMany({ data: { createdAt } });
    await processInbox(world.engine);
    expect(events).toHaveLength(3);
    expect(events[0]).toEqual({ type: 'inbox', waiting: 3, groups: 2, oldestMs: 5000 });
    const message = { type: 'message', source: 'connec', tenant: 'default', durationMs: 0, ageMs: 5000 };
    expect(events).toContainEqual({ ...message, outcome: 'done' });
    expect(events).toContainEqual({ ...message, outcome: 'ignored' });
    expect(JSON.stringify(events)).not.toMatch(/Ada|Max/);

    Object.assign(world.engine, {
      connecClient: () => {
        throw new Error('no');
      },
    });
    await processInbox(world.engine);
    expect(events.at(-1)).toMatchObject({ type: 'message', outcome: 'failed' });
    await processInbox(world.engine);
    expect(events.at(-1)).toEqual({ type: 'inbox', waiting: 0, groups: 0, oldestMs: 0 });
  });

  test('of every call to Connec!, repetitions too', async () => {
    const server = await startScriptedServer();
    server.answers = [{ status: 503 }, { cut: true }, { body: { people: [{ name: 'Ada' }] } }];
    const tenant = testTenant({ connec: { host: server.url, basePath: '/api/v2', timeoutSeconds: 5 } });
    const connec = createConnecClient(tenant, 'cld-1', { firstDelayMs: 1, observe });
    for await (const _ of connec.pages('people'));
    server.always = { status: 404 };
    await connec.get('people', '7');
    const call = { type: 'call', side: 'connec', tenant: 'default', method: 'GET' };
    expect(events).toMatchObject([
      { ...call, status: 503, outcome: 'failed' },
      { ...call, status: null, outcome: 'failed' },
      { ...call, status: 200, outcome: 'ok' },
      { ...call, status: 404, outcome: 'refused' },
    ]);
    for (const event of events) expect(event).toMatchObject({ durationMs: expect.any(Number) });
    expect(JSON.stringify(events)).not.toMatch(/Ada|people|secret-key/);
  });

  test('of calls to external made with the fetch that the connection brings', async () => {
    const server = await startScriptedServer();
    let brought: typeof fetch | undefined;
    const { external } = world.engine;
    const client = external.client.bind(external);
    external.client = (connection) => {
      brought = connection.fetch;
      return client(connection);
    };
    await world.run();
    await brought?.(`${server.url}/things`, { method: 'POST', body: '{}' });
    expect(events.at(-1)).toMatchObject({
      type: 'call',
      side: 'external',
      tenant: 'default',
      method: 'POST',
      status: 200,
      outcome: 'ok',
    });
  });
});

test('an observer that throws stops nothing: it is told in the log', async () => {
  const bad = () => {
    throw new Error('full');
  };
  Object.assign(world.engine, { observe: bad });
  world.application.save('company', { title: 'Fern' });
  expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
  expect(written.lines).toContainEqual({
    level: 'error',
    event: 'an event was not taken in',
    fields: { err: new Error('full'), type: 'run' },
  });
  const server = await startScriptedServer();
  const observed = observedFetch({ observe: bad }, { side: 'external', tenant: 'default' });
  expect((await observed(server.url)).status).toBe(200);
});
