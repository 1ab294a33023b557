import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Context, type ExternalWrite, RecordError, type RunCounts } from '../../src/engine/index.ts';
import { inShort } from '../support/in-short.ts';
import { Company, type MemoryApplication } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
let company: Company;
beforeEach(async () => {
  company = new Company();
  world = await createSyncWorld([company]);
});
afterEach(() => world.close());

const { idMapOf, titles } = inShort(() => world);
const counts = (run: { counts: unknown }) => Object.values(run.counts as RunCounts)[0]?.toExternal;
const restart = async (entity: Company) => {
  await world.close();
  world = await createSyncWorld([entity]);
};

test('writes of one page go several at a time, at most as many as the entity says (improvement 4.6)', async () => {
  let running = 0;
  let most = 0;
  world.application.beforeWrite = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
  };
  for (let i = 0; i < 20; i += 1) world.hub.save('organizations', { name: `${i}` });
  await world.run();
  expect(most).toBe(company.concurrency);
});

test('an application that does not answer is not asked for every record, and nothing is lost by that', async () => {
  for (let i = 0; i < 120; i += 1) world.hub.save('organizations', { name: `${i}` });
  let asked = 0;
  world.application.beforeWrite = () => {
    asked += 1;
    throw new Error('connect ECONNREFUSED');
  };
  expect(await world.run()).toMatchObject({
    status: 'ERROR',
    message: expect.stringContaining('Memory does not answer (connect ECONNREFUSED): the next run goes on'),
  });
  expect(asked).toBeLessThan(30);
  world.application.beforeWrite = () => {};
  for (let i = 0; i < 2; i += 1) {
    world.clock.forward(3600);
    await world.run();
  }
  expect(titles()).toHaveLength(120);
  expect(new Set(titles()).size).toBe(120);
});

describe('an application that takes a page at once', () => {
  class Bulk extends Company {
    calls: number[] = [];
    override async writeExternal({ external }: Context<MemoryApplication>, writes: readonly ExternalWrite[]) {
      this.calls.push(writes.length);
      return writes.map(({ record, id }) =>
        record.title === 'Bad' ? new RecordError('forbidden') : external.save('company', record, id),
      );
    }
  }

  test('is called once for a page, and answers for each write (contract 184)', async () => {
    const bulk = new Bulk();
    await restart(bulk);
    for (const name of ['A', 'Bad', 'C']) world.hub.save('organizations', { name });
    expect(counts(await world.run())).toMatchObject({ created: 2, failed: 1 });
    expect(bulk.calls).toEqual([3]);
    expect(titles()).toEqual(['A', 'C']);
    expect(await idMapOf('Bad')).toMatchObject({ message: 'Memory: forbidden' });
  });

  test('a call that fails is a failure of each of its records, and they are looked for before they are created again', async () => {
    const bulk = new Bulk();
    await restart(bulk);
    world.hub.save('organizations', { name: 'A' });
    const { writeExternal } = bulk;
    bulk.writeExternal = async (...given) => {
      await writeExternal.apply(bulk, given);
      throw new Error('read timeout');
    };
    expect(counts(await world.run())).toMatchObject({ failed: 1 });
    bulk.writeExternal = writeExternal;
    world.clock.forward(3600);
    await world.run();
    expect(titles()).toEqual(['A']);
  });

  test('fewer answers than writes leave the others unanswered', async () => {
    const bulk = new Bulk();
    await restart(bulk);
    for (const name of ['A', 'B']) world.hub.save('organizations', { name });
    const { writeExternal } = bulk;
    bulk.writeExternal = async (context, writes) =>
      (await writeExternal.call(bulk, context, writes)).slice(0, 1);
    expect(counts(await world.run())).toMatchObject({ created: 1, failed: 1 });
    bulk.writeExternal = writeExternal;
    world.clock.forward(3600);
    await world.run();
    expect(titles()).toEqual(['A', 'B']);
  });
});
