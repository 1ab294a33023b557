import { describe, expect, onTestFinished, test } from 'vitest';
import { LeaseLostError } from '../../src/engine/errors.ts';
import type { Context, JsonObject, RunCounts } from '../../src/engine/index.ts';
import { hubId, inShort } from '../support/in-short.ts';
import { Company, type MemoryApplication } from '../support/memory-application.ts';
import { notified } from '../support/notified.ts';
import { createSyncWorld } from '../support/sync-world.ts';

const killed = () => new LeaseLostError('killed');
const unanswered = () => new Error('read timeout');
const ends = [
  ['cut off', killed],
  ['not answered', unanswered],
] as const;
const day = 86_400;

/** The next write to a side: what is done while it is under way, five seconds before it arrives, and how it ends. */
interface Fault {
  meanwhile?: () => void;
  error: () => Error;
}

/** A company that both sides have, and sides that take a write and then fail. */
async function start(conflicts: 'newest' | 'merge' = 'newest') {
  const faults: { toExternal?: Fault; toConnec?: Fault } = {};
  const before = (side: keyof typeof faults) => {
    faults[side]?.meanwhile?.();
    if (faults[side]) world.clock.forward(5);
  };
  const after = (side: keyof typeof faults) => {
    const { [side]: fault } = faults;
    delete faults[side];
    if (fault) throw fault.error();
  };
  class Failing extends Company {
    override readonly conflicts = conflicts;
    override async createExternal(context: Context<MemoryApplication>, record: JsonObject) {
      const saved = await super.createExternal(context, record);
      after('toExternal');
      return saved;
    }
    override async updateExternal(context: Context<MemoryApplication>, record: JsonObject, id: string) {
      const saved = await super.updateExternal(context, record, id);
      after('toExternal');
      return saved;
    }
  }
  const world = await createSyncWorld([new Failing()]);
  onTestFinished(() => world.close());
  const { hub, application, clock } = world;
  application.beforeWrite = () => before('toExternal');
  hub.refuse = () => void before('toConnec');
  hub.answer = (results) => {
    after('toConnec');
    return results;
  };
  const both = () => ({ connec: hub.list('organizations')[0], external: application.list('company')[0] });
  const inConnec = (change: JsonObject) =>
    hub.save('organizations', change, both().connec ? hubId(both().connec as JsonObject) : undefined);
  const inExternal = (change: JsonObject) => application.save('company', change, '1');
  return {
    ...{ world, hub, faults, inConnec, inExternal },
    /** Synchronizes a day later. @returns what each side has then, and how many conflicts there were. */
    async later() {
      clock.forward(day);
      const { failing } = (await world.run()).counts as unknown as RunCounts;
      const { connec, external } = both();
      expect([connec?.industry, connec?.name]).toEqual([external?.branch, external?.title]);
      return {
        name: connec?.name,
        industry: connec?.industry,
        conflicts: (failing?.toConnec.conflicts ?? 0) + (failing?.toExternal.conflicts ?? 0),
      };
    },
    ...inShort(() => world),
  };
}

async function inStep(conflicts?: 'newest' | 'merge') {
  const started = await start(conflicts);
  started.inExternal({ title: 'Fern', branch: 'Trade' });
  await started.world.run();
  started.world.clock.forward(3600);
  return started;
}

describe.each(['newest', 'merge'] as const)('where conflicts are settled by %s', (conflicts) => {
  test.each(ends)(
    'a write to Connec! that was %s wins over no later edit in external',
    async (_how, error) => {
      const { world, faults, inExternal, later } = await inStep(conflicts);
      inExternal({ title: 'Fern & Co' });
      faults.toConnec = { meanwhile: () => inExternal({ title: 'Fern & Sons' }), error };
      await world.run();
      expect(await later()).toEqual({ name: 'Fern & Sons', industry: 'Trade', conflicts: 0 });
    },
  );

  test.each(ends)(
    'a write to external that was %s wins over no later edit in Connec!',
    async (_how, error) => {
      const { world, faults, inConnec, later } = await inStep(conflicts);
      inConnec({ name: 'Fern & Co' });
      faults.toExternal = { meanwhile: () => inConnec({ name: 'Fern & Sons' }), error };
      await world.run();
      expect(await later()).toEqual({ name: 'Fern & Sons', industry: 'Trade', conflicts: 0 });
    },
  );

  test.each(ends)(
    'a write to Connec! that was %s is no longer what counts once external has taken it back',
    async (_how, error) => {
      const { world, faults, inExternal, later } = await inStep(conflicts);
      inExternal({ title: 'Fern & Co' });
      faults.toConnec = { meanwhile: () => inExternal({ title: 'Fern' }), error };
      await world.run();
      expect(await later()).toMatchObject({ name: 'Fern' });
    },
  );

  test.each(ends)(
    'a write to external that was %s is no longer what counts once Connec! has taken it back',
    async (_how, error) => {
      const { world, faults, inConnec, later } = await inStep(conflicts);
      inConnec({ name: 'Fern & Co' });
      faults.toExternal = { meanwhile: () => inConnec({ name: 'Fern' }), error };
      await world.run();
      expect(await later()).toMatchObject({ name: 'Fern' });
    },
  );
});

describe('a creation that was cut off', () => {
  test('in Connec! is no edit, and what Connec! has edited since is kept', async () => {
    const { world, faults, inConnec, inExternal, later } = await start();
    inExternal({ title: 'Fern', branch: 'Trade' });
    faults.toConnec = { error: killed };
    await world.run();
    inConnec({ industry: 'Forestry' });
    expect(await later()).toMatchObject({ name: 'Fern', industry: 'Forestry' });
  });

  test('in external is no edit, and what Connec! has edited meanwhile is kept', async () => {
    const { world, faults, inConnec, later } = await start();
    inConnec({ name: 'Fern', industry: 'Trade' });
    faults.toExternal = { meanwhile: () => inConnec({ industry: 'Forestry' }), error: killed };
    await world.run();
    expect(await later()).toMatchObject({ name: 'Fern', industry: 'Forestry' });
  });
});

test('an edit of the side that was written to is an edit: the newest of both is kept (contract 156)', async () => {
  const { world, faults, inConnec, inExternal, later } = await inStep();
  inExternal({ title: 'Fern & Co' });
  faults.toConnec = { meanwhile: () => inExternal({ title: 'Fern & Sons' }), error: killed };
  await world.run();
  inConnec({ name: 'Oak' });
  expect(await later()).toEqual({ name: 'Oak', industry: 'Trade', conflicts: 1 });
});

test('a notification of a write that was cut off does not take it back to where it came from', async () => {
  const { world, hub, faults, inExternal, later, titles } = await inStep();
  const { notify, drain } = notified(() => world);
  inExternal({ title: 'Fern & Co' });
  faults.toConnec = { meanwhile: () => inExternal({ title: 'Fern & Sons' }), error: killed };
  await world.run();
  await notify({ organizations: [{ ...(hub.list('organizations')[0] as JsonObject), group_id: 'cld-1' }] });
  await drain();
  expect(titles()).toEqual(['Fern & Sons']);
  expect(await later()).toMatchObject({ name: 'Fern & Sons', conflicts: 0 });
});

test('a write that was cut off is sent again, known by what it says, and forgotten when it is answered', async () => {
  const { world, faults, inExternal, later, only } = await inStep();
  inExternal({ title: 'Fern & Co' });
  faults.toConnec = { error: killed };
  await world.run();
  expect(await world.database.writePage.count()).toBe(1);
  expect(await later()).toEqual({ name: 'Fern & Co', industry: 'Trade', conflicts: 0 });
  expect(await world.database.writePage.count()).toBe(0);
  const { begunWrite, decisions } = await only();
  expect(begunWrite).toBeNull();
  expect(decisions).toContain('was on its way to Connec! when the run was cut off');
});

test('what only the hub knows of a record whose conflict was cut off still gets to external', async () => {
  const { world, faults, inConnec, inExternal, later } = await inStep();
  inConnec({ name: 'Oak', industry: 'Forestry' });
  world.clock.forward(1);
  world.application.collections.company?.set('1', { id: '1', created_at: '2026-01-01T00:00:00Z' });
  inExternal({ title: 'Fern & Co' }); // It says nothing of its branch any more.
  faults.toConnec = { error: killed };
  await world.run();
  expect(await later()).toMatchObject({ name: 'Fern & Co', industry: 'Forestry' });
});
