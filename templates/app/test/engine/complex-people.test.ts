import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ComplexEntity,
  constant,
  type Entity,
  type JsonObject,
  map,
  mapper,
} from '../../src/engine/index.ts';
import { Company, type MemoryApplication, MemoryEntity } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

const nameRules = [map('name', 'title'), map('email', 'mail')];

/** A person is a contact or a lead (contract/real-connectors.md §1). */
class ContactPart extends MemoryEntity {
  readonly connecName = 'person';
  readonly externalName = 'Contact';
  readonly mapper = mapper(
    [...nameRules, map('organization_id', 'company_id'), constant('toConnec', 'is_lead', false)],
    { name: 'contact' },
  );
  override readonly references = ['organization_id'];
  override readonly matchingFields = [['email']];
  override takesFromConnec = (record: JsonObject) => record.is_lead !== true;
}

class LeadPart extends MemoryEntity {
  readonly connecName = 'person';
  readonly externalName = 'Lead';
  readonly mapper = mapper([...nameRules, constant('toConnec', 'is_lead', true)], { name: 'lead' });
  override takesFromConnec = (record: JsonObject) => record.is_lead === true;
}

class PersonAsContactOrLead extends ComplexEntity<MemoryApplication> {
  readonly parts: readonly Entity<MemoryApplication>[] = [new ContactPart(), new LeadPart()];
}

let world: SyncWorld;
const hubId = (record: JsonObject | undefined) =>
  String((record?.id as JsonObject[] | undefined)?.find(({ provider }) => provider === 'connec')?.id);
const titles = (collection: string) => world.application.list(collection).map(({ title }) => title);

describe('one kind in the hub, two in the application', () => {
  beforeEach(async () => {
    world = await createSyncWorld([new Company(), new PersonAsContactOrLead()]);
  });
  afterEach(() => world.close());

  test('each record goes to the part that takes it (contract 96, 104)', async () => {
    world.hub.save('people', { name: 'Ada', email: 'ada@fern.test' });
    world.hub.save('people', { name: 'Max', email: 'max@oak.test', is_lead: true });
    world.application.save('Contact', { title: 'Cleo', mail: 'cleo@elm.test' });
    world.application.save('Lead', { title: 'Lou', mail: 'lou@ash.test' });
    await world.run();
    expect(titles('Contact')).toEqual(['Cleo', 'Ada']);
    expect(titles('Lead')).toEqual(['Lou', 'Max']);
    expect(world.hub.find('people', { name: 'Lou' })).toMatchObject({ is_lead: true });
    expect(world.hub.find('people', { name: 'Cleo' })).toMatchObject({ is_lead: false });
  });

  test('the shared collection of the hub is read once, not once for each part (contract 97)', async () => {
    await world.run();
    expect(world.hub.reads.filter(({ resource }) => resource === 'people')).toHaveLength(1);
  });

  test('a reference of one part does not hold up the other (contract 91)', async () => {
    const elsewhere = [{ id: 'elsewhere', provider: 'connec', realm: 'org-1' }];
    world.hub.save('people', { name: 'Ada', organization_id: elsewhere });
    world.hub.save('people', { name: 'Max', organization_id: elsewhere, is_lead: true });
    await world.run();
    expect(titles('Contact')).toEqual([]);
    expect(titles('Lead')).toEqual(['Max']);
  });

  test('a second run writes nothing', async () => {
    world.hub.save('people', { name: 'Ada', is_lead: false });
    world.hub.save('people', { name: 'Max', is_lead: true });
    world.application.save('Lead', { title: 'Lou' });
    await world.run();
    world.clock.forward(10);
    await world.run();
    expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  });

  test('a contact that becomes a lead in the hub is created as a lead, under an id of its own', async () => {
    world.application.save('Lead', { title: 'Lou' });
    const ada = world.hub.save('people', { name: 'Ada', is_lead: false });
    await world.run();
    world.clock.forward(3600);
    world.hub.save('people', { is_lead: true }, hubId(ada));
    await world.run();
    expect(titles('Lead')).toEqual(['Lou', 'Ada']);
    expect(titles('Contact')).toEqual(['Ada']);
    const [, lead] = world.application.list('Lead');
    expect(world.hub.find('people', { name: 'Ada' })?.id).toContainEqual({
      id: lead?.id,
      provider: 'memory',
      realm: 'memory-1',
    });

    world.clock.forward(10);
    await world.run();
    expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  });

  test('as a lead it goes on as a lead: neither side sends its id again', async () => {
    const ada = world.hub.save('people', { name: 'Ada', is_lead: false });
    await world.run();
    world.clock.forward(3600);
    world.hub.save('people', { is_lead: true }, hubId(ada));
    await world.run();
    world.clock.forward(3600);
    world.hub.save('people', { email: 'ada@fern.test' }, hubId(ada));
    await world.run();
    expect(world.application.writes).toMatchObject([
      { call: 'update', collection: 'Lead', record: { mail: 'ada@fern.test' } },
    ]);
    expect(world.hub.writes).toEqual([]);
  });

  test('a lead that becomes a contact in the application stays one person of the hub', async () => {
    const lead = world.application.save('Lead', { title: 'Lou', mail: 'lou@ash.test' });
    await world.run();
    world.clock.forward(3600);
    world.application.collections.Lead?.delete(String(lead.id));
    world.application.save('Contact', { title: 'Lou', mail: 'lou@ash.test' });
    await world.run();
    expect(world.hub.list('people')).toMatchObject([{ name: 'Lou', is_lead: false }]);
    world.clock.forward(10);
    await world.run();
    expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  });

  test('a conflict of one part is none of the other, though both have the same id (contract 99)', async () => {
    let last = 100;
    const same = () => String(last++);
    world.application.save('Contact', { title: 'Cleo' }, same());
    last -= 1;
    world.application.save('Lead', { title: 'Lou' }, same());
    await world.run();
    expect(await world.database.idMap.count()).toBe(2);
  });

  test('one switch is for all parts (contract 105)', async () => {
    await world.database.organization.update({
      where: { id: world.organization.id },
      data: {
        synchronizedEntities: { person_as_contact_or_lead: { toConnec: true, toExternal: false } },
      },
    });
    world.hub.save('people', { name: 'Ada', is_lead: false });
    world.hub.save('people', { name: 'Max', is_lead: true });
    world.application.save('Lead', { title: 'Lou' });
    await world.run();
    expect(world.application.writes).toEqual([]);
    expect(world.hub.find('people', { name: 'Lou' })).toBeDefined();
  });
});

/** BaseCRM: organizations and people are contacts or leads, which both may be either. */
describe('two kinds in the hub, two in the application', () => {
  const part = (connecName: string, externalName: string, company: boolean, lead: boolean) =>
    new (class extends MemoryEntity {
      readonly connecName = connecName;
      readonly externalName = externalName;
      readonly mapper = mapper([
        map('name', 'title'),
        constant('toConnec', 'is_lead', lead),
        constant('toExternal', 'is_organization', company),
      ]);
      override takesFromConnec = (record: JsonObject) => (record.is_lead === true) === lead;
      override takesFromExternal = (record: JsonObject) => (record.is_organization === true) === company;
    })();

  class PersonAndOrganization extends ComplexEntity<MemoryApplication> {
    readonly parts = [
      part('Organization', 'Contact', true, false),
      part('Organization', 'Lead', true, true),
      part('Person', 'Contact', false, false),
      part('Person', 'Lead', false, true),
    ];
  }

  beforeEach(async () => {
    world = await createSyncWorld([new PersonAndOrganization()]);
    world.hub.save('people', { name: 'Ada', is_lead: false });
    world.hub.save('people', { name: 'Max', is_lead: true });
    world.hub.save('organizations', { name: 'Fern', is_lead: false });
    world.hub.save('organizations', { name: 'Oak', is_lead: true });
    world.application.save('Contact', { title: 'Cleo' });
    world.application.save('Contact', { title: 'Elm', is_organization: true });
    world.application.save('Lead', { title: 'Lou' });
    world.application.save('Lead', { title: 'Ash', is_organization: true });
  });
  afterEach(() => world.close());

  test('every record finds its kind on the other side (contract 95, 96, 97)', async () => {
    await world.run();
    expect(titles('Contact').sort()).toEqual(['Ada', 'Cleo', 'Elm', 'Fern']);
    expect(titles('Lead').sort()).toEqual(['Ash', 'Lou', 'Max', 'Oak']);
    expect(
      world.hub
        .list('people')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Ada', 'Cleo', 'Lou', 'Max']);
    expect(
      world.hub
        .list('organizations')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Ash', 'Elm', 'Fern', 'Oak']);
  });

  test('each of the four collections is read once', async () => {
    await world.run();
    expect(world.hub.reads.map(({ resource }) => resource)).toEqual(['organizations', 'people']);
    expect(world.application.reads.map(({ collection }) => collection)).toEqual(['Contact', 'Lead']);
  });

  test('a second run writes nothing', async () => {
    await world.run();
    world.clock.forward(10);
    await world.run();
    expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  });
});

/** Shopify, Xero: the same word on both sides, and in two entities, for different things. */
describe('names that collide', () => {
  class InvoicePart extends MemoryEntity {
    readonly connecName = 'Invoice';
    readonly externalName = 'Invoice';
    readonly mapper = mapper([map('name', 'title')]);
    override takesFromExternal = (record: JsonObject) => record.kind === 'sale';
  }
  class CreditNotePart extends MemoryEntity {
    readonly connecName = 'Credit Note';
    readonly externalName = 'Invoice';
    readonly mapper = mapper([map('name', 'title'), constant('toExternal', 'kind', 'credit')]);
    override takesFromExternal = (record: JsonObject) => record.kind === 'credit';
  }
  class Financial extends ComplexEntity<MemoryApplication> {
    readonly parts = [new InvoicePart(), new CreditNotePart()];
  }
  class Archive extends MemoryEntity {
    readonly connecName = 'Invoice';
    readonly externalName = 'Archived invoice';
    override readonly canWriteConnec = false;
    readonly mapper = mapper([map('name', 'title')]);
  }

  beforeEach(async () => {
    world = await createSyncWorld([new Financial(), new Archive()]);
  });
  afterEach(() => world.close());

  test('each part keeps its own id maps, and every entity of a resource gets its records (contract 95, improvement 2.16, 2.18)', async () => {
    world.application.save('Invoice', { title: 'INV-1', kind: 'sale' });
    world.application.save('Invoice', { title: 'CN-1', kind: 'credit' });
    world.hub.save('credit_notes', { name: 'CN-2' });
    await world.run();
    expect(world.hub.list('invoices')).toMatchObject([{ name: 'INV-1' }]);
    expect(
      world.hub
        .list('credit_notes')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['CN-1', 'CN-2']);
    expect(titles('Invoice')).toEqual(['INV-1', 'CN-1', 'CN-2']);
    expect(titles('Archived invoice')).toEqual(['INV-1']);
    const scopes = await world.database.idMap.groupBy({
      by: ['connecEntity', 'externalEntity'],
      orderBy: [{ connecEntity: 'asc' }, { externalEntity: 'asc' }],
      _count: true,
    });
    expect(
      scopes.map(({ connecEntity, externalEntity, _count }) => [connecEntity, externalEntity, _count]),
    ).toEqual([
      ['credit note', 'invoice', 2],
      ['invoice', 'archived invoice', 1],
      ['invoice', 'invoice', 1],
    ]);
  });

  test('a second run writes nothing', async () => {
    world.application.save('Invoice', { title: 'INV-1', kind: 'sale' });
    world.hub.save('credit_notes', { name: 'CN-2' });
    await world.run();
    world.clock.forward(10);
    await world.run();
    expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  });
});
