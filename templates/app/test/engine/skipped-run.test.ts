import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { synchronize } from '../../src/engine/index.ts';
import { inShort } from '../support/in-short.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const { breakHub, organization } = inShort(() => world);
const runs = () => world.database.synchronization.findMany({ orderBy: { id: 'desc' } });
const run = (options = {}) => synchronize(world.engine, world.organization.id, options);

describe('nothing is done', () => {
  test('for an organization that is not there (contract 193)', async () => {
    expect(await synchronize(world.engine, 999)).toBe('unknown');
  });

  test('when synchronizing is switched off, and no run is kept (contract 193)', async () => {
    await organization({ syncEnabled: false });
    expect(await run({ forced: true })).toBe('disabled');
    expect(await runs()).toEqual([]);
  });

  test.each([{ oauthUid: null }, { oauthToken: null }])(
    'without a linked account (improvement 2.22)',
    async (data) => {
      await organization(data);
      expect(await run({ forced: true })).toBe('not linked');
    },
  );

  test('while another run holds the organization, even when a person asks for it (contract 194)', async () => {
    await organization({ leaseOwner: 'another', leaseExpiresAt: new Date('2100-01-01T00:00:00Z') });
    expect(await run({ forced: true })).toBe('busy');
    expect(await runs()).toEqual([]);
  });

  test('after three failures in a row, for a day, unless a person asks for it (contract 195, 284)', async () => {
    world.application.save('company', { title: 'Fern' });
    breakHub(true);
    await organization({ synchronizedEntities: { company: { toConnec: true, toExternal: true } } });
    for (let i = 0; i < 3; i += 1) expect(await run()).toMatchObject({ status: 'ERROR' });
    expect(await run()).toBe('recovering');
    world.clock.forward(24 * 3600 - 1);
    expect(await run()).toBe('recovering');
    breakHub(false);
    expect(await run({ forced: true })).toMatchObject({ status: 'SUCCESS' });
    expect(await run()).toMatchObject({ status: 'SUCCESS' });
  });

  test('and it goes on by itself when the day has passed (contract 195)', async () => {
    breakHub(true);
    world.application.save('company', { title: 'Fern' });
    await organization({ synchronizedEntities: { company: { toConnec: true, toExternal: true } } });
    for (let i = 0; i < 3; i += 1) await run();
    breakHub(false);
    world.clock.forward(24 * 3600 + 1);
    expect(await run()).toMatchObject({ status: 'SUCCESS' });
  });

  test('runs that were interrupted are no failures, and do not part those that are (contract 195)', async () => {
    const { id: organizationId } = world.organization;
    const interrupted = { organizationId, status: 'INTERRUPTED', finishedAt: world.clock.now };
    await world.database.synchronization.createMany({ data: Array(3).fill(interrupted) });
    world.application.save('company', { title: 'Fern' });
    await organization({ synchronizedEntities: { company: { toConnec: true, toExternal: true } } });
    breakHub(true);
    for (let i = 0; i < 3; i += 1) {
      expect(await run()).toMatchObject({ status: 'ERROR' });
      await world.database.synchronization.create({ data: interrupted });
    }
    expect(await run()).toBe('recovering');
  });

  test('two failures, or a run between them that got through, are no recovery (contract 195)', async () => {
    world.application.save('company', { title: 'Fern' });
    for (const broken of [true, true, false, true]) {
      breakHub(broken);
      world.application.save('company', { title: `${broken} ${Math.random()}` }, '1');
      expect(await run()).not.toBe('recovering');
    }
    expect(await run()).not.toBe('recovering');
  });
});
