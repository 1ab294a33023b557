import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LeaseLostError } from '../../src/engine/errors.ts';
import { type Context, type JsonObject, listParked, releaseRecord } from '../../src/engine/index.ts';
import { hubId, inShort } from '../support/in-short.ts';
import { Company, type MemoryApplication, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const { only, titles } = inShort(() => world);
const day = 86_400;

describe('a creation whose outcome nobody knows', () => {
  const losing = (lose: () => boolean) => {
    class Lossy extends Company {
      override async createExternal(context: Context<MemoryApplication>, record: JsonObject) {
        const created = await super.createExternal(context, record);
        if (lose()) throw new Error('read timeout');
        return created;
      }
    }
    return new Lossy();
  };

  test('is looked for, and taken over where it went through', async () => {
    await world.close();
    let lost = true;
    world = await createSyncWorld([losing(() => lost)]);
    world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    lost = false;
    world.clock.forward(day);
    await world.run();
    expect(titles()).toEqual(['Fern']);
    expect(world.application.writes).toEqual([]);
    expect(await only()).toMatchObject({ externalId: '1', createKey: null, message: null });
    expect(world.hub.list('organizations')[0]?.id).toHaveLength(2);
  });

  test('is known again though the hub has changed the record since', async () => {
    await world.close();
    let lost = true;
    world = await createSyncWorld([losing(() => lost)]);
    const saved = world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    lost = false;
    world.clock.forward(3600);
    world.hub.save('organizations', { name: 'Fern & Co' }, hubId(saved));
    world.clock.forward(day);
    await world.run();
    expect(titles()).toEqual(['Fern & Co']);
  });

  test('is not taken for another record with the same content (improvement 1.4)', async () => {
    await world.close();
    let lost = false;
    world = await createSyncWorld([
      Object.assign(
        losing(() => lost),
        { matchingFields: [] },
      ),
    ]);
    world.application.save('company', { title: 'Twin' });
    await world.run();
    lost = true;
    world.hub.save('organizations', { name: 'Twin' });
    await world.run();
    lost = false;
    world.clock.forward(day);
    await world.run();
    expect(titles()).toEqual(['Twin', 'Twin']);
    expect(await world.database.idMap.count({ where: { externalId: { not: null } } })).toBe(2);
  });

  test('that was answered by an error, and is not found, is begun again under another key', async () => {
    const keys: string[] = [];
    class Failing extends Company {
      override async createExternal(context: Context<MemoryApplication>, record: JsonObject, key = '') {
        keys.push(key);
        if (keys.length === 1) throw new Error('connection refused');
        return super.createExternal(context, record);
      }
    }
    await world.close();
    world = await createSyncWorld([new Failing()]);
    world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    world.clock.forward(day);
    await world.run();
    expect(titles()).toEqual(['Fern']);
    expect(new Set(keys).size).toBe(2);
  });

  test.each([
    ['under the same key: the call may only have been held up', 'Fern', 1],
    ['under another key, where it is not the same any more', 'Fern & Co', 2],
  ])('that was cut off, and is not found, is begun again %s', async (_how, name, different) => {
    const keys: string[] = [];
    class CutOff extends Company {
      override async createExternal(context: Context<MemoryApplication>, record: JsonObject, key = '') {
        keys.push(key);
        if (keys.length === 1) throw new LeaseLostError('Another run has taken over');
        return super.createExternal(context, record);
      }
    }
    await world.close();
    world = await createSyncWorld([new CutOff()]);
    const saved = world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    world.clock.forward(3600);
    world.hub.save('organizations', { name }, hubId(saved));
    await world.run();
    expect(titles()).toEqual([name]);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(different);
    expect(await only()).toMatchObject({ createKey: null, metadata: '{}' });
  });

  test('is asked for by its key where the application knows that', async () => {
    const asked: object[] = [];
    let lost = true;
    const entity = Object.assign(
      losing(() => lost),
      {
        findCreated: async (
          { external }: Context<MemoryApplication>,
          creations: readonly { key: string }[],
        ) => {
          asked.push(...creations);
          return creations.map(() => external.list('company')[0]);
        },
      },
    );
    await world.close();
    world = await createSyncWorld([entity]);
    world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    const { createKey } = await only();
    lost = false;
    world.clock.forward(day);
    await world.run();
    expect(asked).toMatchObject([{ key: createKey, record: { title: 'Fern' } }]);
    expect(titles()).toEqual(['Fern']);
  });

  test('and that gave no id waits for a person, who lets it be looked for (improvement 1.7)', async () => {
    class Mute extends Company {
      override async createExternal(context: Context<MemoryApplication>, record: JsonObject) {
        await super.createExternal(context, record);
        return {};
      }
    }
    await world.close();
    world = await createSyncWorld([new Mute()]);
    world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    const [parked] = await listParked(world.database, world.organization.id);
    expect(parked?.message).toMatch(/did not give its id/);
    world.clock.forward(day);
    await releaseRecord(world.database, world.organization.id, parked?.id ?? 0, world.clock.now);
    await world.run();
    expect(titles()).toEqual(['Fern']);
    expect(await only()).toMatchObject({ externalId: '1', parkedAt: null });
  });
});
