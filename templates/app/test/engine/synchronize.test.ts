import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunCounts } from '../../src/engine/index.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
let company: Company;
beforeEach(async () => {
  company = new Company();
  world = await createSyncWorld([company, new Person()]);
});
afterEach(() => world.close());

const countsOf = (run: { counts: unknown }) => run.counts as RunCounts;
const titles = (collection: string) =>
  [...(world.application.collections[collection]?.values() ?? [])].map((record) => record.title).sort();

test('a first run takes each side what the other has, and merges what both have (contract 202)', async () => {
  world.application.save('company', { title: 'Both', branch: 'Trade' });
  world.application.save('company', { title: 'Only external' });
  world.hub.save('organizations', { name: 'Both', industry: 'Old' });
  world.hub.save('organizations', { name: 'Only Connec!' });

  const run = await world.run();

  expect(run).toMatchObject({ status: 'SUCCESS', message: null });
  expect(countsOf(run).company).toMatchObject({
    toConnec: { fetched: 2, created: 1, merged: 1, failed: 0 },
    toExternal: { created: 1, updated: 0, failed: 0 },
  });
  expect(titles('company')).toEqual(['Both', 'Only Connec!', 'Only external']);
  expect(world.hub.find('organizations', { name: 'Both' })).toMatchObject({ industry: 'Trade' });
});

test('what a merged record of the hub has and the external one lacks goes to external in the same run', async () => {
  const both = world.application.save('company', { title: 'Both' });
  world.hub.save('organizations', { name: 'Both', industry: 'Trade' });

  await world.run();

  expect(world.application.collections.company?.get(String(both.id))).toMatchObject({ branch: 'Trade' });
});

test('a second run writes nothing', async () => {
  world.application.save('company', { title: 'Both', branch: 'Trade' });
  world.hub.save('organizations', { name: 'Both', industry: 'Old' });
  world.hub.save('organizations', { name: 'Only Connec!' });
  await world.run();
  world.clock.forward(10);

  const run = await world.run();

  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  expect(run.status).toBe('SUCCESS');
});

test('an edit on one side reaches the other and does not come back', async () => {
  const saved = world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  world.application.save('company', { title: 'Fern & Co' }, String(saved.id));
  await world.run();
  expect(world.hub.find('organizations', { name: 'Fern & Co' })).toBeDefined();
  expect(world.application.writes).toEqual([]);

  world.clock.forward(3600);
  const [id] = [...world.hub.records.keys()];
  world.hub.save('organizations', { name: 'Fern Ltd' }, id);
  await world.run();
  expect(titles('company')).toEqual(['Fern Ltd']);
  expect(world.hub.writes).toEqual([]);

  world.clock.forward(3600);
  await world.run();
  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
});

async function changedOnBothSides(seconds: { connec: number; external: number }) {
  const saved = world.application.save('company', { title: 'Fern' });
  await world.run();
  const start = world.clock.now.getTime();
  const [id] = [...world.hub.records.keys()];
  world.clock.now = new Date(start + seconds.connec * 1000);
  world.hub.save('organizations', { name: 'From Connec!' }, id);
  world.clock.now = new Date(start + seconds.external * 1000);
  world.application.save('company', { title: 'From external' }, String(saved.id));
  world.clock.now = new Date(start + 7200 * 1000);
}

test('a record changed on both sides keeps the newest: Connec! (contract 156)', async () => {
  await changedOnBothSides({ connec: 20, external: 10 });
  const run = await world.run();
  expect(titles('company')).toEqual(['From Connec!']);
  expect(world.hub.writes).toEqual([]);
  expect(countsOf(run).company?.toExternal.conflicts).toBe(1);
});

test('a record changed on both sides keeps the newest: external (contract 156, 157)', async () => {
  await changedOnBothSides({ connec: 10, external: 20 });
  const run = await world.run();
  expect(titles('company')).toEqual(['From external']);
  expect(world.hub.find('organizations', { name: 'From external' })).toBeDefined();
  expect(world.application.writes).toEqual([]);
  expect(countsOf(run).company?.toConnec.conflicts).toBe(1);
});

test('a tie keeps external (contract 156)', async () => {
  await changedOnBothSides({ connec: 10, external: 10 });
  await world.run();
  expect(titles('company')).toEqual(['From external']);
});

test('a forced side wins whatever the dates (contract 155)', async () => {
  await changedOnBothSides({ connec: 10, external: 20 });
  await world.run({ connecPreemption: true });
  expect(titles('company')).toEqual(['From Connec!']);
});

test('after a conflict both sides are equal and nothing more is written', async () => {
  await changedOnBothSides({ connec: 10, external: 20 });
  await world.run();
  world.clock.forward(3600);
  await world.run();
  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
});

test('a reference goes as the id that the other side knows', async () => {
  const fern = world.application.save('company', { title: 'Fern' });
  world.application.save('person', { title: 'Ada', mail: 'ada@fern.test', company_id: fern.id });
  const oak = world.hub.save('organizations', { name: 'Oak' });
  world.hub.save('people', { name: 'Max', email: 'max@oak.test', organization_id: oak.id });

  await world.run();

  expect(world.hub.find('people', { name: 'Ada' })).toMatchObject({
    organization_id: expect.arrayContaining([{ id: fern.id, provider: 'memory', realm: 'memory-1' }]),
  });
});

test('a record of the hub whose reference is not known yet waits, and says so (contract 122)', async () => {
  world.hub.save('people', {
    name: 'Max',
    organization_id: [{ id: 'elsewhere', provider: 'connec', realm: 'org-1' }],
  });
  const run = await world.run();
  expect(titles('person')).toEqual([]);
  expect(run.status).toBe('SUCCESS');
  const [idMap] = await world.database.idMap.findMany();
  expect(idMap?.message).toMatch(/waits for organization_id/i);
});

test('a record that external refuses keeps why, and the others go on (improvement 2.3)', async () => {
  world.hub.save('organizations', { name: 'Bad' });
  world.hub.save('organizations', { name: 'Good' });
  world.application.beforeWrite = (record) => {
    if (record.title === 'Bad') throw new Error('title is forbidden');
  };
  const run = await world.run();
  expect(titles('company')).toEqual(['Good']);
  expect(run).toMatchObject({ status: 'PARTIAL', message: expect.stringContaining('1 record failed') });
  const bad = await world.database.idMap.findFirst({ where: { name: 'Bad' } });
  expect(bad).toMatchObject({ externalId: null, message: 'Memory: title is forbidden' });
});

test('a record that the hub refuses keeps why, and the others go on (contract 181)', async () => {
  world.application.save('company', { title: 'Bad' });
  world.application.save('company', { title: 'Good' });
  world.hub.refuse = ({ record }) => (record.name === 'Bad' ? '400 name is forbidden' : undefined);
  const run = await world.run();
  expect(run.status).toBe('PARTIAL');
  expect(world.hub.find('organizations', { name: 'Good' })).toBeDefined();
  const bad = await world.database.idMap.findFirst({ where: { name: 'Bad' } });
  expect(bad).toMatchObject({ connecId: null, message: 'Connec!: 400 name is forbidden' });
});

test('an id that the hub did not take is handed back in the next run (improvement 1.8)', async () => {
  world.hub.save('organizations', { name: 'Oak' });
  world.hub.refuse = ({ method }) => (method === 'put' ? '500 not now' : undefined);
  await world.run();
  expect(await world.database.idMap.count({ where: { writeBackPending: true } })).toBe(1);

  world.hub.refuse = () => undefined;
  world.clock.forward(3600);
  await world.run();
  expect(world.hub.writes.map(({ method }) => method)).toEqual(['put']);
  expect(world.hub.find('organizations', { name: 'Oak' })?.id).toHaveLength(2);
});

test('an edit in external of a record whose id the hub does not know yet is no second record', async () => {
  world.hub.save('organizations', { name: 'Oak' });
  world.hub.refuse = ({ method }) => (method === 'put' ? '500 not now' : undefined);
  await world.run();
  world.clock.forward(3600);
  world.application.save('company', { title: 'Oak Ltd' }, '1');
  let refused = 0;
  world.hub.refuse = ({ method, record }) =>
    method === 'put' && !record.name && refused++ === 0 ? '500' : undefined;
  await world.run();
  expect(world.hub.records.size).toBe(1);
  expect(world.hub.find('organizations', { name: 'Oak Ltd' })?.id).toHaveLength(2);
});

test('a record that is gone in external becomes inactive (contract 191)', async () => {
  world.hub.save('organizations', { name: 'Oak' });
  await world.run();
  world.application.collections.company?.clear();
  world.clock.forward(3600);
  world.hub.save('organizations', { name: 'Oak Ltd' }, [...world.hub.records.keys()][0]);
  await world.run();
  const idMap = await world.database.idMap.findFirstOrThrow();
  expect(idMap.externalInactive).toBe(true);
  expect(idMap.message).toMatch(/has been deleted in Memory/);
});

test('a record created without an id being given is not created again (improvement 1.7)', async () => {
  world.hub.save('organizations', { name: 'Oak' });
  let created = 0;
  company.createExternal = async () => {
    created += 1;
    return {};
  };
  await world.run();
  expect(await world.database.idMap.findFirstOrThrow()).toMatchObject({ parkedAt: expect.any(Date) });
  world.clock.forward(3600);
  world.hub.save('organizations', { name: 'Oak Ltd' }, [...world.hub.records.keys()][0]);
  await world.run();
  const idMap = await world.database.idMap.findFirstOrThrow();
  expect(idMap).toMatchObject({ parkedAt: expect.any(Date), externalId: null });
  expect(created).toBe(1);
});

test('an inactive record does not travel, and does again once it is active (contract 162, 163)', async () => {
  const saved = world.application.save('company', { title: 'Fern', active: false });
  await world.run();
  expect(world.hub.records.size).toBe(0);
  world.clock.forward(3600);
  world.application.save('company', { active: true }, String(saved.id));
  await world.run();
  expect(world.hub.records.size).toBe(1);
});

test('a full run sends everything again (contract 207)', async () => {
  world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  await world.run({ fullSync: true });
  expect(world.hub.writes).toHaveLength(1);
});

test('a full run does not send back what it has just brought', async () => {
  world.application.save('company', { title: 'Fern' });
  await world.run({ fullSync: true });
  expect(world.hub.writes).toHaveLength(1);
  expect(world.application.writes).toEqual([]);
});

test('a page of fifty takes at most six statements, whatever it holds (improvement 4.2)', async () => {
  for (let i = 0; i < 100; i += 1) world.application.save('company', { title: `External ${i}` });
  for (let i = 0; i < 100; i += 1) world.hub.save('organizations', { name: `Connec! ${i}` });
  const before = await statementsOf(() => world.run({ onlyEntities: [] }));
  const statements = await statementsOf(() => world.run({ onlyEntities: ['company'] }));
  const pages = 2 + 4; // two of external; two of new hub records and two that come back
  expect((statements - before) / pages).toBeLessThanOrEqual(6);
});

/** Prisma's own count: every statement it sends passes the adapter's connection. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let statements = 0;
  const { database } = world;
  const counting = database.$extends({
    query: {
      async $allOperations({ args, query }) {
        statements += 1;
        return query(args);
      },
    },
  });
  Object.assign(world.engine, { database: counting });
  await work();
  Object.assign(world.engine, { database });
  return statements;
}
