import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LeaseLostError } from '../../src/engine/errors.ts';
import type { Connection } from '../../src/engine/external.ts';
import {
  linkOrganization,
  processInbox,
  storeNotification,
  synchronize,
  unlinkOrganization,
} from '../../src/engine/index.ts';
import type { Lease } from '../../src/engine/lease.ts';
import { Company } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

/** One write at a time, so that what comes after another run has taken over is told apart. */
class OneByOne extends Company {
  override readonly concurrency = 1;
  override get key() {
    return 'company';
  }
}

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new OneByOne()]);
});
afterEach(() => world.close());

const updateOrganization = (data: object) =>
  world.database.organization.update({ where: { id: world.organization.id }, data });
const inTheFuture = new Date('2100-01-01T00:00:00Z');

/** This run has been silent for five minutes: another one has taken its place. */
async function takeOver() {
  world.clock.forward(300);
  await updateOrganization({ leaseOwner: 'another', leaseExpiresAt: inTheFuture });
}

/** All that a run keeps. */
const kept = async () => ({
  idMaps: await world.database.idMap.findMany({ orderBy: { id: 'asc' } }),
  watermarks: await world.database.watermark.findMany({ orderBy: { id: 'asc' } }),
  organization: await world.database.organization.findFirst(),
});

describe('a run whose place another run has taken', () => {
  test('writes nothing to external any more, and keeps nothing of what it wrote', async () => {
    for (const name of ['One', 'Two', 'Three']) world.hub.save('organizations', { name });
    let before: unknown;
    world.application.beforeWrite = async () => {
      if (before) return;
      await takeOver();
      before = await kept();
    };
    expect(await world.run()).toMatchObject({ message: expect.stringMatching(/taken over/) });
    expect(world.application.writes).toHaveLength(1);
    expect(await kept()).toEqual(before);
  });

  test('makes no call any more, not even one that has waited to be made again', async () => {
    const { engine, hub } = world;
    const { external } = engine;
    let lease: Pick<Lease, 'check'> | undefined;
    Object.assign(engine, {
      connecClient: (...given: Parameters<typeof engine.connecClient>) => {
        lease = given[1];
        return hub;
      },
    });
    let connection: Connection | undefined;
    const client = external.client.bind(external);
    external.client = (given) => {
      connection = given;
      return client(given);
    };
    const call = () => connection?.fetch?.('http://127.0.0.1:9/').catch((error: unknown) => error);
    const outcomes: unknown[] = [];
    world.hub.save('organizations', { name: 'One' });
    world.application.beforeWrite = async () => {
      outcomes.push(await call());
      await takeOver();
      outcomes.push(await call());
    };
    await world.run();
    expect(outcomes).toEqual([expect.any(TypeError), expect.any(LeaseLostError)]);
    await expect(lease?.check()).rejects.toThrow(LeaseLostError);
  });

  test('sends nothing to Connec! any more, and keeps nothing of what it sent', async () => {
    for (const title of ['One', 'Two', 'Three']) world.application.save('company', { title });
    let before: unknown;
    world.hub.answer = async (results) => {
      await takeOver();
      before = await kept();
      return results;
    };
    await world.run({ batchSize: 1 });
    expect(world.hub.writes).toHaveLength(1);
    expect(await kept()).toEqual(before);
  });

  test('leaves the creations alone that the other run has begun', async () => {
    const { id: organizationId } = world.organization;
    const saved = world.hub.save('organizations', { name: 'One' });
    await world.database.idMap.create({
      data: {
        organizationId,
        connecEntity: 'organization',
        externalEntity: 'company',
        connecId: String((saved.id as { id: string }[])[0]?.id),
        createKey: 'begun',
        createStartedAt: world.clock.now,
        dueAt: world.clock.now,
      },
    });
    const { get } = world.hub;
    let before: unknown;
    world.hub.get = async (...args) => {
      await takeOver();
      before = await kept();
      return get(...args);
    };
    await world.run();
    expect(world.application.writes).toEqual([]);
    expect(await kept()).toEqual(before);
  });

  test('hands no ids back, and counts nothing as done that was due', async () => {
    world.hub.save('organizations', { name: 'One' });
    world.hub.refuse = ({ method }) => (method === 'put' ? 'not now' : undefined);
    await world.run();
    world.hub.refuse = () => undefined;
    let before: unknown;
    const database = world.database.$extends({
      query: {
        idMap: {
          async findMany({ args, query }) {
            const due = await query(args);
            if (before) return due;
            await takeOver();
            before = await kept();
            return due;
          },
        },
      },
    });
    Object.assign(world.engine, { database });
    await world.run();
    expect(world.hub.writes).toEqual([]);
    expect(await kept()).toEqual(before);
  });

  test('is not counted as a failure, and neither pauses the organization nor ends its pause', async () => {
    await updateOrganization({ pausedReason: 'link it again' });
    world.hub.save('organizations', { name: 'One' });
    world.application.beforeWrite = takeOver;
    expect(await world.run({ forced: true })).toMatchObject({ status: 'INTERRUPTED' });
    expect(await world.database.organization.findFirst()).toMatchObject({
      pausedReason: 'link it again',
      leaseOwner: 'another',
    });
  });

  test('leaves the notification it was dealing with to be dealt with', async () => {
    await world.run();
    const record = world.hub.save('organizations', { name: 'One' });
    await storeNotification(world.engine, 'default', { organizations: [{ ...record, group_id: 'cld-1' }] });
    world.application.beforeWrite = takeOver;
    await processInbox(world.engine);
    expect(await world.database.inboxMessage.count()).toBe(1);
  });
});

describe('a run whose account is unlinked, or gives way to another', () => {
  const reload = () => world.database.organization.findFirstOrThrow();
  const changes: [string, () => Promise<unknown>][] = [
    ['unlinked', () => unlinkOrganization(world.database, world.organization)],
    [
      'replaced',
      () =>
        linkOrganization(
          world.database,
          world.engine.vault,
          world.organization,
          'memory',
          { uid: 'memory-2', name: 'Another' },
          { accessToken: 'theirs' },
        ),
    ],
  ];

  test.each(changes)('ends without keeping anything: %s', async (_, change) => {
    for (const name of ['One', 'Two', 'Three']) world.hub.save('organizations', { name });
    let before: unknown;
    world.application.beforeWrite = async () => {
      if (before) return;
      await change();
      before = await kept();
      world.clock.forward(60);
    };
    expect(await world.run()).toMatchObject({ status: 'INTERRUPTED' });
    expect(world.application.writes).toHaveLength(1);
    expect(await kept()).toEqual(before);
    expect(await reload()).toMatchObject({ leaseOwner: null });
  });
});

test.each(['while it writes', 'between two kinds of records'])(
  'a run whose organization is removed %s ends, and leaves no row behind',
  async (when) => {
    for (const name of ['One', 'Two', 'Three']) world.hub.save('organizations', { name });
    const remove = async () => {
      await world.database.organization.deleteMany();
      world.clock.forward(60);
    };
    if (when === 'while it writes') world.application.beforeWrite = remove;
    else for (const entity of world.engine.external.entities) Object.assign(entity, { afterSync: remove });
    expect(await synchronize(world.engine, world.organization.id)).toBe('unknown');
    expect(world.application.writes).toHaveLength(when === 'while it writes' ? 1 : 3);
    expect(await kept()).toEqual({ idMaps: [], watermarks: [], organization: null });
    expect(await world.database.synchronization.count()).toBe(0);
  },
);

describe('a run that was silent for long', () => {
  test('goes on where nobody has taken its place', async () => {
    for (const name of ['One', 'Two']) world.hub.save('organizations', { name });
    world.application.beforeWrite = () => world.clock.forward(300);
    expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
    expect(world.application.list('company')).toHaveLength(2);
  });

  test('ends where the database does not tell whether it holds the organization still', async () => {
    for (const name of ['One', 'Two', 'Three']) world.hub.save('organizations', { name });
    let down = false;
    const database = world.database.$extends({
      query: {
        organization: {
          updateMany: ({ args, query }) => (down ? Promise.reject(new Error('gone')) : query(args)),
        },
      },
    });
    Object.assign(world.engine, { database });
    world.application.beforeWrite = () => {
      world.clock.forward(300);
      down = true;
    };
    await world.run();
    expect(world.application.writes).toHaveLength(1);
  });
});
