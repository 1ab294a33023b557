import { describe, expect, test } from 'vitest';
import { type JsonObject, pushRecordsToConnec } from '../../src/engine/index.ts';
import { ends, inStep, killed, start, unanswered } from '../support/cut-off.ts';
import { notified } from '../support/notified.ts';

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
