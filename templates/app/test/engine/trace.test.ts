import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  processInbox,
  type Span,
  type SpanEnd,
  storeExternalEvent,
  storeNotification,
  type Trace,
} from '../../src/engine/index.ts';
import { Company, Person } from '../support/memory-application.ts';
import { plain } from '../support/notified.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

/** What a span was part of when it was begun, from the outside in. */
interface Followed {
  path: string[];
  span: Span;
  end: SpanEnd;
}

let world: SyncWorld;
let followed: Followed[];
beforeEach(async () => {
  followed = [];
  world = await createSyncWorld([plain(new Company()), plain(new Person())]);
  Object.assign(world.engine, { trace });
});
afterEach(() => world.close());

const around = new AsyncLocalStorage<string[]>();
const trace: Trace = (span, work) => {
  const path = [...(around.getStore() ?? []), 'entity' in span ? span.entity : span.type];
  const entry: Followed = { path, span, end: {} };
  followed.push(entry);
  return around.run(path, () => work((end) => Object.assign(entry.end, end)));
};

const paths = () => followed.map(({ path }) => path.join(' > '));
const pages = () => followed.flatMap(({ path, span }) => (span.type === 'page' ? [{ path, ...span }] : []));

test('a run is followed by its entities, and each of them by its pages, in the order in which they are done', async () => {
  world.application.save('company', { title: 'Fern' });
  world.hub.save('people', { name: 'Ada' });
  const { id, status } = await world.run();
  expect(followed[0]).toEqual({
    path: ['run'],
    span: { type: 'run', tenant: 'default', organization: 'cld-1', run: id, partial: false },
    end: { status },
  });
  expect(paths().slice(0, 3)).toEqual(['run', 'run > company', 'run > company > page']);
  expect(pages()).toContainEqual({
    path: ['run', 'company', 'page'],
    type: 'page',
    from: 'external',
    records: 1,
  });
  expect(pages()).toContainEqual({
    path: ['run', 'person', 'page'],
    type: 'page',
    from: 'connec',
    records: 1,
  });
  expect(JSON.stringify(followed)).not.toMatch(/Fern|Ada/);
});

test('a message of the inbox is followed in the same way, whichever side it comes from', async () => {
  await world.run();
  followed = [];
  const company = world.application.save('company', { title: 'Fern' });
  const person = world.hub.save('people', { name: 'Ada' });
  await storeNotification(world.engine, 'default', { people: [{ ...person, group_id: 'cld-1' }] });
  await processInbox(world.engine);
  const event = { tenant: 'default', group: 'cld-1', deliveryId: 'd-1', records: { company: [company] } };
  await storeExternalEvent(world.engine, event);
  await processInbox(world.engine);
  expect(paths()).toEqual([
    'message',
    'message > person',
    'message > person > page',
    'message',
    'message > company',
    'message > company > page',
  ]);
  expect(followed[0]).toMatchObject({
    span: { source: 'connec', tenant: 'default', organization: 'cld-1' },
    end: { outcome: 'done' },
  });
  expect(JSON.stringify(followed)).not.toMatch(/Fern|Ada/);
});

test('renewing the access to an account is a call, and so is one that is not answered', async () => {
  const { database, engine, organization } = world;
  const data = {
    tokenExpiresAt: world.clock.now,
    refreshToken: engine.vault.encrypt('refresh'),
  };
  const where = { id: organization.id };
  await database.organization.update({ where, data });
  Object.assign(engine.external, {
    client: (connection: { accessToken(): Promise<string>; fetch: typeof fetch }) => {
      world.application.beforeWrite = async () => {
        await connection.accessToken();
        await connection.fetch('http://127.0.0.1:1/people/ada@fern.example?name=Ada');
      };
      return world.application;
    },
  });
  world.hub.save('people', { name: 'Ada' });
  await world.run();
  const calls = followed.filter(({ span }) => span.type === 'call');
  expect(calls).toEqual([
    {
      path: ['run', 'person', 'page', 'call'],
      span: { type: 'call', side: 'external', tenant: 'default', method: 'POST' },
      end: {},
    },
    {
      path: ['run', 'person', 'page', 'call'],
      span: {
        type: 'call',
        side: 'external',
        tenant: 'default',
        method: 'GET',
        server: { name: '127.0.0.1', port: 1 },
      },
      end: {},
    },
  ]);
});
