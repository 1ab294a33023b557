import { describe, expect, test } from 'vitest';
import { type JsonObject, pushRecordsToConnec } from '../../src/engine/index.ts';
import { inStep, killed, start, unanswered } from '../support/cut-off.ts';

describe('after a write to external that was cut off', () => {
  test('what the application tells of it does not take it back to Connec!', async () => {
    const { world, faults, inConnec, external, names, later } = await inStep();
    inConnec({ name: 'Fern & Co' });
    faults.toExternal = { meanwhile: () => inConnec({ name: 'Fern & Sons' }), error: killed };
    await world.run();
    await pushRecordsToConnec(
      world.engine,
      world.organization.id,
      { company: [external() as JsonObject] },
      {},
    );
    expect(names()).toEqual(['Fern & Sons']);
    expect(await later()).toMatchObject({ name: 'Fern & Sons' });
  });

  test('the same of a creation', async () => {
    const { world, faults, inConnec, external, names, later } = await start();
    inConnec({ name: 'Fern', industry: 'Trade' });
    faults.toExternal = { meanwhile: () => inConnec({ industry: 'Forestry' }), error: killed };
    await world.run();
    await pushRecordsToConnec(
      world.engine,
      world.organization.id,
      { company: [external() as JsonObject] },
      {},
    );
    expect(names()).toEqual(['Fern']);
    expect(await later()).toMatchObject({ industry: 'Forestry' });
  });

  test('an edit in Connec! that waits for a reference is not written over', async () => {
    const { world, faults, clock, inConnec, connec } = await inStep({ references: ['parent_id'] });
    const parent_id = [{ id: 'not in external', provider: 'connec', realm: 'org-1' }];
    inConnec({ name: 'Fern & Co' });
    faults.toExternal = { meanwhile: () => inConnec({ name: 'Fern & Sons', parent_id }), error: killed };
    await world.run();
    clock.forward(3600);
    await world.run();
    expect(connec()).toMatchObject({ name: 'Fern & Sons' });
  });

  test('and that is not answered once more, what Connec! has edited meanwhile is kept', async () => {
    const { world, faults, clock, inConnec, later } = await inStep();
    inConnec({ name: 'Fern & Co' });
    faults.toExternal = { error: unanswered };
    await world.run();
    clock.forward(3600);
    faults.toExternal = { meanwhile: () => inConnec({ name: 'Fern & Sons' }), error: unanswered };
    await world.run();
    expect(await later()).toMatchObject({ name: 'Fern & Sons' });
  });

  test('what the application has added since gets to Connec!', async () => {
    const { world, faults, application, clock, inConnec, inExternal, later } = await start();
    inExternal({ title: 'Fern' });
    await world.run();
    clock.forward(3600);
    inConnec({ name: 'Fern & Co' });
    faults.toExternal = { error: killed };
    await world.run();
    clock.forward(60);
    inExternal({ branch: 'Forestry' });
    clock.forward(10 * 86_400);
    // It is written once more, which changes nothing there.
    const { save } = application;
    const { updated_at } = application.list('company')[0] as JsonObject;
    application.save = (collection, record, id) => {
      clock.forward(1);
      const saved = save(collection, record, id);
      Object.assign(application.collections.company?.get('1') ?? {}, { updated_at });
      return { ...saved, updated_at };
    };
    clock.forward(3600);
    await world.run();
    expect(await later()).toMatchObject({ name: 'Fern & Co', industry: 'Forestry' });
  });

  test('what the application has added while it did not answer gets to Connec!, though no date brings it', async () => {
    const { world, faults, application, clock, inConnec, inExternal, later } = await start();
    inExternal({ title: 'Fern' });
    await world.run();
    clock.forward(3600);
    inConnec({ name: 'Fern & Co' });
    faults.toExternal = { error: unanswered };
    await world.run();
    const { updated_at } = inExternal({ branch: 'Forestry' });
    // What is written from here on changes nothing there.
    const { save } = application;
    application.save = (collection, record, id) => {
      clock.forward(1);
      const saved: JsonObject = { ...save(collection, record, id), updated_at };
      application.collections[collection]?.set(String(saved.id), saved);
      return { ...saved };
    };
    clock.forward(10 * 86_400);
    faults.toExternal = { error: unanswered };
    await world.run();
    clock.forward(10 * 86_400);
    await world.run();
    expect(await later()).toMatchObject({ name: 'Fern & Co', industry: 'Forestry' });
  });
});
