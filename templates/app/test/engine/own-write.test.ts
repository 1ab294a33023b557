import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/engine/index.ts';
import { ends, inStep, killed, start } from '../support/cut-off.ts';
import { notified } from '../support/notified.ts';

type World = Awaited<ReturnType<typeof inStep>>;
const sides = [
  {
    to: 'Connec!',
    from: 'external',
    fault: 'toConnec',
    edit: ({ inExternal }: World, title: string) => inExternal({ title }),
  },
  {
    to: 'external',
    from: 'Connec!',
    fault: 'toExternal',
    edit: ({ inConnec }: World, name: string) => inConnec({ name }),
  },
] as const;

describe.each(['newest', 'merge'] as const)('where conflicts are settled by %s', (conflicts) => {
  describe.each(sides)('a write to $to', ({ from, fault, edit }) => {
    /** @returns what both sides have after a write during which it was edited where it came from. */
    async function editedMeanwhile(name: string, error: () => Error) {
      const started = await inStep({ conflicts });
      edit(started, 'Fern & Co');
      started.faults[fault] = { meanwhile: () => edit(started, name), error };
      await started.world.run();
      return started.later();
    }

    test.each(ends)(`that was %s wins over no later edit in ${from}`, async (_how, error) => {
      const later = await editedMeanwhile('Fern & Sons', error);
      expect(later).toEqual({ name: 'Fern & Sons', industry: 'Trade', conflicts: 0 });
    });

    test.each(ends)(
      `that was %s does not count any more once it is taken back in ${from}`,
      async (_how, error) => {
        expect(await editedMeanwhile('Fern', error)).toMatchObject({ name: 'Fern' });
      },
    );
  });
});

test('a creation in external that was cut off is no edit: what Connec! has edited meanwhile is kept', async () => {
  const { world, faults, inConnec, later } = await start();
  inConnec({ name: 'Fern', industry: 'Trade' });
  faults.toExternal = { meanwhile: () => inConnec({ industry: 'Forestry' }), error: killed };
  await world.run();
  expect(await later()).toMatchObject({ name: 'Fern', industry: 'Forestry' });
});

test('an edit of the side that was written to is an edit: the newest of both is kept (contract 156)', async () => {
  const { world, faults, inConnec, inExternal, later } = await inStep();
  inExternal({ title: 'Fern & Co' });
  faults.toConnec = { meanwhile: () => inExternal({ title: 'Fern & Sons' }), error: killed };
  await world.run();
  inConnec({ name: 'Oak' });
  expect(await later()).toEqual({ name: 'Oak', industry: 'Trade', conflicts: 1 });
});

test('a notification of a write that was cut off does not take it back to where it came from', async () => {
  const { world, hub, faults, inExternal, later, titles } = await inStep();
  const { notify, drain } = notified(() => world);
  inExternal({ title: 'Fern & Co' });
  faults.toConnec = { meanwhile: () => inExternal({ title: 'Fern & Sons' }), error: killed };
  await world.run();
  await notify({ organizations: [{ ...(hub.list('organizations')[0] as JsonObject), group_id: 'cld-1' }] });
  await drain();
  expect(titles()).toEqual(['Fern & Sons']);
  expect(await later()).toMatchObject({ name: 'Fern & Sons', conflicts: 0 });
});

test('a write that was cut off is sent again, known by what it says, and forgotten when it is answered', async () => {
  const { world, faults, inExternal, later, only } = await inStep();
  inExternal({ title: 'Fern & Co' });
  faults.toConnec = { error: killed };
  await world.run();
  expect(await world.database.writePage.count()).toBe(1);
  expect(await later()).toEqual({ name: 'Fern & Co', industry: 'Trade', conflicts: 0 });
  expect(await world.database.writePage.count()).toBe(0);
  const { begunWrites, decisions } = await only();
  expect(begunWrites).toBeNull();
  expect(decisions).toContain('was on its way to Connec! when the run was cut off');
});

test('what only the hub knows of a record whose conflict was cut off still gets to external', async () => {
  const { world, faults, inConnec, inExternal, later } = await inStep();
  inConnec({ name: 'Oak', industry: 'Forestry' });
  world.clock.forward(1);
  world.application.collections.company?.set('1', { id: '1', created_at: '2026-01-01T00:00:00Z' });
  inExternal({ title: 'Fern & Co' }); // It says nothing of its branch any more.
  faults.toConnec = { error: killed };
  await world.run();
  expect(await later()).toMatchObject({ name: 'Fern & Co', industry: 'Forestry' });
});
