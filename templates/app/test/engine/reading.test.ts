import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Context, JsonObject } from '../../src/engine/index.ts';
import { inShort } from '../support/in-short.ts';
import { Company, type MemoryApplication, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const { names, titles } = inShort(() => world);

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

test('a full run reads everything again, whatever was read before (contract 207)', async () => {
  world.application.save('company', { title: 'Fern' });
  await world.run();
  world.clock.forward(86_400);
  (world.hub.list('organizations')[0] as JsonObject).name = 'unchanged';
  await world.run({ fullSync: true });
  expect(world.application.reads[0]).toEqual({ collection: 'company' });
  expect(world.hub.reads[0]?.query).toEqual({});
});
