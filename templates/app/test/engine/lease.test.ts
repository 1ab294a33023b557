import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isPostgres } from '../../src/engine/database.ts';
import { synchronize } from '../../src/engine/index.ts';
import { Company, type MemoryApplication } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company()]);
});
afterEach(() => world.close());

const updateOrganization = (data: object) =>
  world.database.organization.update({ where: { id: world.organization.id }, data });
const inTheFuture = new Date('2100-01-01T00:00:00Z');
const inThePast = new Date('2000-01-01T00:00:00Z');

describe('the lease', () => {
  const run = () => synchronize(world.engine, world.organization.id, { forced: true });

  test('is free once it has run out, by the clock that all processes share', async () => {
    await updateOrganization({ leaseOwner: 'dead', leaseExpiresAt: inThePast });
    expect(await run()).toMatchObject({ status: 'SUCCESS' });
    await updateOrganization({ leaseOwner: 'alive', leaseExpiresAt: inTheFuture });
    expect(await run()).toBe('busy');
  });

  test('lasts two minutes by that clock', async () => {
    const time = async () =>
      isPostgres(world.database)
        ? (await world.database.$queryRaw<[{ now: Date }]>`SELECT clock_timestamp() AS now`)[0].now
        : world.clock.now;
    let left = 0;
    world.hub.save('organizations', { name: 'One' });
    world.application.beforeWrite = async () => {
      const held = await world.database.organization.findFirstOrThrow();
      left = (held.leaseExpiresAt?.getTime() ?? 0) - (await time()).getTime();
    };
    await run();
    expect(left).toBeGreaterThan(100_000);
    expect(left).toBeLessThanOrEqual(120_000);
  });

  test('that cannot be given back is told in the log, and the run counts as it ended', async () => {
    const database = world.database.$extends({
      query: {
        organization: {
          updateMany: ({ args, query }) =>
            (args.data as { leaseOwner?: unknown }).leaseOwner === null
              ? Promise.reject(new Error('gone'))
              : query(args),
        },
      },
    });
    Object.assign(world.engine, { database });
    expect(await run()).toMatchObject({ status: 'SUCCESS' });
    expect(await run()).toBe('busy');
  });

  test('is taken together with the organization as it is then', async () => {
    const seen: unknown[] = [];
    Object.assign(world.engine.external, {
      client: ({ organization }: { organization: { name: string } }) => {
        seen.push(organization.name);
        return world.application satisfies MemoryApplication;
      },
    });
    const database = world.database.$extends({
      query: {
        organization: {
          async findUnique({ args, query }) {
            const found = await query(args);
            await updateOrganization({ name: 'Renamed meanwhile' });
            return found;
          },
        },
      },
    });
    Object.assign(world.engine, { database });
    await run();
    expect(seen).toEqual(['Renamed meanwhile']);
  });

  test('is of no use for an organization that was unlinked, switched off or paused meanwhile', async () => {
    for (const [data, outcome] of [
      [{ oauthToken: null }, 'not linked'],
      [{ syncEnabled: false }, 'disabled'],
      [{ pausedReason: 'link it again' }, 'paused'],
    ] as const) {
      await updateOrganization({ oauthToken: 'token', syncEnabled: true, pausedReason: null });
      const database = world.database.$extends({
        query: {
          organization: {
            async findUnique({ args, query }) {
              const found = await query(args);
              await updateOrganization(data);
              return found;
            },
          },
        },
      });
      expect(await synchronize({ ...world.engine, database } as never, world.organization.id)).toBe(outcome);
    }
    expect(await world.database.synchronization.count()).toBe(0);
  });
});
