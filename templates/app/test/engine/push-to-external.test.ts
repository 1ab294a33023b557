import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Context,
  type JsonObject,
  RecordError,
  type RunCounts,
  UnauthorizedError,
} from '../../src/engine/index.ts';
import { hubId, inShort } from '../support/in-short.ts';
import { Company, type MemoryApplication } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company()]);
});
afterEach(() => world.close());

const { idMapOf, titles } = inShort(() => world);
const counts = (run: { counts: unknown }) => Object.values(run.counts as RunCounts)[0]?.toExternal;
const restart = async (entity: Company) => {
  await world.close();
  world = await createSyncWorld([entity]);
};

test('an update is no news for the hub (contract 187)', async () => {
  const saved = world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  world.hub.save('organizations', { name: 'Fern & Co' }, hubId(saved));
  await world.run();
  expect(world.application.writes).toMatchObject([{ call: 'update', record: { title: 'Fern & Co' } }]);
  expect(world.hub.writes).toEqual([]);
});

test('an id that is handed back leaves the rest of the id map alone (contract 190)', async () => {
  world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  const idMap = await idMapOf('Fern');
  expect(idMap).toMatchObject({ lastPushToConnec: null, message: null, dueAt: null });
});

test('each failure stays with its record, cut to 255 characters, without a push date (contract 184, 192)', async () => {
  for (const name of ['A', 'Bad', 'C']) world.hub.save('organizations', { name });
  world.application.beforeWrite = ({ title }) => {
    if (title === 'Bad') throw new RecordError('x'.repeat(400));
  };
  expect(counts(await world.run())).toMatchObject({ created: 2, failed: 1 });
  const bad = await idMapOf('Bad');
  expect(bad).toMatchObject({ lastPushToExternal: null, externalId: null, createKey: null, failures: 1 });
  expect(bad.message).toHaveLength(255);
});

test('what is no error is told like one', async () => {
  world.hub.save('organizations', { name: 'Odd' });
  world.application.beforeWrite = () => {
    throw 'plain text';
  };
  await world.run();
  expect(await idMapOf('Odd')).toMatchObject({ message: 'Memory: plain text' });
});

test('the application may only answer with an id, or with nothing: its own echo is known all the same (contract 85, improvement 2.8)', async () => {
  class Terse extends Company {
    override async createExternal(context: Context<MemoryApplication>, record: JsonObject) {
      return { id: (await super.createExternal(context, record)).id };
    }
    override async updateExternal(context: Context<MemoryApplication>, record: JsonObject, id: string) {
      await super.updateExternal(context, record, id);
      return undefined as never;
    }
  }
  await restart(new Terse());
  const saved = world.hub.save('organizations', { name: 'Fern', industry: 'Trade' });
  await world.run();
  world.clock.forward(30);
  await world.run();
  expect(world.hub.writes).toEqual([]);
  world.clock.forward(3600);
  world.hub.save('organizations', { name: 'Fern & Co' }, hubId(saved));
  await world.run();
  world.clock.forward(30);
  await world.run();
  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  expect(await idMapOf('Fern & Co')).toMatchObject({ lastPushToExternal: expect.any(Date), failures: 0 });
});

test('a lost access ends the run, and pauses the organization with what a person has to do', async () => {
  world.hub.save('organizations', { name: 'Fern' });
  world.application.beforeWrite = () => {
    throw new UnauthorizedError('Memory no longer gives access: link it again');
  };
  expect(await world.run()).toMatchObject({ status: 'ERROR', message: /no longer gives access/ });
  const { pausedReason } = await world.database.organization.findUniqueOrThrow({
    where: { id: world.organization.id },
  });
  expect(pausedReason).toMatch(/link it again/);
  await expect(world.run()).rejects.toThrow('nothing was done: paused');
  world.application.beforeWrite = () => {};
  expect(await world.run({ forced: true })).toMatchObject({ status: 'SUCCESS' });
  expect(titles()).toEqual(['Fern']);
  expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
});
