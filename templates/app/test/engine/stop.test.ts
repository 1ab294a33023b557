import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { processInbox, storeNotification } from '../../src/engine/index.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
let soon: AbortController;
let now: AbortController;
beforeEach(async () => {
  world = await createSyncWorld();
  startProcess();
});
afterEach(() => world.close());

/** A process that nobody has stopped yet. */
function startProcess() {
  [soon, now] = [new AbortController(), new AbortController()];
  Object.assign(world.engine, { stop: { soon: soon.signal, now: now.signal } });
}

const saveCompanies = (count: number) => {
  for (let i = 0; i < count; i += 1) world.hub.save('organizations', { name: `Company ${i}` });
};
const titles = () => world.application.list('company').map(({ title }) => title);
const organization = () => world.database.organization.findFirstOrThrow();

/** An hour: a lease that nobody has renewed runs out, on PostgreSQL by the clock of the server. */
async function timePasses() {
  world.clock.forward(3600);
  const held = { leaseOwner: { not: null } };
  await world.database.organization.updateMany({ where: held, data: { leaseExpiresAt: new Date(0) } });
}
const nobodyAnswers = () => new Promise<void>(() => {});

describe('a run whose process is about to end', () => {
  test('finishes its page, and hands the rest over to the next run (improvement 5.3)', async () => {
    saveCompanies(250);
    world.hub.save('people', { name: 'Ada' });
    world.application.beforeWrite = () => soon.abort();
    expect(await world.run()).toMatchObject({
      status: 'INTERRUPTED',
      message: 'The connector was stopped: the next synchronization goes on where this one ended',
      finishedAt: expect.any(Date),
      counts: { company: { toExternal: { created: 100 } } },
    });
    expect(titles()).toHaveLength(100);
    expect(await organization()).toMatchObject({ leaseOwner: null, pausedReason: null });

    startProcess();
    world.application.beforeWrite = () => {};
    expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
    expect(new Set(titles()).size).toBe(250);
    expect(titles()).toHaveLength(250);
    expect(world.application.list('person')).toHaveLength(1);
  });

  test('begins no kind of record any more', async () => {
    saveCompanies(1);
    world.hub.save('people', { name: 'Ada' });
    for (const entity of world.engine.external.entities)
      Object.assign(entity, { afterSync: async () => soon.abort() });
    const { counts } = await world.run();
    expect(Object.keys(counts as object)).toEqual(['company']);
    expect(world.application.list('person')).toEqual([]);
  });

  test('waits no longer for an answer than the process may, and what it had begun is done once', async () => {
    saveCompanies(3);
    world.application.beforeWrite = () => {
      soon.abort();
      now.abort();
      return nobodyAnswers();
    };
    expect(await world.run()).toMatchObject({ status: 'INTERRUPTED' });
    // Nobody knows what comes of it: as after a crash, the lease keeps others away until it runs out.
    expect(await organization()).toMatchObject({ leaseOwner: expect.any(String), pausedReason: null });

    startProcess();
    world.application.beforeWrite = () => {};
    await timePasses();
    expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
    expect(titles().sort()).toEqual(['Company 0', 'Company 1', 'Company 2']);
  });

  test('begins no call any more when it is left where it stands, and is over for others when the last one is', async () => {
    saveCompanies(8);
    const answers: (() => void)[] = [];
    world.application.beforeWrite = () => {
      if (answers.length === 0) {
        soon.abort();
        now.abort();
      }
      return new Promise<void>((answer) => answers.push(answer));
    };
    expect(await world.run()).toMatchObject({ status: 'INTERRUPTED' });
    const begun = answers.length;
    startProcess();
    await expect(world.run()).rejects.toThrow('busy');

    world.application.beforeWrite = () => {};
    for (const answer of answers) answer();
    await expect.poll(async () => (await organization()).leaseOwner).toBe(null);
    expect(titles()).toHaveLength(begun);
    world.clock.forward(3600);
    expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
    expect(titles().sort()).toEqual(Array.from({ length: 8 }, (_, i) => `Company ${i}`));
  });

  test('that goes on to its end all the same is a run like any other', async () => {
    saveCompanies(1);
    expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
    now.abort();
    expect(await world.run()).toMatchObject({ status: 'INTERRUPTED' });
    startProcess();
    expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
  });
});

test('a notification that is being dealt with then comes to the next process as if it had just come', async () => {
  await world.run();
  const record = world.hub.save('organizations', { name: 'Fern' });
  await storeNotification(world.engine, 'default', { organizations: [{ ...record, group_id: 'cld-1' }] });
  world.application.beforeWrite = () => {
    now.abort();
    return nobodyAnswers();
  };
  await processInbox(world.engine);
  expect(titles()).toEqual([]);
  expect(await world.database.inboxMessage.findMany()).toMatchObject([{ attempts: 0, dueAt: null }]);

  startProcess();
  world.application.beforeWrite = () => {};
  await timePasses();
  await processInbox(world.engine);
  await world.run();
  expect(titles()).toEqual(['Fern']);
  expect(await world.database.inboxMessage.count()).toBe(0);
});
