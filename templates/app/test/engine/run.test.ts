import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type RunCounts, synchronize } from '../../src/engine/index.ts';
import { inShort } from '../support/in-short.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const { breakHub, names, organization } = inShort(() => world);
const runs = () => world.database.synchronization.findMany({ orderBy: { id: 'desc' } });
const run = (options = {}) => synchronize(world.engine, world.organization.id, options);

describe('a run', () => {
  test('does each entity in the order of the connector, and both directions of one before the next (contract 199, 201)', async () => {
    const calls: string[] = [];
    const watched = (entity: Company | Person) =>
      Object.assign(entity, {
        beforeSync: async () => void calls.push(`before ${entity.externalName}`),
        afterSync: async () => void calls.push(`after ${entity.externalName}`),
      });
    await world.close();
    world = await createSyncWorld([watched(new Company()), watched(new Person())]);
    await run();
    expect(calls).toEqual(['before company', 'after company', 'before person', 'after person']);
  });

  test('leaves out an entity with both directions off (contract 199)', async () => {
    await organization({
      synchronizedEntities: {
        company: { toConnec: false, toExternal: false },
        person: { toConnec: true, toExternal: false },
      },
    });
    expect(Object.keys((await world.run()).counts as object)).toEqual(['person']);
  });

  test('of some entities only is partial, and does no other (contract 198)', async () => {
    world.application.save('company', { title: 'Fern' });
    world.application.save('person', { title: 'Ada' });
    expect(await world.run({ onlyEntities: ['person'] })).toMatchObject({ partial: true, status: 'SUCCESS' });
    expect(names()).toEqual([]);
    expect(await world.run()).toMatchObject({ partial: false });
    expect(names()).toEqual(['Fern']);
  });

  test('does not move what other entities have been read to (contract 197, 285)', async () => {
    await world.run({ onlyEntities: ['person'] });
    expect(await world.database.watermark.findMany({ where: { entity: 'company' } })).toEqual([]);
    world.application.save('company', { title: 'Fern' });
    world.clock.forward(86_400 * 30);
    await world.run();
    expect(names()).toEqual(['Fern']);
  });

  test('asks the hub for what was changed since, narrowed and ordered as the options say (contract 137, 138, 207)', async () => {
    await world.run({ connecFilter: "status eq 'ACTIVE'", connecOrderBy: 'created_at asc' });
    expect(world.hub.reads[0]?.query).toEqual({ filter: "status eq 'ACTIVE'", orderBy: 'created_at asc' });
    await world.run();
    world.clock.forward(3600);
    await world.run({ connecFilter: "status eq 'ACTIVE'" });
    expect(world.hub.reads[1]?.query?.filter).toMatch(
      /^updated_at gt '2025-12-31T.*Z' and \(status eq 'ACTIVE'\)$/,
    );
  });

  test('has counts of what it did, and says when it began and ended (contract 59, improvement 9.4)', async () => {
    world.application.save('company', { title: 'Fern' });
    world.hub.save('organizations', { name: 'Oak' });
    const ended = await world.run();
    expect(ended).toMatchObject({ startedAt: world.clock.now, finishedAt: world.clock.now });
    expect((ended.counts as RunCounts).company).toMatchObject({
      toConnec: { fetched: 1, created: 1, updated: 0, failed: 0 },
      toExternal: { created: 1, updated: 0, failed: 0 },
    });
  });

  test('keeps its counts so far while it works, for whoever is watching', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    for (let i = 0; i < 120; i += 1) world.application.save('person', { title: `Person ${i}` });
    const seen: unknown[] = [];
    world.hub.answer = async (results) => {
      vi.advanceTimersByTime(2000);
      await vi.waitFor(async () => {
        const [{ counts, status } = {}] = await runs();
        const { person } = counts as Partial<RunCounts>;
        expect([status, person?.toConnec.fetched]).toEqual(['RUNNING', expect.any(Number)]);
        seen.push(person?.toConnec.fetched);
      });
      return results;
    };
    await world.run();
    expect(seen.length).toBeGreaterThan(1);
    expect(seen[0]).toBeLessThan(120);
  });

  test('of which one entity fails goes on with the others, and says which (contract 206, improvement 2.3)', async () => {
    class Broken extends Company {
      override beforeSync = async () => {
        throw new Error('the stages could not be read');
      };
    }
    await world.close();
    world = await createSyncWorld([new Broken(), new Person()]);
    world.application.save('person', { title: 'Ada' });
    expect(await world.run()).toMatchObject({
      status: 'PARTIAL',
      message: 'broken: the stages could not be read',
    });
    expect(world.hub.list('people')).toHaveLength(1);
  });

  test('of which every entity fails is an error (contract 206)', async () => {
    world.application.save('company', { title: 'Fern' });
    world.application.save('person', { title: 'Ada' });
    breakHub(true);
    expect(await world.run()).toMatchObject({
      status: 'ERROR',
      message: 'company: the hub is down; person: the hub is down',
    });
  });

  test('keeps a hundred rows per organization, each told from another organization (contract 57, 60, improvement 4.8)', async () => {
    const other = await world.database.organization.create({
      data: { uid: 'cld-2', tenant: 'default', name: 'Oak' },
    });
    for (const organizationId of [world.organization.id, other.id])
      await world.database.synchronization.createMany({
        data: Array.from({ length: 105 }, () => ({ organizationId, status: 'SUCCESS' })),
      });
    await run();
    expect(
      await world.database.synchronization.count({ where: { organizationId: world.organization.id } }),
    ).toBe(100);
    expect(await world.database.synchronization.count({ where: { organizationId: other.id } })).toBe(105);
  });

  test('notes since when an organization has not been brought up to date: rows of runs may have gone by then', async () => {
    const silentSince = async () =>
      (await world.database.organization.findFirstOrThrow({ where: { id: world.organization.id } }))
        .silentSince;
    const runs = async (options = {}) => {
      world.clock.forward(60);
      await run({ forced: true, ...options });
    };
    expect(await silentSince()).toBeNull();
    await runs({ onlyEntities: ['person'] });
    expect(await silentSince()).toBeNull();
    world.application.save('company', { title: 'Fern' });
    world.application.save('person', { title: 'Ada' });
    breakHub(true);
    await runs();
    const first = await silentSince();
    expect(first).toEqual(world.clock.now);
    await runs();
    expect(await silentSince()).toEqual(first);
    breakHub(false);
    await runs();
    const success = await silentSince();
    expect(success).toEqual(world.clock.now);
    await runs({ onlyEntities: ['company'] });
    world.application.save('company', { title: 'Oak' });
    world.application.save('person', { title: 'Bob' });
    breakHub(true);
    await runs();
    expect(await silentSince()).toEqual(success);
  });
});

test('an entity is the same after a run as before it: nothing is kept on it (contract 205, improvement 2.17)', async () => {
  const entity = new Person();
  for (const list of [entity.references, entity.matchingFields, ...entity.matchingFields])
    Object.freeze(list);
  const before = JSON.stringify(entity);
  await world.close();
  world = await createSyncWorld([new Company(), Object.freeze(entity)]);
  world.hub.save('people', { name: 'Ada' });
  world.application.save('person', { title: 'Max' });
  expect(await world.run()).toMatchObject({ status: 'SUCCESS' });
  expect(JSON.stringify(entity)).toBe(before);
});
