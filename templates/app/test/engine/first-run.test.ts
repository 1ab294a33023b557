import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inShort } from '../support/in-short.ts';
import { Company, Person } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Company(), new Person()]);
});
afterEach(() => world.close());

const { breakHub, names, organization, titles } = inShort(() => world);

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
