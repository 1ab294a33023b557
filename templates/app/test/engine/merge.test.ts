import { afterEach, beforeEach, expect, test } from 'vitest';
import { type JsonObject, map, mapper, type RunCounts } from '../../src/engine/index.ts';
import { changedFields, hashFields, hashFieldsOf, pickFields } from '../../src/engine/merge.ts';
import { Company } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

class Merging extends Company {
  override readonly conflicts = 'merge';
  override readonly mapper = mapper([
    map('name', 'title'),
    map('industry', 'branch'),
    map('address/city', 'city'),
    map('address/street', 'street'),
    map('tags', 'tags'),
  ]);
}

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Merging()]);
  world.application.save('company', {
    title: 'Fern',
    branch: 'Trade',
    city: 'Bath',
    street: 'High St',
    tags: ['a'],
  });
  await world.run();
  world.clock.forward(3600);
});
afterEach(() => world.close());

const connec = () => world.hub.list('organizations')[0] as JsonObject;
const external = () => world.application.list('company')[0];
const inConnec = (change: JsonObject) =>
  world.hub.save('organizations', { ...change }, [...world.hub.records.keys()][0] as string);
const inExternal = (change: JsonObject) => world.application.save('company', change, '1');
const counts = (run: { counts: unknown }) => (run.counts as RunCounts).merging;

test('fields changed on one side each are all kept, and it is no conflict', async () => {
  inConnec({ industry: 'Forestry' });
  inExternal({ title: 'Fern & Co' });
  const run = await world.run();
  expect(connec()).toMatchObject({ name: 'Fern & Co', industry: 'Forestry' });
  expect(external()).toMatchObject({ title: 'Fern & Co', branch: 'Forestry' });
  expect(counts(run)).toMatchObject({ toConnec: { conflicts: 0 }, toExternal: { conflicts: 0 } });
});

test('only what external changed is sent to the hub', async () => {
  inConnec({ industry: 'Forestry' });
  inExternal({ title: 'Fern & Co' });
  await world.run();
  expect(world.hub.writes[0]?.record).toMatchObject({ name: 'Fern & Co' });
  expect(world.hub.writes[0]?.record.industry).toBeUndefined();
});

test('of a field changed on both sides the newest is kept, and the rest all the same', async () => {
  inConnec({ name: 'From Connec!', industry: 'Forestry' });
  world.clock.forward(1);
  inExternal({ title: 'From external', street: 'Low St' });
  const run = await world.run();
  expect(connec()).toMatchObject({
    name: 'From external',
    industry: 'Forestry',
    address: { street: 'Low St', city: 'Bath' },
  });
  expect(external()).toMatchObject({ title: 'From external', branch: 'Forestry', street: 'Low St' });
  expect(counts(run)?.toConnec.conflicts).toBe(1);
});

test('the hub may be the newest of such a field', async () => {
  inExternal({ title: 'From external', street: 'Low St' });
  world.clock.forward(1);
  inConnec({ name: 'From Connec!' });
  await world.run();
  expect(connec()).toMatchObject({ name: 'From Connec!', address: { street: 'Low St' } });
  expect(external()).toMatchObject({ title: 'From Connec!', street: 'Low St' });
});

test('a nested field is a field of its own, a list is one field', async () => {
  inConnec({ address: { city: 'Wells', street: 'High St' }, tags: ['a', 'b'] });
  inExternal({ street: 'Low St' });
  await world.run();
  expect(external()).toMatchObject({ city: 'Wells', street: 'Low St', tags: ['a', 'b'] });
});

test('after a merge both sides are equal, and nothing more is written', async () => {
  inConnec({ industry: 'Forestry', name: 'From Connec!' });
  world.clock.forward(1);
  inExternal({ title: 'From external', city: 'Wells' });
  await world.run();
  await world.run();
  world.clock.forward(30);
  await world.run();
  expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  expect(connec()).toMatchObject({ name: external()?.title, industry: external()?.branch });
});

test('a forced side wins the fields that both changed, and only these', async () => {
  inConnec({ name: 'From Connec!' });
  world.clock.forward(1);
  inExternal({ title: 'From external', street: 'Low St' });
  await world.run({ connecPreemption: true });
  expect(external()).toMatchObject({ title: 'From Connec!', street: 'Low St' });
});

test('a record whose last agreement nobody knows is settled whole', async () => {
  await world.database.idMap.updateMany({ data: { baseFields: null } });
  inConnec({ industry: 'Forestry' });
  world.clock.forward(1);
  inExternal({ title: 'From external' });
  await world.run();
  expect(connec()).toMatchObject({ name: 'From external', industry: 'Trade' });
});

test('a merge is told on the id map', async () => {
  inConnec({ name: 'From Connec!' });
  inExternal({ title: 'From external' });
  await world.run();
  const { decisions } = await world.database.idMap.findFirstOrThrow();
  expect(decisions).toContain('name changed on both sides: Memory is kept');
});

test('a field that is emptied on one side stays empty on both', async () => {
  inConnec({ industry: 'Forestry' });
  inExternal({ title: 'Fern & Co' });
  inConnec({ industry: '' });
  await world.run();
  expect(external()?.title).toBe('Fern & Co');
  expect(external()?.branch || '').toBe('');
});

test('fields are told apart by path, and picked by it', () => {
  const record = { a: 1, b: { c: 2, d: { e: 3 } }, list: [1] };
  const before = hashFields(record);
  expect(Object.keys(before)).toEqual(['a', 'b/c', 'b/d/e', 'list']);
  expect(changedFields(hashFields({ ...record, b: { c: 9, d: { e: 3 } } }), before)).toEqual(['b/c']);
  expect(changedFields(before, undefined)).toHaveLength(4);
  expect(pickFields(record, ['a', 'b/d/e'])).toEqual({ a: 1, b: { d: { e: 3 } } });
  expect(hashFieldsOf({ a: 1, extra: true }, before).a).toBe(before.a);
});
