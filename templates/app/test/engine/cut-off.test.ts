import { describe, expect, test } from 'vitest';
import { type JsonObject, pushRecordsToConnec } from '../../src/engine/index.ts';
import { ends, inStep, killed, start, unanswered } from '../support/cut-off.ts';
import { notified } from '../support/notified.ts';

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
      const saved = save(collection, record, id);
      Object.assign(application.collections.company?.get('1') ?? {}, { updated_at });
      return { ...saved, updated_at };
    };
    clock.forward(3600);
    await world.run();
    expect(await later()).toMatchObject({ name: 'Fern & Co', industry: 'Forestry' });
  });
});

describe('after a write to Connec! that was cut off', () => {
  test('a merge keeps what Connec! has edited in another field', async () => {
    const { world, faults, inConnec, inExternal, later } = await inStep({ conflicts: 'merge' });
    inConnec({ industry: 'Forestry' });
    inExternal({ title: 'Fern & Co' });
    faults.toConnec = { error: killed };
    await world.run();
    expect(await later()).toMatchObject({ name: 'Fern & Co', industry: 'Forestry' });
  });

  test.each(ends)(
    'and created a record there (%s), what Connec! has edited since is kept',
    async (_how, error) => {
      const { world, faults, inConnec, inExternal, later } = await start();
      inExternal({ title: 'Fern', branch: 'Trade' });
      faults.toConnec = { error };
      await world.run();
      world.clock.forward(60);
      inConnec({ industry: 'Forestry' });
      expect(await later()).toMatchObject({ name: 'Fern', industry: 'Forestry' });
    },
  );

  test('the same where the run did not come to read Connec! again', async () => {
    const { world, hub, faults, clock, inConnec, inExternal, later } = await start();
    inExternal({ title: 'Fern', branch: 'Trade' });
    faults.toConnec = { error: unanswered };
    const { pages } = hub;
    hub.pages = () => {
      throw killed();
    };
    await world.run();
    hub.pages = pages;
    clock.forward(10 * 86_400);
    inConnec({ industry: 'Forestry' });
    expect(await later()).toMatchObject({ name: 'Fern', industry: 'Forestry' });
  });

  test('and did not arrive, the record is sent again, though no date brings it', async () => {
    const { world, faults, clock, inExternal, later } = await start();
    inExternal({ title: 'Fern', branch: 'Trade' });
    faults.toConnec = { isLost: true, error: killed };
    await world.run();
    clock.forward(10 * 86_400);
    await world.database.watermark.createMany({
      data: ['connec', 'external'].map((side) => ({
        organizationId: world.organization.id,
        entity: 'failing',
        side,
        fetchedUntil: clock.now,
      })),
    });
    expect(await later()).toMatchObject({ name: 'Fern', industry: 'Trade' });
  });

  test('the same where the application tells of the record before the next synchronization', async () => {
    const { world, faults, inConnec, inExternal, connec, later } = await start();
    const { id: _id, ...told } = inExternal({ title: 'Fern', branch: 'Trade' });
    faults.toConnec = { error: killed };
    await world.run();
    world.clock.forward(60);
    inConnec({ industry: 'Forestry' });
    await pushRecordsToConnec(world.engine, world.organization.id, { company: [{ ...told, id: '1' }] }, {});
    expect(connec()).toMatchObject({ industry: 'Forestry' });
    expect(await later()).toMatchObject({ name: 'Fern', industry: 'Forestry' });
  });

  test('an earlier one is known again, though another was begun after it', async () => {
    const { world, faults, clock, inExternal, later } = await inStep();
    inExternal({ title: 'Fern & Co' });
    faults.toConnec = { meanwhile: () => inExternal({ title: 'Fern & Sons' }), error: unanswered };
    await world.run();
    clock.forward(3600);
    faults.toConnec = { isLost: true, error: killed };
    await world.run();
    expect(await later()).toMatchObject({ name: 'Fern & Sons', conflicts: 0 });
  });

  test('a record that no date would bring again is seen to: it was a full synchronization', async () => {
    const { world, faults, inConnec, inExternal, later, only } = await inStep();
    world.clock.forward(10 * 86_400);
    await world.run();
    faults.toConnec = { error: killed };
    await world.run({ fullSync: true });
    expect(await later()).toMatchObject({ name: 'Fern' });
    expect(await only()).toMatchObject({ begunWrites: null, failedTo: null, dueAt: null, message: null });
    // No conflict: only Connec! has changed what is mapped.
    inConnec({ name: 'Oak' });
    world.clock.forward(60);
    inExternal({ note: 'seen' });
    expect(await later()).toMatchObject({ name: 'Oak', conflicts: 0 });
  });

  test('what was answered before it is as it was', async () => {
    const { world, faults, application, hub, clock } = await start();
    for (const title of ['Fern', 'Oak']) application.save('company', { title });
    await world.run();
    clock.forward(3600);
    for (const id of ['1', '2']) application.save('company', { branch: 'Trade' }, id);
    let batches = 0;
    const { answer } = hub;
    hub.answer = (results) => {
      batches += 1;
      if (batches === 2) faults.toConnec = { error: killed };
      return answer(results);
    };
    await world.run({ batchSize: 1 });
    const rows = await world.database.idMap.findMany({ orderBy: { id: 'asc' } });
    hub.answer = answer;
    clock.forward(3600);
    await world.run({ onlyEntities: [] });
    const { begunWrites } = await world.database.idMap.findFirstOrThrow({ where: { id: rows[0]?.id ?? 0 } });
    expect(begunWrites).toBeNull();
    expect(rows[0]?.decisions).toContain('updated in Connec!');
  });

  test('of a record that may not be updated there, what Connec! edits gets to external', async () => {
    const { world, hub, faults, inConnec, inExternal, connec, later } = await start({
      canUpdateConnec: false,
    });
    const { notify, drain } = notified(() => world);
    inExternal({ title: 'Fern', branch: 'Trade' });
    faults.toConnec = { error: killed };
    await world.run();
    await notify({ organizations: [{ ...(hub.list('organizations')[0] as JsonObject), group_id: 'cld-1' }] });
    await drain();
    inConnec({ industry: 'Forestry' });
    expect(await later()).toMatchObject({ name: 'Fern', industry: 'Forestry' });
    expect(connec()).toMatchObject({ industry: 'Forestry' });
  });

  test('that does not travel there any more, external gets what Connec! has', async () => {
    const { world, faults, inExternal, later } = await inStep();
    inExternal({ title: 'Fern & Co' });
    faults.toConnec = { meanwhile: () => inExternal({ title: 'Fern & Sons' }), error: killed };
    await world.run();
    await world.database.idMap.updateMany({ data: { toConnec: false } });
    expect(await later()).toMatchObject({ name: 'Fern & Co' });
  });
});

test('the first write of a singleton that was cut off is known again', async () => {
  const { world, faults, inConnec, inExternal, later } = await start({
    singleton: true,
  });
  const { id } = inConnec({ name: 'Oak', industry: 'Trade' });
  (id as JsonObject[]).push({ id: '1', provider: 'memory', realm: 'memory-1' });
  world.clock.forward(60);
  inExternal({ title: 'Fern', branch: 'Trade' });
  faults.toConnec = { meanwhile: () => inExternal({ title: 'Fern & Sons' }), error: killed };
  await world.run();
  expect(await later()).toMatchObject({ name: 'Fern & Sons' });
});

test('a write of a singleton to external that was cut off is known again', async () => {
  const { world, faults, inConnec, inExternal, later } = await start({ singleton: true });
  const { id } = inConnec({ name: 'Fern', industry: 'Trade' });
  (id as JsonObject[]).push({ id: '1', provider: 'memory', realm: 'memory-1' });
  inExternal({ title: 'Fern', branch: 'Trade' });
  await world.run();
  world.clock.forward(60);
  inConnec({ name: 'Oak' });
  faults.toExternal = { meanwhile: () => inConnec({ name: 'Elm' }), error: killed };
  await world.run();
  expect(await later()).toMatchObject({ name: 'Elm' });
});

test('what was sent to both sides, and is taken back to what it was, gets there', async () => {
  const { world, faults, clock, inConnec, inExternal, later } = await inStep();
  inExternal({ title: 'Elm' });
  faults.toConnec = { error: unanswered };
  await world.run();
  clock.forward(60);
  inConnec({ name: 'Oak' });
  clock.forward(3600);
  faults.toExternal = { error: unanswered };
  await world.run();
  clock.forward(60);
  inConnec({ name: 'Elm' });
  expect(await later()).toMatchObject({ name: 'Elm' });
});

test('a record whose direction is switched off after it was cut off is not held back for ever', async () => {
  const { world, faults, clock, inConnec, inExternal, connec } = await inStep();
  inConnec({ name: 'Fern & Co' });
  faults.toExternal = { error: killed };
  await world.run();
  await world.database.idMap.updateMany({ data: { toExternal: false } });
  clock.forward(86_400);
  await world.run();
  clock.forward(86_400);
  inExternal({ branch: 'Forestry' });
  await world.run();
  expect(connec()).toMatchObject({ name: 'Fern & Co', industry: 'Forestry' });
});

test('a creation in external is found though the hub has changed one field and emptied another since', async () => {
  const { world, faults, application, inConnec } = await start();
  inConnec({ name: 'Fern', industry: 'Trade' });
  faults.toExternal = { error: killed };
  await world.run();
  inConnec({ name: 'Oak', industry: null });
  world.clock.forward(86_400);
  await world.run();
  expect(application.list('company')).toHaveLength(1);
});

test('a record that is told of twice in one message, and may be in Connec!, is not sent either time', async () => {
  const { world, faults, inConnec, inExternal, connec } = await start();
  const told = inExternal({ title: 'Fern', branch: 'Trade' });
  faults.toConnec = { error: killed };
  await world.run();
  world.clock.forward(60);
  inConnec({ industry: 'Forestry' });
  await pushRecordsToConnec(world.engine, world.organization.id, { company: [told, { ...told }] }, {});
  expect(connec()).toMatchObject({ industry: 'Forestry' });
});

describe('a full synchronization', () => {
  test('does not take back to external what Connec! had before it was sent there', async () => {
    const { world, faults, inExternal, later } = await inStep();
    inExternal({ title: 'Fern & Co' });
    faults.toConnec = { meanwhile: () => inExternal({ title: 'Fern & Sons' }), error: killed };
    await world.run();
    expect(await later({ fullSync: true })).toMatchObject({ name: 'Fern & Sons', conflicts: 0 });
  });

  test('lets what only Connec! has changed be kept, though its dates are to the second', async () => {
    const { world, hub, inConnec, later } = await inStep();
    const { updated_at } = inConnec({ name: 'Oak' });
    Object.assign([...hub.records.values()][0] ?? {}, {
      updated_at: String(updated_at).replace(/T.*/, 'T00:00:00Z'),
    });
    await world.run({ fullSync: true });
    expect(await later()).toMatchObject({ name: 'Oak' });
  });

  test('sends nothing over what is edited in Connec! while it is under way', async () => {
    const { world, hub, inConnec, later } = await inStep();
    const { pages } = hub;
    hub.pages = async function* (...asked) {
      yield* pages(...asked);
      hub.pages = pages;
      world.clock.forward(1);
      inConnec({ name: 'Oak' });
    };
    expect(await later({ fullSync: true })).toMatchObject({ name: 'Oak' });
  });
});
