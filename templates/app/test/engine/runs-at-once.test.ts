import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { synchronize } from '../../src/engine/index.ts';
import { openRun } from '../../src/engine/synchronization.ts';
import { inShort } from '../support/in-short.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const { organization } = inShort(() => world);
const runs = () => world.database.synchronization.findMany({ orderBy: { id: 'desc' } });
const run = (options = {}) => synchronize(world.engine, world.organization.id, options);

describe('two runs at once', () => {
  test('one of them does the work (improvement 5.2)', async () => {
    world.application.save('company', { title: 'Fern' });
    let others: unknown[] = [];
    world.hub.answer = async (results) => {
      others = await Promise.all([run(), run()]);
      return results;
    };
    expect(await run()).toMatchObject({ status: 'SUCCESS' });
    expect(others).toEqual(['busy', 'busy']);
    expect(world.hub.writes).toHaveLength(1);
  });

  test('a run that died leaves its lease to run out, and its row is told interrupted (improvement 5.3)', async () => {
    await openRun(world.database, world.organization.id, false, world.clock.now);
    await organization({ leaseOwner: 'dead', leaseExpiresAt: new Date('2000-01-01T00:00:00Z') });
    await run();
    expect(await runs()).toMatchObject([
      { status: 'SUCCESS' },
      {
        status: 'INTERRUPTED',
        message: 'The process that ran it has ended: the next synchronization goes on where it stopped',
      },
    ]);
  });

  test('the lease is given back, whatever comes of the run', async () => {
    Object.assign(world.engine, {
      connecClient: () => {
        throw new Error('The tenant "default" is not configured any more');
      },
    });
    expect(await run()).toMatchObject({
      status: 'ERROR',
      message: 'The tenant "default" is not configured any more',
    });
    expect(await world.database.organization.findFirst()).toMatchObject({
      leaseOwner: null,
      leaseExpiresAt: null,
    });
  });
});
