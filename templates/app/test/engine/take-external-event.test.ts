import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeExternalEvent } from '../../src/engine/index.ts';
import { Company, Person } from '../support/memory-application.ts';
import { notified, plain } from '../support/notified.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([plain(new Company()), plain(new Person())]);
});
afterEach(() => world.close());

const { drain, messages } = notified(() => world);

test('what external has told goes to Connec! the same way, once for each delivery (contract 212)', async () => {
  const company = world.application.save('company', { title: 'Fern' });
  const event = { tenant: 'default', group: 'cld-1', deliveryId: 'd-1', records: { company: [company] } };
  expect(await storeExternalEvent(world.engine, event)).toBe(true);
  expect(await storeExternalEvent(world.engine, event)).toBe(false);
  expect(await storeExternalEvent(world.engine, { ...event, group: 'cld-other', deliveryId: 'd-2' })).toBe(
    true,
  );
  await drain();
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Fern' }]);

  // That it came is remembered for an hour, and nothing of what it told.
  expect(await storeExternalEvent(world.engine, event)).toBe(false);
  expect(await world.database.inboxMessage.findMany({ select: { body: true } })).toEqual([
    { body: {} },
    { body: {} },
  ]);
  const told: unknown[] = [];
  Object.assign(world.engine, { observe: (event: { type: string }) => told.push(event.type) });
  world.clock.forward(3600);
  await drain();
  expect(await messages()).toBe(0);
  expect(told).not.toContain('message'); // It was dealt with once.
});

test('two organizations may be told under one delivery id', async () => {
  const event = { tenant: 'default', group: 'cld-1', deliveryId: 'd-1' };
  expect(await storeExternalEvent(world.engine, event)).toBe(true);
  expect(await storeExternalEvent(world.engine, { ...event, group: 'cld-2' })).toBe(true);
});
