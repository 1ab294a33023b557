import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Context,
  type ExternalWrite,
  type JsonObject,
  map,
  mapper,
  RecordError,
  RecordNotFoundError,
  type RunCounts,
  UnauthorizedError,
} from '../../src/engine/index.ts';
import { Company, type MemoryApplication, MemoryEntity } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
let company: Company;
beforeEach(async () => {
  company = new Company();
  world = await createSyncWorld([company]);
});
afterEach(() => world.close());

const idMapOf = (name: string) => world.database.idMap.findFirstOrThrow({ where: { name } });
const counts = (run: { counts: unknown }) => Object.values(run.counts as RunCounts)[0]?.toExternal;
const titles = () => world.application.list('company').map(({ title }) => title);
const hubId = (record: JsonObject) => String((record.id as JsonObject[])[0]?.id);
const restart = async (entity: MemoryEntity) => {
  await world.close();
  world = await createSyncWorld([entity]);
};

test('a creation gives the id map its external id, its push date and no message, and the hub our id (contract 185, 189)', async () => {
  const saved = world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  expect(await idMapOf('Fern')).toMatchObject({
    externalId: '1',
    lastPushToExternal: world.clock.now,
    message: null,
    writeBackPending: false,
  });
  expect(world.hub.writes).toEqual([
    {
      method: 'put',
      resource: 'organizations',
      id: hubId(saved),
      record: { id: [{ id: '1', provider: 'memory', realm: 'memory-1' }] },
    },
  ]);
});

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

test('a record whose id map cannot be saved is not created again, and is known as soon as it can be', async () => {
  await world.database.$executeRawUnsafe('CREATE UNIQUE INDEX one_name ON id_maps (name)');
  for (const code of ['1', '2']) world.hub.save('organizations', { name: 'Fern', code });
  world.hub.save('organizations', { name: 'Oak' });
  expect(counts(await world.run())).toMatchObject({ created: 3, failed: 1 });
  expect(counts(await world.run({ fullSync: true }))).toMatchObject({ created: 0 });
  await world.database.$executeRawUnsafe('DROP INDEX one_name'); // The next test may get this database.
  await world.run();
  expect(titles().sort()).toEqual(['Fern', 'Fern', 'Oak']);
  const idMaps = await world.database.idMap.findMany();
  expect(idMaps.map(({ externalId }) => externalId).sort()).toEqual(['1', '2', '3']);
  expect(await world.database.creationPage.count()).toBe(0);
});

test('what is no error is told like one', async () => {
  world.hub.save('organizations', { name: 'Odd' });
  world.application.beforeWrite = () => {
    throw 'plain text';
  };
  await world.run();
  expect(await idMapOf('Odd')).toMatchObject({ message: 'Memory: plain text' });
});

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

test('a record that is gone is left alone from then on, and says when that was seen (contract 87, 191)', async () => {
  const saved = world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  world.application.collections.company?.clear();
  for (const name of ['Fern & Co', 'Fern Ltd']) {
    world.clock.forward(3600);
    world.hub.save('organizations', { name }, hubId(saved));
    await world.run();
  }
  expect(await idMapOf('Fern Ltd')).toMatchObject({
    externalInactive: true,
    message: expect.stringMatching(
      /^The company record has been deleted in Memory. Last attempt to sync on 2026-01-01T01:00:00/,
    ),
  });
  expect(world.application.writes).toEqual([]);
});

test('a creation that is answered with "not found" is a refusal, not a deletion', async () => {
  world.hub.save('organizations', { name: 'Fern' });
  world.application.beforeWrite = () => {
    throw new RecordNotFoundError('no such account');
  };
  await world.run();
  expect(await idMapOf('Fern')).toMatchObject({ externalInactive: false, failedTo: 'external' });
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

test('what the application adds when it creates travels to the hub, once', async () => {
  class Numbering extends Company {
    override readonly mapper = mapper([map('name', 'title'), map('code', 'number')]);
    override createExternal(context: Context<MemoryApplication>, record: JsonObject) {
      return super.createExternal(context, { ...record, number: 'N-1' });
    }
  }
  await restart(new Numbering());
  world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  world.clock.forward(30);
  await world.run();
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Fern', code: 'N-1' }]);
  world.clock.forward(30);
  await world.run();
  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
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

describe('parts of a record', () => {
  /** The application gives ids to lines, and may answer them in any order. */
  class Invoice extends MemoryEntity {
    readonly connecName = 'invoice';
    readonly externalName = 'invoice';
    override readonly partIds = ['lines/id'];
    readonly mapper = mapper([
      map('name', 'title'),
      map('lines', 'rows', { using: mapper([map('id', 'row'), map('text', 'label')]) }),
    ]);
    override async createExternal(context: Context<MemoryApplication>, record: JsonObject) {
      return super.createExternal(context, numbered(record));
    }
    override async updateExternal(context: Context<MemoryApplication>, record: JsonObject, id: string) {
      return super.updateExternal(context, numbered(record), id);
    }
  }
  const numbered = (record: JsonObject) => ({
    ...record,
    rows: (record.rows as JsonObject[]).map((row, i) => ({ row: `${record.title}-${i}`, ...row })),
  });
  const lines = () => world.hub.list('invoices')[0]?.lines as JsonObject[];
  const own = (id: string) => ({ id, provider: 'memory', realm: 'memory-1' });
  const save = () => world.hub.save('invoices', { name: 'INV', lines: [{ text: 'one' }, { text: 'two' }] });

  beforeEach(() => restart(new Invoice()));

  test('get the ids of the application in the hub, with the record (contract 128, 133, 188)', async () => {
    save();
    await world.run();
    expect(lines()).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    expect(lines()[0]?.id).toContainEqual(own('INV-0'));
    expect(lines()[1]?.id).toContainEqual(own('INV-1'));
    world.clock.forward(30);
    await world.run();
    expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  });

  test('are told again when the hub did not take them, and the record is not created twice (improvement 1.9)', async () => {
    save();
    world.hub.refuse = ({ method }) => (method === 'put' ? '500 not now' : undefined);
    await world.run();
    expect(lines()[0]?.id).toHaveLength(1);
    world.hub.refuse = () => undefined;
    world.clock.forward(3600);
    await world.run();
    expect(lines()[0]?.id).toContainEqual(own('INV-0'));
    expect(world.application.list('invoice')).toHaveLength(1);
    world.clock.forward(3600);
    await world.run();
    expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  });

  test('are told again when the call itself failed (improvement 1.8, 1.9)', async () => {
    save();
    world.hub.answer = () => {
      throw new Error('read timeout');
    };
    world.hub.refuse = () => '500';
    await world.run();
    world.hub.answer = (results) => results;
    world.hub.refuse = () => undefined;
    world.clock.forward(3600);
    await world.run();
    expect(lines()[1]?.id).toContainEqual(own('INV-1'));
    expect(world.application.list('invoice')).toHaveLength(1);
  });

  test('are read from an answer with the mapper of every day, not the one for creations (improvement 2.15)', async () => {
    const invoice = new Invoice();
    const creationMapper = mapper([
      ...invoice.mapper.rules,
      map('name', 'rows[0]/row', { only: 'toConnec' }),
    ]);
    await restart(Object.assign(invoice, { creationMapper }));
    save();
    await world.run();
    expect(lines()[0]?.id).toContainEqual(own('INV-0'));
  });

  test('an update is only told when an id is new (improvement 2.9)', async () => {
    const saved = save();
    await world.run();
    world.clock.forward(3600);
    world.hub.save('invoices', { name: 'INV-2' }, hubId(saved));
    await world.run();
    expect(world.application.writes).toMatchObject([{ call: 'update' }]);
    expect(world.hub.writes).toEqual([]);
    world.clock.forward(3600);
    world.hub.save('invoices', { lines: [...lines(), { text: 'three' }] }, hubId(saved));
    await world.run();
    expect(world.hub.writes).toMatchObject([{ method: 'put' }]);
    expect(lines()).toHaveLength(3);
  });
});

describe('a record that is gone in external', () => {
  const lose = async () => {
    const saved = world.hub.save('organizations', { name: 'Fern', status: 'ACTIVE' });
    await world.run();
    world.application.collections.company?.clear();
    world.clock.forward(3600);
    world.hub.save('organizations', { name: 'Fern & Co' }, hubId(saved));
    await world.run();
  };

  test('stays as it is in the hub, unless the entity says otherwise (improvement 1.17)', async () => {
    await lose();
    expect(world.hub.writes).toEqual([]);
    expect(world.hub.list('organizations')).toMatchObject([{ status: 'ACTIVE' }]);
  });

  test('is archived in the hub where the entity says so, and that is tried until it is done (improvement 1.17)', async () => {
    await restart(Object.assign(new Company(), { deletions: 'archive' as const }));
    world.hub.refuse = ({ record }) => (record.status === 'ARCHIVED' ? '500 not now' : undefined);
    await lose();
    expect(world.hub.list('organizations')).toMatchObject([{ status: 'ACTIVE' }]);
    world.hub.refuse = () => undefined;
    world.clock.forward(3600);
    await world.run();
    expect(world.hub.list('organizations')).toMatchObject([{ status: 'ARCHIVED' }]);
    world.clock.forward(3600);
    await world.run();
    expect(world.hub.writes).toEqual([]);
    expect(await idMapOf('Fern & Co')).toMatchObject({ externalInactive: true, dueAt: null });
  });
});
