import { describe, expect, test } from 'vitest';
import { inStep, killed } from '../support/cut-off.ts';

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
