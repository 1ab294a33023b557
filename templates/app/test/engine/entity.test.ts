import { afterEach, expect, test } from 'vitest';
import {
  ComplexEntity,
  type Context,
  constant,
  type Engine,
  type JsonObject,
  type JsonValue,
  map,
  mapper,
  pushRecordsToConnec,
} from '../../src/engine/index.ts';
import { Company, type MemoryApplication, MemoryEntity, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
afterEach(async () => {
  await world?.close();
  world = undefined as never; // Not every test here makes one.
});

const memory = (application: MemoryApplication) => application.list('company').map(({ title }) => title);
const counts = (run: { counts: unknown }) =>
  (run.counts as Record<string, Record<string, Record<string, number>>>).company;

test('a hook is given the organization, both clients, the options, a log and a bag (contract 64, 113)', async () => {
  const seen: Context<MemoryApplication>[] = [];
  class Watched extends Company {
    override async beforeSync(context: Context<MemoryApplication>) {
      context.bag.stages = ['won', 'lost'];
      seen.push(context);
    }
    override readonly mapper = mapper([map('name', 'title')], {
      afterToConnec: (_input, output, { bag }) => ({ ...output, stages: bag.stages as JsonValue }),
    });
  }
  world = await createSyncWorld([new Watched()], {});
  world.application.save('company', { title: 'Fern' });

  await world.run({ fullSync: true, onlyEntities: ['watched'] });

  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    organization: { id: world.organization.id },
    connec: world.hub,
    external: world.application,
    options: { fullSync: true },
  });
  expect(world.hub.list('organizations')).toMatchObject([{ stages: ['won', 'lost'] }]);
});

test('what one entity puts into its bag, the next does not see; the options cannot be changed (contract 65, 200, improvement 5.6)', async () => {
  const seen: unknown[] = [];
  class First extends Company {
    override async beforeSync({ bag, options }: Context<MemoryApplication>) {
      bag.mine = true;
      expect(() => Object.assign(options, { fullSync: true })).toThrow(TypeError);
    }
  }
  class Second extends Person {
    override async beforeSync({ bag, options }: Context<MemoryApplication>) {
      seen.push({ ...bag }, options.fullSync);
    }
  }
  world = await createSyncWorld([new First(), new Second()]);
  await world.run({});
  expect(seen).toEqual([{}, undefined]);
});

test('beforeSync and afterSync are called once around each pass (contract 66, 201)', async () => {
  const calls: string[] = [];
  class Watched extends Company {
    override beforeSync = async () => {
      calls.push('before');
    };
    override afterSync = async ({ external }: Context<MemoryApplication>) => {
      calls.push(`after ${external.writes.length}`);
    };
  }
  world = await createSyncWorld([new Watched()]);
  for (let i = 0; i < 120; i += 1) world.hub.save('organizations', { name: `Company ${i}` });
  await world.run();
  expect(calls).toEqual(['before', 'after 120']);
});

test('a complex entity counts as one: its own hooks are called once, and what they find its parts have (contract 66)', async () => {
  const calls: string[] = [];
  class Watched extends Company {
    override readonly mapper = mapper([map('name', 'title')], {
      afterToConnec: (_input, output, { bag }) => ({ ...output, stages: bag.stages as JsonValue }),
    });
  }
  class Both extends ComplexEntity<MemoryApplication> {
    readonly parts = [
      new Watched(),
      Object.assign(new Person(), { beforeSync: async () => void calls.push('before the part') }),
    ];
    override async beforeSync({ bag }: Context<MemoryApplication>) {
      calls.push('before');
      bag.stages = ['won'];
    }
    override async afterSync({ connec }: Context<MemoryApplication>) {
      calls.push(`after ${(connec as unknown as { writes: [] }).writes.length}`);
    }
  }
  world = await createSyncWorld([new Both()]);
  const company = world.application.save('company', { title: 'Fern' });
  world.application.save('person', { title: 'Ada' });
  await world.run();
  expect(calls).toEqual(['before', 'before the part', 'after 2']);
  expect(world.hub.list('organizations')).toMatchObject([{ stages: ['won'] }]);

  calls.length = 0;
  world.hub.writes.length = 0;
  const records = { company: [{ ...company, title: 'Fern & Co', updated_at: '2026-01-01T01:00:00Z' }] };
  await pushRecordsToConnec(world.engine, world.organization.id, records);
  expect(calls).toEqual(['before', 'after 1']);
});

test('a record of the hub that is not for the entity is left alone (contract 67)', async () => {
  class Customers extends Company {
    override takesFromConnec = (record: JsonObject) => record.is_customer === true;
  }
  world = await createSyncWorld([new Customers()]);
  world.hub.save('organizations', { name: 'Fern', is_customer: true });
  world.hub.save('organizations', { name: 'Oak', is_customer: false });
  await world.run();
  expect(memory(world.application)).toEqual(['Fern']);
  expect(await world.database.idMap.count()).toBe(1);
});

test('an entity that does not say what it is does not compile (contract 68, 71, 85, 295)', () => {
  // @ts-expect-error: the compiler names every member that is missing.
  class Nothing extends MemoryEntity {}
  expect(new Nothing()).toBeInstanceOf(MemoryEntity);
});

test('what an entity leaves out has a default (contract 69, 70, 72, 73, 74, 75, 76, 77)', () => {
  class Plain extends MemoryEntity {
    readonly connecName = 'Sales order';
    readonly externalName = 'Order';
    readonly mapper = mapper([map('title', 'title')]);
  }
  const plain = new Plain();
  expect(plain).toMatchObject({
    references: [],
    partIds: [],
    singleton: false,
    currencyFields: [],
    canWriteConnec: true,
    canWriteExternal: true,
    canUpdateConnec: true,
    canUpdateExternal: true,
    canReadConnec: true,
    canReadExternal: true,
    conflicts: 'newest',
  });
  expect(plain.creationMapper).toBeUndefined();
  expect(plain.matchingFields).toBeUndefined();
  expect(plain.inactiveFromExternal({})).toBe(false);
});

test('a direction that cannot be written is not read, on either side (contract 76, 84, 135, 183, 175)', async () => {
  class Inward extends Company {
    override readonly canWriteExternal = false;
  }
  world = await createSyncWorld([new Inward()]);
  world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  expect(world.hub.reads).toEqual([]);
  await world.close();

  class Outward extends Company {
    override readonly canWriteConnec = false;
  }
  world = await createSyncWorld([new Outward()]);
  world.application.save('company', { title: 'Fern' });
  await world.run();
  expect(world.application.reads).toEqual([]);
  expect(world.hub.writes).toEqual([]);
});

test('an entity that reads all the same still writes nothing where it may not write (contract 175)', async () => {
  class Looking extends Company {
    override readonly canWriteConnec = false;
    override get canReadExternal() {
      return true;
    }
  }
  world = await createSyncWorld([new Looking()]);
  world.application.save('company', { title: 'Fern' });
  await world.run();
  expect(world.hub.writes).toEqual([]);
});

test('a record that may not be updated in the hub goes there once (contract 75, 176)', async () => {
  class Once extends Company {
    override readonly canUpdateConnec = false;
  }
  world = await createSyncWorld([new Once()]);
  const { id } = world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  world.application.save('company', { title: 'Fern & Co' }, String(id));
  await world.run();
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Fern' }]);
});

test('a record that may not be updated in external goes there once (contract 75, 186)', async () => {
  class Once extends Company {
    override readonly canUpdateExternal = false;
  }
  world = await createSyncWorld([new Once()]);
  const saved = world.hub.save('organizations', { name: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  world.hub.save('organizations', { name: 'Fern & Co' }, String((saved.id as JsonObject[])[0]?.id));
  await world.run();
  expect(memory(world.application)).toEqual(['Fern']);
});

test('the creation mapper is for what the other side has never seen, and only then (contract 69, 86, 116, improvement 2.14)', async () => {
  class Created extends Company {
    override readonly creationMapper = mapper([
      ...this.mapper.rules,
      map('status', 'status', { default: 'new' }),
    ]);
  }
  world = await createSyncWorld([new Created()]);
  const external = world.application.save('company', { title: 'Fern' });
  const connec = world.hub.save('organizations', { name: 'Oak' });
  await world.run();
  expect(world.hub.find('organizations', { name: 'Fern' })).toMatchObject({ status: 'new' });
  expect(world.application.list('company')).toMatchObject([
    { title: 'Fern' },
    { title: 'Oak', status: 'new' },
  ]);

  await world.run();
  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);

  world.clock.forward(3600);
  world.application.save('company', { title: 'Fern & Co', status: 'old' }, String(external.id));
  world.hub.save(
    'organizations',
    { name: 'Oak Ltd', status: 'old' },
    String((connec.id as JsonObject[])[0]?.id),
  );
  await world.run();
  expect(world.hub.writes.map(({ record }) => record.status)).toEqual([undefined]);
  expect(world.application.writes.map(({ record }) => record.status)).toEqual([undefined]);
});

test('matching fields go with every record sent, next to what the mapper asks for (contract 74)', async () => {
  class Asking extends Company {
    override readonly mapper = mapper([map('name', 'title'), constant('toConnec', 'opts/sparse', false)]);
  }
  world = await createSyncWorld([new Asking()]);
  world.application.save('company', { title: 'Fern' });
  await world.run();
  expect(world.hub.writes[0]?.record.opts).toEqual({ sparse: false, matching_fields: [['name']] });
});

test('currency fields stay out of records that are flagged, and of these only (contract 77, 177)', async () => {
  class Item extends Company {
    override readonly currencyFields = ['price'];
    override readonly mapper = mapper([map('name', 'title'), map('price', 'price')], {
      afterToConnec(input, output, { flag, idMap }) {
        flag('ignoreCurrencyUpdate', input.currency !== 'EUR' && idMap?.connecId !== null);
        return output;
      },
    });
  }
  world = await createSyncWorld([new Item()]);
  const euro = world.application.save('company', { title: 'Euro', price: 1, currency: 'EUR' });
  const dollar = world.application.save('company', { title: 'Dollar', price: 1, currency: 'USD' });
  await world.run();
  world.clock.forward(3600);
  for (const { id } of [euro, dollar]) world.application.save('company', { price: 2 }, String(id));
  world.application.save('company', { title: 'Dollars' }, String(dollar.id));
  await world.run();
  expect(world.hub.find('organizations', { name: 'Euro' })).toMatchObject({ price: 2 });
  expect(world.hub.find('organizations', { name: 'Dollars' })).toMatchObject({ price: 1 });
  const idMap = await world.database.idMap.findFirstOrThrow({ where: { name: 'Dollars' } });
  expect(JSON.parse(idMap.metadata)).toEqual({ ignoreCurrencyUpdate: true });
});

test('a flag that is set on a record that does not travel is remembered too (contract 177)', async () => {
  class Flagged extends Company {
    override readonly mapper = mapper([map('name', 'title')], {
      afterToConnec(input, output, { flag }) {
        flag('seen', input.secret === true);
        return output;
      },
    });
  }
  world = await createSyncWorld([new Flagged()]);
  const { id } = world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  world.application.save('company', { secret: true }, String(id));
  await world.run();
  expect(world.hub.writes).toEqual([]);
  expect(JSON.parse((await world.database.idMap.findFirstOrThrow()).metadata)).toEqual({ seen: true });
});

test('id maps carry both names in small letters, spaces kept (contract 78, 79)', async () => {
  class Note extends Company {
    override readonly connecName = 'Credit Note';
    override readonly externalName = 'Credit Memo';
  }
  world = await createSyncWorld([new Note()]);
  world.application.save('Credit Memo', { title: 'CN1' });
  await world.run();
  expect(world.hub.list('credit_notes')).toHaveLength(1);
  expect(await world.database.idMap.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { connecEntity: 'credit note', externalEntity: 'credit memo' },
  ]);
});

test('the application is asked for everything first, then for what changed since (contract 83, improvement 1.1)', async () => {
  world = await createSyncWorld([new Company()]);
  world.application.save('company', { title: 'Fern' });
  await world.run();
  expect(world.application.reads).toEqual([{ collection: 'company' }]);
  const began = world.clock.now.getTime();
  world.clock.forward(3600);
  await world.run();
  const [{ since } = {}] = world.application.reads;
  expect(since?.getTime()).toBeLessThan(began);
  await world.run({ fullSync: true });
  expect(world.application.reads).toEqual([{ collection: 'company' }]);
});

test('numbers and text are the same id (improvement 2.4)', async () => {
  class Numbered extends Company {
    override idFromExternal = (record: JsonObject) => Number(record.id) as unknown as string;
  }
  world = await createSyncWorld([new Numbered()]);
  const { id } = world.application.save('company', { title: 'Fern' });
  await world.run();
  expect(world.hub.list('organizations')[0]?.id).toContainEqual({
    id: String(id),
    provider: 'memory',
    realm: 'memory-1',
  });
  const run = await world.run({ fullSync: true });
  expect(counts(run)?.toConnec?.created ?? 0).toBe(0);
});

test('hooks that fail on one record fail for that record only (improvement 2.3)', async () => {
  const takes = (record: JsonObject) => {
    if (record.title === 'Bad' || record.name === 'Bad') throw new Error('cannot read this');
    return true;
  };
  class Delicate extends Company {
    override takesFromExternal = takes;
    override takesFromConnec = takes;
    override nameFromConnec = (record: JsonObject) => (record.name as string).toUpperCase();
  }
  world = await createSyncWorld([new Delicate()]);
  for (const title of ['Bad', 'Good']) world.application.save('company', { title });
  for (const name of ['Bad', 'Fine']) world.hub.save('organizations', { name });
  world.hub.save('organizations', { industry: 'nameless' });
  const run = await world.run();
  expect(run.status).toBe('PARTIAL');
  expect(memory(world.application)).toEqual(['Bad', 'Good', 'Fine', undefined]);
  expect(world.hub.find('organizations', { name: 'Good' })).toBeDefined();
});

test('an external record without an id is told apart from nothing, and stays alone with that (improvement 2.3)', async () => {
  class Careless extends Company {
    override idFromExternal = (record: JsonObject) =>
      (record.title === 'No id' ? undefined : record.id) as string;
  }
  world = await createSyncWorld([new Careless()]);
  for (const title of ['No id', 'Good']) world.application.save('company', { title });
  const run = await world.run();
  expect(run.status).toBe('PARTIAL');
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Good' }]);
});

test('the engine is handed what it works with, by type (contract 295)', () => {
  const engine = {} as Engine;
  // @ts-expect-error: an external says its name, its entities, its accounts and its OAuth addresses.
  const external: Engine['external'] = { name: 'Acme' };
  expect([engine, external]).toHaveLength(2);
});
