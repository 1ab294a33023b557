import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunCounts } from '../../src/engine/index.ts';
import { Company } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

/** What the hub did not take of external, and has one like it: it has yet to say that they are one. */

let world: SyncWorld;
let company: Company;
beforeEach(async () => {
  company = new Company();
  world = await createSyncWorld([company]);
});
afterEach(() => world.close());

const names = (on: 'hub' | 'application') =>
  on === 'hub'
    ? world.hub.list('organizations').map(({ name }) => name)
    : world.application.list('company').flatMap(({ title, active }) => (active === false ? [] : title));
const refuse = (refused: boolean) => {
  world.hub.refuse = ({ method }) => (refused && method === 'post' ? '500 not now' : undefined);
};
const isRead = (read: () => Promise<undefined>) => Object.assign(company, { getExternal: read });
/** What was read is not read again, and what failed is not due yet. */
async function later() {
  world.clock.forward(600);
  world.application.save('company', { title: 'Inactive', active: false });
  await world.run();
  world.clock.forward(600);
  await world.database.idMap.updateMany({ data: { dueAt: new Date('2026-01-01T12:00:00Z') } });
}
/** External has it first; the hub, which does not take it, gets one of its own. */
async function offerInVain(title = 'Fern') {
  refuse(true);
  const saved = world.application.save('company', { title });
  await world.run();
  await later();
  world.hub.save('organizations', { name: title });
  return saved;
}

test('is not created in external a second time, and is one when the hub has said so', async () => {
  await offerInVain();
  await world.run();
  expect(names('application')).toEqual(['Fern']);
  refuse(false);
  for (let i = 0; i < 2; i += 1) {
    world.clock.forward(86_400);
    await world.run();
  }
  expect([names('application'), names('hub')]).toEqual([['Fern'], ['Fern']]);
  expect(await world.database.idMap.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { externalId: '1', connecId: expect.any(String), metadata: '{}', message: null },
    { name: 'Inactive' },
  ]);
});

test('nor when the application does not say in passing what it has', async () => {
  await offerInVain();
  isRead(async () => {
    throw new Error('timeout');
  });
  await world.run();
  expect(names('application')).toEqual(['Fern']);
});

test('nor when there are many of them, of which none needs to be read', async () => {
  refuse(true);
  for (let i = 0; i < 205; i += 1) world.application.save('company', { title: `${i}` });
  await world.run();
  await later();
  world.hub.save('organizations', { name: '204' });
  const run = await world.run();
  expect((run.counts as RunCounts).company?.toExternal).toMatchObject({ created: 0, skipped: 1 });
  expect(world.application.reads.filter(({ id }) => id)).toMatchObject([{ id: '205' }]);
});

test('what external does not have any more holds nothing back', async () => {
  const { id } = await offerInVain();
  world.application.collections.company?.delete(String(id));
  await world.run();
  expect(names('application')).toEqual(['Fern']);
});
