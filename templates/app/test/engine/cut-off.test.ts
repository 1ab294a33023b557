import { expect, test } from 'vitest';
import { type JsonObject, pushRecordsToConnec } from '../../src/engine/index.ts';
import { inStep, killed, start, unanswered } from '../support/cut-off.ts';

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
