import { afterEach, beforeEach, expect, test } from 'vitest';
import { maxAttempts } from '../../src/engine/inbox.ts';
import { discardMessage, listParkedMessages, releaseMessages } from '../../src/engine/index.ts';
import { inShort } from '../support/in-short.ts';
import { Company, Person } from '../support/memory-application.ts';
import { notified, plain } from '../support/notified.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([plain(new Company()), plain(new Person())]);
});
afterEach(() => world.close());

const { titles } = inShort(() => world);
const { drain, messages, notify, saved } = notified(() => world);

/** Every write to external fails with `reason`, from the hub's side of it. */
const failing = (reason: string) =>
  Object.assign(world.engine, {
    connecClient: () => {
      throw new Error(reason);
    },
  });

test('a message that fails is tried again, each time later, and parked with the reason in the end; the others go on', async () => {
  const { connecClient } = world.engine;
  failing('not configured');
  await notify({ people: [saved('people', 'Bad')] });
  const first = () => world.database.inboxMessage.findFirstOrThrow();
  const waits: number[] = [];
  for (let i = 1; i < maxAttempts; i += 1) {
    await drain();
    const { attempts, dueAt, reason, parkedAt } = await first();
    expect({ attempts, reason, parkedAt }).toEqual({ attempts: i, reason: 'not configured', parkedAt: null });
    waits.push(((dueAt?.getTime() ?? 0) - world.clock.now.getTime()) / 60_000);
    await drain();
    expect((await first()).attempts).toBe(i);
    world.clock.forward((waits.at(-1) ?? 0) * 60);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16]);
  await drain();
  expect(await first()).toMatchObject({ parkedAt: world.clock.now, reason: 'not configured', dueAt: null });

  Object.assign(world.engine, { connecClient });
  await notify({ people: [saved('people', 'Good')] });
  world.clock.forward(86_400);
  await drain();
  expect(titles('person')).toEqual(['Good']);
  expect(await messages()).toBe(1);
});

test('a message that is parked is tried again when a person releases it, and is gone when they throw it away', async () => {
  const { database, organization } = world;
  const stranger = { tenant: 'default', uid: 'cld-2' };
  for (const name of ['Ada', 'Bob', 'Cy']) await notify({ people: [saved('people', name)] });
  await database.inboxMessage.updateMany({ data: { parkedAt: world.clock.now, attempts: 6, reason: 'no' } });
  const [ada, bob, cy] = await listParkedMessages(database, organization);
  expect(ada).toMatchObject({ source: 'connec', attempts: 6, reason: 'no', parkedAt: world.clock.now });
  expect(await releaseMessages(database, stranger)).toBe(0);
  expect(await discardMessage(database, stranger, bob?.id ?? 0)).toBe(false);
  expect(await releaseMessages(database, organization, ada?.id)).toBe(1);
  expect(await discardMessage(database, organization, bob?.id ?? 0)).toBe(true);
  await drain();
  expect(titles('person')).toEqual(['Ada']);
  expect(await listParkedMessages(database, organization)).toEqual([cy]);
});

test('a message that failed once goes when it is tried again', async () => {
  const { connecClient } = world.engine;
  failing('the hub is down');
  await notify({ people: [saved('people', 'Ada')] });
  await drain();
  Object.assign(world.engine, { connecClient });
  world.clock.forward(60);
  await drain();
  expect(titles('person')).toEqual(['Ada']);
  expect(await messages()).toBe(0);
});

test('an attempt counts before it is made: what ends the process every time is parked, too', async () => {
  await notify({ people: [saved('people', 'Ada')] });
  await world.database.inboxMessage.updateMany({ data: { attempts: maxAttempts, dueAt: world.clock.now } });
  await drain();
  expect(await world.database.inboxMessage.findFirst()).toMatchObject({
    parkedAt: world.clock.now,
    reason: 'the process ended, each time',
  });
  expect(titles('person')).toEqual([]);
});
