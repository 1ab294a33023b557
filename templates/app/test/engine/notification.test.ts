import { afterEach, beforeEach, expect, test } from 'vitest';
import { ComplexEntity, type Entity, type JsonValue, map, mapper } from '../../src/engine/index.ts';
import { inShort } from '../support/in-short.ts';
import { Company, type MemoryApplication, MemoryEntity, Person } from '../support/memory-application.ts';
import { notified, plain } from '../support/notified.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

class Business extends MemoryEntity {
  readonly connecName = 'Company';
  readonly externalName = 'Shop';
  override readonly singleton = true;
  readonly mapper = mapper([map('name', 'title')]);
}
class LeadPart extends MemoryEntity {
  readonly connecName = 'Sales lead';
  readonly externalName = 'Lead';
  readonly mapper = mapper([map('name', 'title')]);
}
class Leads extends ComplexEntity<MemoryApplication> {
  readonly parts: readonly Entity<MemoryApplication>[] = [new LeadPart()];
}
class Archive extends MemoryEntity {
  readonly connecName = 'person';
  readonly externalName = 'archive';
  override readonly canWriteConnec = false;
  readonly mapper = mapper([map('name', 'title')]);
}

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([
    plain(new Company()),
    plain(new Person()),
    new Archive(),
    new Business(),
    new Leads(),
  ]);
});
afterEach(() => world.close());

const { titles } = inShort(() => world);
const { drain, messages, notify, saved } = notified(() => world);

test.each(['people', 'person', 'Person', 'People', 'PEOPLE'])(
  'a resource is known as %j too (contract 220, improvement 3.4)',
  async (name) => {
    await notify({ [name]: [saved('people', 'Ada')] });
    await drain();
    expect(titles('person')).toEqual(['Ada']);
  },
);

test('every entity that has the resource is told, not only the first (contract 220, improvement 3.7)', async () => {
  await notify({ people: [saved('people', 'Ada')] });
  await drain();
  expect(titles('archive')).toEqual(['Ada']);
});

test('a singleton and a part of a complex entity are told like any other (improvement 3.3, 3.5)', async () => {
  await notify({ company: [saved('company', 'Fern')] });
  await notify({ 'Sales leads': [saved('sales_leads', 'Lou')], sales_lead: [saved('sales_leads', 'Max')] });
  await drain();
  expect(titles('Shop')).toEqual(['Fern']);
  expect(titles('Lead').sort()).toEqual(['Lou', 'Max']);
});

test('what is no list of records, or of no group, or of no entity is ignored (contract 219, 220)', async () => {
  await notify({
    tenant: 'default',
    connec: { organizations: 1 },
    organizations: [{ name: 'without a group' }, 7, null],
    unicorns: [{ group_id: 'cld-1', name: 'Una' }],
  });
  await drain();
  expect(world.application.writes).toEqual([]);
  expect(await messages()).toBe(0);
});

test.each([
  ['a resource named like a method of every object', { toString: [{ group_id: 'cld-1', name: 'x' }] }],
  ['a group named like one', { organizations: [{ group_id: 'toString', name: 'x' }] }],
  [
    'a group that is the prototype of every object',
    { organizations: [{ group_id: '__proto__', name: 'x' }] },
  ],
  ['a resource that is it', JSON.parse('{"__proto__": [{"group_id": "cld-1", "name": "x"}]}')],
  ['no group id that can be one', { organizations: [{ group_id: 'x'.repeat(1000), name: 'x' }] }],
])('%s neither stops the messages behind it nor changes anything here (improvement 3.2)', async (_, body) => {
  await notify(body as Record<string, JsonValue>);
  await notify({ people: [saved('people', 'Ada')] });
  await drain();
  expect(titles('person')).toEqual(['Ada']);
  expect(titles('company')).toEqual([]);
  expect(({} as Record<string, unknown>).organizations).toBeUndefined();
  expect(await messages()).toBe(0);
});
