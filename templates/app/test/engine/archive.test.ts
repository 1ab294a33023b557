import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Context, type JsonObject, RecordError } from '../../src/engine/index.ts';
import { Company, type MemoryApplication } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

/** What is archived, or gone, on one side, and what that means for the other (improvement 1.17). */

let world: SyncWorld;
let archived: string[];
let refusal: Error | undefined;

class Archiving extends Company {
  override async archiveExternal({ external }: Context<MemoryApplication>, id: string) {
    archived.push(id);
    if (refusal) throw refusal;
    external.save('company', { active: false }, id);
  }
}

const start = async (company: Company) => {
  await world?.close();
  world = await createSyncWorld([company]);
};
beforeEach(() => {
  archived = [];
  refusal = undefined;
  return start(new Archiving());
});
afterEach(async () => {
  await world.close();
  world = undefined as never;
});

const company = () => world.application.list('company')[0] as JsonObject;
const idMap = () => world.database.idMap.findFirstOrThrow();
const later = async () => {
  world.clock.forward(86_400);
  await world.run();
};
const inHub = (fields: JsonObject) =>
  world.hub.save('organizations', fields, [...world.hub.records.keys()][0]);

describe('a record that is archived in the hub', () => {
  beforeEach(async () => {
    world.hub.save('organizations', { name: 'Fern', status: 'ACTIVE' });
    await world.run();
    inHub({ status: 'ARCHIVED' });
  });

  test('is archived in external, once, and does not travel any more', async () => {
    await later();
    expect(company().active).toBe(false);
    expect(await idMap()).toMatchObject({
      externalInactive: true,
      message: 'Was archived in Connec!, and in Memory with it',
      dueAt: null,
    });
    world.application.writes.length = 0;
    inHub({ name: 'Fern & Co' });
    await later();
    expect([archived, world.application.writes, world.hub.writes]).toEqual([['1'], [], []]);
  });

  test('is archived later where external has refused that', async () => {
    refusal = new RecordError('it has unpaid invoices');
    await later();
    expect(await idMap()).toMatchObject({
      failedTo: 'external',
      message: 'Memory: it has unpaid invoices',
      externalInactive: false,
    });
    refusal = undefined;
    await later();
    expect(await idMap()).toMatchObject({ failedTo: null, externalInactive: true });
  });

  test('stays active where a person has made it active in external again', async () => {
    await later();
    world.application.save('company', { active: true }, '1');
    await later();
    inHub({ name: 'Fern & Co' });
    await later();
    expect(archived).toEqual(['1']);
    expect(company()).toMatchObject({ active: true, title: 'Fern & Co' });
  });
});

test('a record that was archived before external ever had it is not created', async () => {
  world.hub.save('organizations', { name: 'Fern', status: 'ARCHIVED' });
  await world.run();
  expect(world.application.list('company')).toEqual([]);
  expect(await world.database.idMap.count()).toBe(0);
});

test('nor is one that external has refused, and that is archived since', async () => {
  world.hub.save('organizations', { name: 'Fern', status: 'ACTIVE' });
  world.application.beforeWrite = () => {
    throw new RecordError('no');
  };
  await world.run();
  world.application.beforeWrite = () => {};
  inHub({ status: 'ARCHIVED' });
  await later();
  expect(world.application.list('company')).toEqual([]);
  expect(await idMap()).toMatchObject({ failedTo: null, dueAt: null, message: null });
});

test('an entity that does not say what it means for external has a record like any other', async () => {
  await start(new Company());
  world.hub.save('organizations', { name: 'Fern', status: 'ARCHIVED' });
  await world.run();
  expect(world.application.list('company')).toMatchObject([{ title: 'Fern' }]);
});

test('a record that is found to be gone when it is looked at again is archived in the hub, where the entity says so', async () => {
  await start(Object.assign(new Company(), { deletions: 'archive' as const }));
  world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(3600);
  world.application.save('company', { title: 'Fern & Co' }, '1');
  world.hub.refuse = () => '422 no';
  await world.run();
  world.hub.refuse = () => undefined;
  world.application.collections.company?.clear();
  await later();
  expect(world.hub.list('organizations')).toMatchObject([{ name: 'Fern', status: 'ARCHIVED' }]);
  expect(await idMap()).toMatchObject({ externalInactive: true, dueAt: null, failedTo: null });
});
