import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Context, type JsonObject, type RunCounts, synchronize } from '../../src/engine/index.ts';
import { openRun } from '../../src/engine/synchronization.ts';
import { Company, type MemoryApplication, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const organization = (data: object) =>
  world.database.organization.update({ where: { id: world.organization.id }, data });
const runs = () => world.database.synchronization.findMany({ orderBy: { id: 'desc' } });
const titles = () => world.application.list('company').map(({ title }) => title);
const names = () => world.hub.list('organizations').map(({ name }) => name);
const breakHub = (broken: boolean) => {
  world.hub.answer = (results) => {
    if (broken) throw new Error('the hub is down');
    return results;
  };
};
const run = (options = {}) => synchronize(world.engine, world.organization.id, options);

describe('nothing is done', () => {
  test('for an organization that is not there (contract 193)', async () => {
    expect(await synchronize(world.engine, 999)).toBe('unknown');
  });

  test('when synchronizing is switched off, and no run is kept (contract 193)', async () => {
    await organization({ syncEnabled: false });
    expect(await run({ forced: true })).toBe('disabled');
    expect(await runs()).toEqual([]);
  });

  test.each([{ oauthUid: null }, { oauthToken: null }])(
    'without a linked account (improvement 2.22)',
    async (data) => {
      await organization(data);
      expect(await run({ forced: true })).toBe('not linked');
    },
  );

  test('while another run holds the organization, even when a person asks for it (contract 194)', async () => {
    await organization({ leaseOwner: 'another', leaseExpiresAt: new Date('2100-01-01T00:00:00Z') });
    expect(await run({ forced: true })).toBe('busy');
    expect(await runs()).toEqual([]);
  });

  test('after three failures in a row, for a day, unless a person asks for it (contract 195, 284)', async () => {
    world.application.save('company', { title: 'Fern' });
    breakHub(true);
    await organization({ synchronizedEntities: { company: { toConnec: true, toExternal: true } } });
    for (let i = 0; i < 3; i += 1) expect(await run()).toMatchObject({ status: 'ERROR' });
    expect(await run()).toBe('recovering');
    world.clock.forward(24 * 3600 - 1);
    expect(await run()).toBe('recovering');
    breakHub(false);
    expect(await run({ forced: true })).toMatchObject({ status: 'SUCCESS' });
    expect(await run()).toMatchObject({ status: 'SUCCESS' });
  });

  test('and it goes on by itself when the day has passed (contract 195)', async () => {
    breakHub(true);
    world.application.save('company', { title: 'Fern' });
    await organization({ synchronizedEntities: { company: { toConnec: true, toExternal: true } } });
    for (let i = 0; i < 3; i += 1) await run();
    breakHub(false);
    world.clock.forward(24 * 3600 + 1);
    expect(await run()).toMatchObject({ status: 'SUCCESS' });
  });

  test('runs that were interrupted are no failures, and do not part those that are (contract 195)', async () => {
    const { id: organizationId } = world.organization;
    const interrupted = { organizationId, status: 'INTERRUPTED', finishedAt: world.clock.now };
    await world.database.synchronization.createMany({ data: Array(3).fill(interrupted) });
    world.application.save('company', { title: 'Fern' });
    await organization({ synchronizedEntities: { company: { toConnec: true, toExternal: true } } });
    breakHub(true);
    for (let i = 0; i < 3; i += 1) {
      expect(await run()).toMatchObject({ status: 'ERROR' });
      await world.database.synchronization.create({ data: interrupted });
    }
    expect(await run()).toBe('recovering');
  });

  test('two failures, or a run between them that got through, are no recovery (contract 195)', async () => {
    world.application.save('company', { title: 'Fern' });
    for (const broken of [true, true, false, true]) {
      breakHub(broken);
      world.application.save('company', { title: `${broken} ${Math.random()}` }, '1');
      expect(await run()).not.toBe('recovering');
    }
    expect(await run()).not.toBe('recovering');
  });
});

describe('two runs at once', () => {
  test('one of them does the work (improvement 5.2)', async () => {
    world.application.save('company', { title: 'Fern' });
    let others: unknown[] = [];
    world.hub.answer = async (results) => {
      others = await Promise.all([run(), run()]);
      return results;
    };
    expect(await run()).toMatchObject({ status: 'SUCCESS' });
    expect(others).toEqual(['busy', 'busy']);
    expect(world.hub.writes).toHaveLength(1);
  });

  test('a run that died leaves its lease to run out, and its row is told interrupted (improvement 5.3)', async () => {
    await openRun(world.database, world.organization.id, false, world.clock.now);
    await organization({ leaseOwner: 'dead', leaseExpiresAt: new Date('2000-01-01T00:00:00Z') });
    await run();
    expect(await runs()).toMatchObject([
      { status: 'SUCCESS' },
      {
        status: 'INTERRUPTED',
        message: 'The process that ran it has ended: the next synchronization goes on where it stopped',
      },
    ]);
  });

  test('the lease is given back, whatever comes of the run', async () => {
    Object.assign(world.engine, {
      connecClient: () => {
        throw new Error('The tenant "default" is not configured any more');
      },
    });
    expect(await run()).toMatchObject({
      status: 'ERROR',
      message: 'The tenant "default" is not configured any more',
    });
    expect(await world.database.organization.findFirst()).toMatchObject({
      leaseOwner: null,
      leaseExpiresAt: null,
    });
  });
});

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
});

describe('the first run', () => {
  test('takes external to the hub first, then the hub to external, page by page until both end (contract 202)', async () => {
    const order: string[] = [];
    world.hub.refuse = ({ method }) => void order.push(method) as undefined;
    world.application.beforeWrite = () => void order.push('external');
    for (let i = 0; i < 60; i += 1) world.application.save('company', { title: `E${i}` });
    for (let i = 0; i < 60; i += 1) world.hub.save('organizations', { name: `C${i}` });
    await world.run();
    expect(order.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 'post'));
    expect(order.filter((call) => call === 'external')).toHaveLength(60);
    expect(titles()).toHaveLength(120);
  });

  test('that fails is a first run again: nothing is shared too little or too much (contract 197, improvement 1.2, 1.3)', async () => {
    const limit = new Date('2025-12-01T00:00:00Z');
    await organization({ dateFilteringLimit: limit });
    world.application.save('company', { title: 'Since the link', created_at: '2025-12-15T00:00:00Z' });
    world.application.save('company', { title: 'Too old', created_at: '2025-11-01T00:00:00Z' });
    breakHub(true);
    for (let i = 0; i < 2; i += 1) {
      await world.run();
      world.clock.forward(86_400);
    }
    breakHub(false);
    await world.run();
    expect(names()).toEqual(['Since the link']);
  });

  test('of an entity that is added later is of that entity alone', async () => {
    await organization({ synchronizedEntities: { person: { toConnec: true, toExternal: true } } });
    world.application.save('company', { title: 'Fern' });
    await world.run();
    expect(names()).toEqual([]);
    world.clock.forward(86_400 * 7);
    const on = { toConnec: true, toExternal: true };
    await organization({ synchronizedEntities: { person: on, company: on } });
    await world.run();
    expect(names()).toEqual(['Fern']);
    expect(world.application.reads).toMatchObject([{ collection: 'company' }, { since: expect.any(Date) }]);
  });

  test('of a direction that is switched on later takes what was there before', async () => {
    await organization({ synchronizedEntities: { company: { toConnec: true, toExternal: false } } });
    world.hub.save('organizations', { name: 'Fern' });
    await world.run();
    expect(titles()).toEqual([]);
    world.clock.forward(86_400 * 7);
    await organization({ synchronizedEntities: { company: { toConnec: true, toExternal: true } } });
    await world.run();
    expect(titles()).toEqual(['Fern']);
  });

  test('a record that failed while a direction was on is still tried when it is on again', async () => {
    world.hub.save('organizations', { name: 'Fern' });
    world.application.beforeWrite = () => {
      throw new Error('closed');
    };
    await world.run();
    world.application.beforeWrite = () => {};
    await organization({ synchronizedEntities: { company: { toConnec: true, toExternal: false } } });
    world.clock.forward(86_400);
    await world.run();
    await organization({ synchronizedEntities: { company: { toConnec: true, toExternal: true } } });
    world.clock.forward(86_400);
    await world.run();
    expect(titles()).toEqual(['Fern']);
  });
});

describe('reading', () => {
  test('goes on from where the last read began, not where it ended (improvement 1.1)', async () => {
    class Slow extends Company {
      override async *listExternal(context: Context<MemoryApplication>, query: { since?: Date }) {
        for await (const page of super.listExternal(context, query)) {
          yield page;
          // While this page is worked on a person changes something that was read already.
          world.clock.forward(60);
          if (!query.since) world.application.save('company', { title: 'Changed meanwhile' }, '1');
          world.clock.forward(3600);
        }
      }
    }
    await world.close();
    world = await createSyncWorld([new Slow()]);
    world.application.save('company', { title: 'Fern' });
    await world.run();
    expect(names()).toEqual(['Fern']);
    world.clock.forward(3600);
    await world.run();
    expect(names()).toEqual(['Changed meanwhile']);
  });

  test('that was cut off is done again from the same place (improvement 1.1)', async () => {
    class Fragile extends Company {
      broken = true;
      override async *listExternal(context: Context<MemoryApplication>, query: { since?: Date }) {
        for await (const page of super.listExternal(context, query)) {
          yield page.slice(0, 1);
          if (this.broken) throw new Error('page 2 could not be read');
          yield page.slice(1);
        }
      }
    }
    await world.close();
    const entity = new Fragile();
    world = await createSyncWorld([entity]);
    for (const title of ['A', 'B']) world.application.save('company', { title });
    expect(await world.run()).toMatchObject({ status: 'ERROR' });
    entity.broken = false;
    world.clock.forward(86_400);
    await world.run();
    expect(names()).toEqual(['A', 'B']);
  });

  test('a list of the application that gives the same page for ever is its own fault: pages are streams, and end when it says so (contract 203, 204)', async () => {
    for (let i = 0; i < 100; i += 1) world.application.save('company', { title: `${i}` });
    const entity = world.engine.external.entities[0] as unknown as Company;
    entity.pageSize = 50;
    await world.run();
    expect(names()).toHaveLength(100);
    expect(world.application.reads.filter(({ collection }) => collection === 'company')).toHaveLength(1);
  });
});

describe("a run of only some of the hub's records", () => {
  const onlyActive = { connecFilter: "status eq 'ACTIVE'" };

  test('leaves the others to the next run, the first time and later (contract 207)', async () => {
    world.hub.save('organizations', { name: 'Fern', status: 'ACTIVE' });
    world.hub.save('organizations', { name: 'Oak', status: 'DRAFT' });
    world.clock.forward(86_400);
    await world.run(onlyActive);
    expect(titles()).toEqual(['Fern']);
    world.clock.forward(86_400);
    await world.run();
    expect(titles()).toEqual(['Fern', 'Oak']);

    world.clock.forward(86_400);
    world.hub.save('organizations', { name: 'Elm', status: 'DRAFT' });
    world.clock.forward(86_400);
    await world.run(onlyActive);
    world.clock.forward(86_400);
    await world.run();
    expect(titles()).toEqual(['Fern', 'Oak', 'Elm']);
  });

  test('sees conflicts with the others all the same', async () => {
    world.hub.save('organizations', { name: 'Oak', status: 'DRAFT' });
    await world.run();
    world.clock.forward(3600);
    world.application.save('company', { title: 'From external' }, '1');
    world.clock.forward(60);
    world.hub.save('organizations', { name: 'From Connec!' }, [...world.hub.records.keys()][0]);
    world.clock.forward(3600);
    await world.run(onlyActive);
    await world.run();
    expect([...names(), ...titles()]).toEqual(['From Connec!', 'From Connec!']);
  });
});

test('a page is written before the next but one is read: a run holds two pages, never the whole list (improvement 4.4, 4.5)', async () => {
  const order: string[] = [];
  class Paged extends Company {
    override async *listExternal() {
      for (let i = 0; i < 4; i += 1) {
        order.push(`read ${i}`);
        yield [{ id: `${i}`, title: `${i}` }];
      }
    }
  }
  await world.close();
  world = await createSyncWorld([new Paged()]);
  world.hub.answer = (results) => {
    order.push('sent');
    return results;
  };
  await world.run();
  for (let i = 2; i < 4; i += 1)
    expect(
      order.slice(0, order.indexOf(`read ${i}`)).filter((what) => what === 'sent').length,
    ).toBeGreaterThanOrEqual(i - 1);
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

test('a full run reads everything again, whatever was read before (contract 207)', async () => {
  world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(86_400);
  (world.hub.list('organizations')[0] as JsonObject).name = 'unchanged';
  await world.run({ fullSync: true });
  expect(world.application.reads[0]).toEqual({ collection: 'company' });
  expect(world.hub.reads[0]?.query).toEqual({});
});
