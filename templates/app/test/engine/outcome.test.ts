import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Context,
  decisionsOf,
  type JsonObject,
  listParked,
  RecordError,
  releaseParked,
  releaseRecord,
} from '../../src/engine/index.ts';
import { maxFailures, maxUnanswered } from '../../src/engine/outcome.ts';
import { hubId, inShort } from '../support/in-short.ts';
import { Company, type MemoryApplication, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const { allow, only, refuseAll, titles } = inShort(() => world);
const day = 86_400;

describe('a record that failed', () => {
  test('to get to external is tried again, though it did not change (improvement 1.13)', async () => {
    world.hub.save('organizations', { name: 'Fern' });
    refuseAll(new RecordError('closed on Sundays'));
    await world.run();
    expect(await only()).toMatchObject({
      failedTo: 'external',
      failures: 1,
      message: 'Memory: closed on Sundays',
    });
    allow();
    world.clock.forward(day);
    expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
    expect(titles()).toEqual(['Fern']);
    expect(await only()).toMatchObject({ failedTo: null, failures: 0, message: null, dueAt: null });
  });

  test('to get to the hub is tried again, though it did not change (improvement 1.13)', async () => {
    world.application.save('company', { title: 'Fern' });
    world.hub.refuse = () => '422 no';
    await world.run();
    world.hub.refuse = () => undefined;
    world.clock.forward(day);
    await world.run();
    expect(world.hub.list('organizations')).toHaveLength(1);
    expect(await only()).toMatchObject({ failedTo: null, message: null });
  });

  test('to be mapped is tried again, on either side (improvement 1.13, 2.3)', async () => {
    class Strict extends Company {
      strict = true;
      override readonly mapper = {
        ...new Company().mapper,
        toConnec: (record: JsonObject, context: never) => {
          if (this.strict) throw new Error('not now');
          return new Company().mapper.toConnec(record, context);
        },
      };
    }
    await world.close();
    const entity = new Strict();
    world = await createSyncWorld([entity]);
    world.application.save('company', { title: 'Fern' });
    await world.run();
    entity.strict = false;
    world.clock.forward(day);
    await world.run();
    expect(world.hub.list('organizations')).toHaveLength(1);
  });

  test('waits longer after each failure', async () => {
    world.hub.save('organizations', { name: 'Fern' });
    refuseAll(new RecordError('no'));
    const delays: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      await world.run();
      const { dueAt } = await only();
      delays.push(((dueAt?.getTime() ?? 0) - world.clock.now.getTime()) / 1000);
      world.clock.now = dueAt as Date;
    }
    expect(delays).toEqual([60, 120, 240, 480]);
  });

  test('is tried once in a run, though it is due and comes by as well', async () => {
    const saved = world.hub.save('organizations', { name: 'Fern' });
    refuseAll(new RecordError('no'));
    await world.run();
    world.clock.forward(day);
    world.hub.save('organizations', { industry: 'changed meanwhile' }, hubId(saved));
    await world.run();
    expect(await only()).toMatchObject({ failures: 2 });
    expect(world.application.writes).toEqual([]);
  });

  test('to get to external is not written over an edit that is newer', async () => {
    const saved = world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    world.clock.forward(3600);
    world.hub.save('organizations', { name: 'From Connec!' }, hubId(saved));
    refuseAll(new RecordError('no'));
    await world.run();
    allow();
    world.clock.forward(60);
    world.application.save('company', { title: 'From external' }, '1');
    world.clock.forward(3600);
    await world.run();
    expect(titles()).toEqual(['From external']);
    expect(world.hub.list('organizations')).toMatchObject([{ name: 'From external' }]);
    expect(await only()).toMatchObject({ failedTo: null, message: null });
  });

  test('is parked in the end with its reason, and not tried any more', async () => {
    world.hub.save('organizations', { name: 'Fern' });
    refuseAll(new RecordError('the name is taken'));
    for (let i = 0; i < maxFailures; i += 1) {
      await world.run();
      world.clock.forward(day);
    }
    const parked = await listParked(world.database, world.organization.id);
    expect(parked).toMatchObject([{ name: 'Fern', message: 'Memory: the name is taken', dueAt: null }]);
    allow();
    await world.run();
    expect(titles()).toEqual([]);
  });

  test('because nobody answered is tried for days before it is parked', async () => {
    world.hub.save('organizations', { name: 'Fern' });
    refuseAll(new Error('connect ECONNREFUSED'));
    for (let i = 0; i < maxFailures + 1; i += 1) {
      await world.run();
      world.clock.forward(day);
    }
    expect(await only()).toMatchObject({ parkedAt: null, failures: maxFailures + 1 });
    for (let i = maxFailures + 1; i < maxUnanswered; i += 1) {
      await world.run();
      world.clock.forward(day);
    }
    expect(await only()).toMatchObject({ parkedAt: expect.any(Date) });
  });

  test('and was parked goes again when it changes, and when a person releases it', async () => {
    const saved = world.hub.save('organizations', { name: 'Fern' });
    const other = world.hub.save('organizations', { name: 'Oak' });
    refuseAll(new RecordError('no'));
    for (let i = 0; i < maxFailures; i += 1) {
      await world.run();
      world.clock.forward(day);
    }
    allow();
    world.hub.save('organizations', { name: 'Fern & Co' }, hubId(saved));
    await world.run();
    expect(titles()).toEqual(['Fern & Co']);

    const [parked] = await listParked(world.database, world.organization.id);
    expect(parked).toMatchObject({ connecId: hubId(other) });
    expect(await releaseRecord(world.database, 999, parked?.id ?? 0, world.clock.now)).toBeUndefined();
    await releaseRecord(world.database, world.organization.id, parked?.id ?? 0, world.clock.now);
    await world.run();
    expect(titles()).toEqual(['Fern & Co', 'Oak']);
    expect(await listParked(world.database, world.organization.id)).toEqual([]);
    const [done, released] = decisionsOf(
      await world.database.idMap.findFirstOrThrow({ where: { name: 'Oak' } }),
    );
    expect([released?.what, done?.what]).toEqual(['was released by a person', 'created in Memory']);
  });

  test('goes with all others that were parked, some at a time', async () => {
    for (const name of ['Fern', 'Oak', 'Elm']) world.hub.save('organizations', { name });
    refuseAll(new RecordError('no'));
    await world.run();
    await world.database.idMap.updateMany({ data: { parkedAt: world.clock.now, dueAt: null } });
    allow();
    expect(await releaseParked(world.database, world.organization.id, world.clock.now, 2)).toHaveLength(2);
    expect(await releaseParked(world.database, 999, world.clock.now)).toEqual([]);
    await world.run();
    expect(titles().sort()).toEqual(['Fern', 'Oak']);
    expect(await listParked(world.database, world.organization.id)).toMatchObject([{ name: 'Elm' }]);
  });

  test('and turns out equal after all has nothing left to do', async () => {
    const saved = world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    world.clock.forward(day);
    world.hub.save('organizations', { name: 'Fern & Co' }, hubId(saved));
    refuseAll(new RecordError('no'));
    await world.run();
    world.clock.forward(day);
    world.hub.save('organizations', { name: 'Fern' }, hubId(saved));
    await world.run();
    expect(await only()).toMatchObject({ failedTo: null, failures: 0, message: null, dueAt: null });
  });

  test('and has become inactive is not parked any more: it does not travel', async () => {
    const { id } = world.application.save('company', { title: 'Fern' });
    world.hub.refuse = () => '422 no';
    for (let i = 0; i < maxFailures; i += 1) {
      await world.run();
      world.clock.forward(day);
    }
    expect(await listParked(world.database, world.organization.id)).toHaveLength(1);
    world.application.save('company', { active: false }, String(id));
    await world.run();
    expect(await only()).toMatchObject({ parkedAt: null, externalInactive: true, message: null });
  });

  test('and is gone has nothing left to do', async () => {
    world.application.save('company', { title: 'Fern' });
    world.hub.refuse = () => '422 no';
    await world.run();
    world.application.collections.company?.clear();
    world.clock.forward(day);
    await world.run();
    expect(await only()).toMatchObject({ dueAt: null, failedTo: null });
  });

  test('because it could not be read fails alone: the others that are due go on', async () => {
    const entity = world.engine.external.entities[0] as unknown as Company;
    for (const title of ['A', 'B']) world.application.save('company', { title });
    world.hub.refuse = () => '422 no';
    await world.run();
    world.hub.refuse = () => undefined;
    const read = entity.getExternal.bind(entity);
    entity.getExternal = async (context: Context<MemoryApplication>, id: string) => {
      if (id === '1') throw new Error('timeout');
      return read(context, id);
    };
    world.clock.forward(day);
    await world.run();
    expect(world.hub.list('organizations')).toMatchObject([{ name: 'B' }]);
    expect(await world.database.idMap.findFirst({ where: { name: 'A' } })).toMatchObject({
      message: 'timeout',
      failures: 2,
    });
  });
});
