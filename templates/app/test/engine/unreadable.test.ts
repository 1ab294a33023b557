import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Context,
  decisionsOf,
  type JsonObject,
  RecordError,
  UnansweredError,
} from '../../src/engine/index.ts';
import { maxFailures } from '../../src/engine/outcome.ts';
import { Company, type MemoryApplication } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

/** Records that a side cannot give when it is asked for them. */

let world: SyncWorld;
let company: Company;
beforeEach(async () => {
  company = new Company();
  world = await createSyncWorld([company]);
});
afterEach(() => world.close());

const titles = () => world.application.list('company').map(({ title }) => title);
const idMapOf = (name: string) => world.database.idMap.findFirstOrThrow({ where: { name } });
const hubId = (record: JsonObject) => String((record.id as JsonObject[])[0]?.id);
const day = 86_400;
const refuseWrites = (error?: Error) => {
  world.application.beforeWrite = () => {
    if (error) throw error;
  };
};
/** The hub fails at these records, or at any, when it is asked for one. */
function breakHub(error: Error | undefined, ids?: string[]) {
  const get = world.hub.get.bind(world.hub);
  world.hub.get = async (resource, id) => {
    if (error && (ids?.includes(id) ?? true)) throw error;
    return get(resource, id);
  };
}
function breakApplication(error: Error | undefined, ids?: string[]) {
  const read = Company.prototype.getExternal.bind(company);
  company.getExternal = async (context: Context<MemoryApplication>, id: string) => {
    if (error && (ids?.includes(id) ?? true)) {
      context.external.reads.push({ collection: 'company', id });
      throw error;
    }
    return read(context, id);
  };
}
/** Records of the hub that external has refused, and that are due again; the hub does not list them. */
async function refusedInExternal(...names: string[]): Promise<string[]> {
  const ids = names.map((name) => hubId(world.hub.save('organizations', { name })));
  refuseWrites(new RecordError('no'));
  await world.run();
  refuseWrites();
  world.clock.forward(day);
  return ids;
}

describe('a record that the hub cannot give', () => {
  test.each([
    ['refuses', new RecordError('422'), maxFailures],
    ['fails at', new UnansweredError('500'), 24],
  ])('because it %s it fails alone, and the others that are due go on', async (_how, error, failures) => {
    const [poison = ''] = await refusedInExternal('Fern', 'Oak');
    breakHub(error, [poison]);
    expect(await world.run()).toMatchObject({ status: 'PARTIAL', message: /^1 record failed/ });
    expect(titles()).toEqual(['Oak']);
    expect(await idMapOf('Fern')).toMatchObject({ failures: 2, message: error.message, parkedAt: null });
    for (let i = 2; i < failures; i += 1) {
      world.clock.forward(day);
      await world.run();
    }
    expect(await idMapOf('Fern')).toMatchObject({ parkedAt: expect.any(Date) });
  });

  test('stays unsettled when its creation is: it is looked for when the hub gives it again', async () => {
    const { get } = world.hub;
    const ids = ['Fern', 'Oak'].map((name) => hubId(world.hub.save('organizations', { name })));
    refuseWrites(new Error('timeout'));
    await world.run();
    refuseWrites();
    world.clock.forward(day);
    breakHub(new UnansweredError('500'), ids.slice(0, 1));
    await world.run();
    expect(titles()).toEqual(['Oak']);
    expect(await idMapOf('Fern')).toMatchObject({ createKey: expect.any(String), failures: 2 });
    world.hub.get = get;
    world.clock.forward(day);
    await world.run();
    expect(titles()).toEqual(['Oak', 'Fern']);
  });

  test('is not written over in the hub with what external has: nobody has looked what it changed', async () => {
    const { id } = world.application.save('company', { title: 'Fern' });
    await world.run();
    world.clock.forward(3600);
    world.application.save('company', { title: 'From external' }, String(id));
    world.hub.refuse = () => '500 not now';
    await world.run();
    world.hub.refuse = () => undefined;
    world.clock.forward(day);
    world.hub.writes.length = 0;
    breakHub(new UnansweredError('500'));
    await world.database.watermark.updateMany({ data: { fetchedUntil: world.clock.now } });
    await world.run();
    expect(world.hub.writes).toEqual([]);
  });
});

describe('a record that external cannot give', () => {
  test('is not written over in external with what the hub has: nobody has looked what it changed', async () => {
    world.application.save('company', { title: 'Fern' });
    await world.run();
    const [id] = [...world.hub.records.keys()];
    world.clock.forward(3600);
    world.application.save('company', { title: 'From external' }, '1');
    world.hub.refuse = () => '500 not now';
    await world.run();
    world.hub.refuse = () => undefined;
    world.hub.save('organizations', { name: 'From Connec!' }, id);
    world.clock.forward(day);
    breakApplication(new Error('timeout'));
    await world.database.watermark.updateMany({ data: { fetchedUntil: world.clock.now } });
    await world.run();
    expect(titles()).toEqual(['From external']);
  });
});

test('an application that does not answer is not asked for every record that is due, and those it was not asked for stay as they are', async () => {
  for (let i = 0; i < 60; i += 1) world.application.save('company', { title: `${i}` });
  world.hub.refuse = () => '422 no';
  await world.run();
  world.clock.forward(day);
  breakApplication(new Error('connect ECONNREFUSED'));
  expect(await world.run()).toMatchObject({
    status: 'ERROR',
    message: expect.stringContaining('Memory does not answer (connect ECONNREFUSED): the next run goes on'),
  });
  expect(world.application.reads.length).toBeLessThan(25);
  const failures = (await world.database.idMap.findMany()).map((idMap) => idMap.failures);
  expect(failures.filter((count) => count === 1).length).toBeGreaterThan(35);
});

test('a creation whose record is gone in the hub is said to be that, not to have been looked for', async () => {
  world.hub.save('organizations', { name: 'Fern' });
  refuseWrites(new Error('timeout'));
  await world.run();
  world.hub.records.clear();
  world.clock.forward(day);
  await world.run();
  const idMap = await idMapOf('Fern');
  expect(idMap).toMatchObject({ createKey: null, dueAt: null });
  expect(decisionsOf(idMap)[0]?.what).toMatch(/^is gone in Connec!: it was not looked for in Memory/);
});

test('creations that cannot be looked for stay unsettled, and the entity goes on', async () => {
  world.hub.save('organizations', { name: 'Fern' });
  refuseWrites(new Error('timeout'));
  await world.run();
  refuseWrites();
  world.clock.forward(day);
  world.hub.save('organizations', { name: 'Oak' });
  company.findCreated = async () => {
    throw new Error('no such search');
  };
  await world.run();
  expect(titles()).toEqual(['Oak']);
  expect(await idMapOf('Fern')).toMatchObject({ createKey: expect.any(String), message: 'no such search' });
});
