import { afterEach, beforeEach, expect, test } from 'vitest';
import { map, mapper, type RunCounts } from '../../src/engine/index.ts';
import { createHeardLog } from '../support/log.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const counts = (run: { counts: unknown }) => (run.counts as RunCounts).company?.toConnec;
const idMapOf = (name: string) => world.database.idMap.findFirstOrThrow({ where: { name } });
const switches = (toConnec: boolean, toExternal: boolean) =>
  world.database.organization.update({
    where: { id: world.organization.id },
    data: { synchronizedEntities: { company: { toConnec, toExternal } } },
  });

test('a direction that is switched off sends nothing, and an entity nobody has heard of is off (contract 175, 288)', async () => {
  await switches(false, true);
  world.application.save('company', { title: 'Fern' });
  world.application.save('person', { title: 'Ada' });
  await world.run();
  expect(world.hub.writes).toEqual([]);
});

test('what is sent is a POST with our id, whether the hub has the record or not (contract 115, 178)', async () => {
  const { id } = world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  world.application.save('company', { title: 'Fern & Co' }, String(id));
  const first = world.hub.writes.slice();
  await world.run();
  for (const [write, name] of [
    [first[0], 'Fern'],
    [world.hub.writes[0], 'Fern & Co'],
  ] as const) {
    expect(write).toMatchObject({
      method: 'post',
      resource: 'organizations',
      record: { name, id: [{ id, provider: 'memory', realm: 'memory-1' }] },
    });
    expect(write?.id).toBeUndefined();
  }
});

test('fifty records go with one call, in their order, and fewer where that is asked for (contract 179)', async () => {
  const sizes: number[] = [];
  world.hub.answer = (results) => {
    sizes.push(results.length);
    return results;
  };
  for (let i = 0; i < 120; i += 1) world.application.save('company', { title: `${i}` });
  await switches(true, false);
  await world.run();
  expect(sizes).toEqual([50, 50, 20]);
  expect(world.hub.writes.map(({ record }) => record.name)).toEqual(
    Array.from({ length: 120 }, (_, i) => `${i}`),
  );
  sizes.length = 0;
  world.clock.forward(1);
  await world.run({ fullSync: true, batchSize: 20 });
  expect(Math.max(...sizes)).toBe(20);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(120);
  await world.run({ fullSync: true, batchSize: 0, onlyEntities: [] });
});

test.each([0, -5, 1000])('a batch size of %i is brought within what the hub takes', async (batchSize) => {
  world.application.save('company', { title: 'Fern' });
  await world.run({ batchSize });
  expect(world.hub.list('organizations')).toHaveLength(1);
});

test('an accepted record gets its hub id, its push date, and no message (contract 180)', async () => {
  world.application.save('company', { title: 'Fern' });
  const run = await world.run();
  expect(counts(run)).toMatchObject({ created: 1 });
  expect(await idMapOf('Fern')).toMatchObject({
    connecId: [...world.hub.records.keys()][0],
    lastPushToConnec: world.clock.now,
    message: null,
  });
});

test('a refused record keeps the reason, at most 255 characters, and no push date (contract 181)', async () => {
  world.application.save('company', { title: 'Fern' });
  world.hub.refuse = () => `422 ${'x'.repeat(400)}`;
  await world.run();
  const idMap = await idMapOf('Fern');
  expect(idMap).toMatchObject({ lastPushToConnec: null, failedTo: 'connec', failures: 1 });
  expect(idMap.message).toHaveLength(255);
  expect(idMap.message).toMatch(/^Connec!: 422 xxx/);
});

test('a hub that answers fewer results leaves the others to be sent again (improvement 2.5)', async () => {
  for (const title of ['A', 'B', 'C']) world.application.save('company', { title });
  world.hub.answer = (results) => results.slice(0, 1);
  expect(counts(await world.run())).toMatchObject({ created: 1, failed: 2 });
  world.hub.answer = (results) => results;
  world.clock.forward(3600);
  const run = await world.run();
  expect(counts(run)?.failed).toBe(0);
  expect(world.hub.list('organizations')).toHaveLength(3);
  expect(await world.database.idMap.count({ where: { connecId: null } })).toBe(0);
});

test('an accepted record without a hub id is an error of that record (improvement 2.6)', async () => {
  await switches(true, false);
  for (const title of ['A', 'B']) world.application.save('company', { title });
  world.hub.answer = ([first, ...rest]) => [{ status: 201, record: { ...first?.record, id: [] } }, ...rest];
  expect(counts(await world.run())).toMatchObject({ created: 1, failed: 1 });
  expect(await idMapOf('A')).toMatchObject({ connecId: null, message: 'Connec!: the answer has no id' });
});

test('a call that fails ends the entity; what was saved before stays, and the next run sends the rest (contract 182)', async () => {
  for (let i = 0; i < 70; i += 1) world.application.save('company', { title: `${i}` });
  world.application.save('person', { title: 'Ada' });
  let calls = 0;
  world.hub.answer = (results) => {
    calls += 1;
    if (calls === 2) throw new Error('read timeout');
    return results;
  };
  const run = await world.run();
  expect(run).toMatchObject({ status: 'PARTIAL', message: 'company: read timeout' });
  expect(world.hub.find('people', { name: 'Ada' })).toBeDefined();
  expect(
    await world.database.idMap.count({ where: { connecId: { not: null }, externalEntity: 'company' } }),
  ).toBe(50);

  world.hub.answer = (results) => results;
  world.clock.forward(3600);
  expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
  expect(world.hub.list('organizations')).toHaveLength(70);
});

test('two external records that the hub holds to be one do not cost the page: one has it, the other says so (improvement 1.4)', async () => {
  for (const title of ['Fern', 'Fern', 'Oak']) world.application.save('company', { title });
  const run = await world.run();
  expect(run.status).toBe('PARTIAL');
  expect(world.hub.list('organizations')).toHaveLength(2);
  const ferns = await world.database.idMap.findMany({ where: { name: 'Fern' }, orderBy: { id: 'asc' } });
  expect(ferns).toMatchObject([
    { externalId: '1', connecId: expect.any(String), parkedAt: null },
    { externalId: '2', connecId: null, parkedAt: world.clock.now },
  ]);
  expect(ferns[1]?.message).toMatch(/the same record as another one of Memory/);
});

test('the same in two runs: the first keeps the hub record', async () => {
  world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  world.application.save('company', { title: 'Fern' });
  await world.run();
  expect(await world.database.idMap.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { externalId: '1', connecId: expect.any(String) },
    { externalId: '2', connecId: null, parkedAt: expect.any(Date) },
  ]);
});

test('a leftover of the hub record gives way to the external record it is recognised as (improvement 1.5)', async () => {
  world.hub.save('organizations', { name: 'Fern' });
  world.application.beforeWrite = () => {
    throw new Error('closed');
  };
  await world.run();
  world.application.beforeWrite = () => {};
  world.clock.forward(30);
  await world.database.idMap.updateMany({ data: { createKey: null, dueAt: null } });
  world.application.save('company', { title: 'Fern' });
  await world.run();
  expect(await world.database.idMap.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { externalId: '1', connecId: expect.any(String) },
  ]);
  expect(world.application.list('company')).toHaveLength(1);
});

test('a row that the database refuses does not cost its page, and is told (improvement 1.4)', async () => {
  const { logger, heard } = createHeardLog();
  await world.close();
  world = await createSyncWorld([new Company()], {}, logger);
  await world.database.$executeRawUnsafe('CREATE UNIQUE INDEX one_name ON id_maps (name)');
  await world.database.idMap.create({
    data: {
      organizationId: world.organization.id,
      connecEntity: 'x',
      externalEntity: 'x',
      name: 'Fern',
    },
  });
  for (const title of ['Fern', 'Oak']) world.application.save('company', { title });
  await world.run();
  await world.database.$executeRawUnsafe('DROP INDEX one_name'); // The next test may get this database.
  expect(await world.database.idMap.findMany({ where: { externalEntity: 'company' } })).toMatchObject([
    { name: 'Oak' },
  ]);
  expect(heard.map(({ msg }) => msg)).toContain('an id map cannot be saved');
});

test('a record that cannot be mapped fails alone, and says where (improvement 2.3)', async () => {
  class Strict extends Company {
    override readonly mapper = mapper(
      [map('name', 'title', { toConnec: (title: string) => title.toUpperCase() })],
      {
        name: 'strict',
      },
    );
  }
  await world.close();
  world = await createSyncWorld([new Strict()]);
  world.application.save('company', { title: 7 });
  world.application.save('company', { title: 'Oak' });
  expect(await world.run()).toMatchObject({ status: 'PARTIAL', message: '1 record failed: see Mapping' });
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'OAK' }]);
  expect(await world.database.idMap.findFirst({ where: { failedTo: 'connec' } })).toMatchObject({
    message: expect.stringMatching(/^strict, line 1 \(name ↔ title\), toConnec/),
  });
});

test('references go folded, and a write to the hub carries no field twice (contract 132)', async () => {
  const fern = world.application.save('company', { title: 'Fern' });
  world.application.save('person', { title: 'Ada', company_id: fern.id });
  await world.run();
  expect(world.hub.writes.at(-1)?.record).toMatchObject({
    organization_id: [{ id: fern.id, provider: 'memory', realm: 'memory-1' }],
  });
});

test('a database that fails ends the run of the entity: nothing is taken for saved, and the next run goes on', async () => {
  for (const title of ['Fern', 'Oak']) world.application.save('company', { title });
  world.hub.answer = async (results) => {
    await world.database.$executeRawUnsafe('ALTER TABLE id_maps RENAME COLUMN name TO elsewhere');
    return results;
  };
  const run = await world.run({ onlyEntities: ['company'] });
  await world.database.$executeRawUnsafe('ALTER TABLE id_maps RENAME COLUMN elsewhere TO name');
  expect(run).toMatchObject({ status: 'ERROR' });
  expect(await world.database.watermark.count()).toBe(0);

  world.hub.answer = (results) => results;
  world.clock.forward(86_400);
  await world.run();
  expect(await world.database.idMap.findMany({ orderBy: { name: 'asc' } })).toMatchObject([
    { name: 'Fern', connecId: expect.any(String) },
    { name: 'Oak', connecId: expect.any(String) },
  ]);
  expect(world.hub.list('organizations')).toHaveLength(2);
});
