import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  computed,
  type JsonObject,
  type LookUp,
  map,
  mapper,
  UnansweredError,
} from '../../src/engine/index.ts';
import { Company, MemoryEntity } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

/** Its number is the hub's number of the account that it belongs to. */
class Invoice extends MemoryEntity {
  readonly connecName = 'invoice';
  readonly externalName = 'Invoice';
  readonly mapper = mapper([
    map('name', 'title'),
    computed('toExternal', 'account', (record, { find }) => find.record(accountOf(record))?.number),
  ]);
  override lookUps(record: JsonObject, direction: 'toConnec' | 'toExternal'): readonly LookUp[] {
    return direction === 'toExternal' ? [accountOf(record)] : [];
  }
}
const accountOf = ({ account }: JsonObject) => ({ resource: 'accounts', connecId: String(account) });

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld([new Invoice()]);
});
afterEach(() => world.close());

const accountsRead = () => world.hub.reads.flatMap(({ resource, id }) => (resource === 'accounts' ? id : []));
const invoices = () => world.application.list('Invoice').map(({ title, account }) => [title, account]);

describe('hub records that mapping needs', () => {
  test('are asked for once in a run, whatever the number of pages', async () => {
    world.hub.save('accounts', { number: 4000 }, 'sales');
    for (let i = 0; i < 450; i += 1) world.hub.save('invoices', { name: `${i}`, account: 'sales' });
    await world.run();
    expect(accountsRead()).toEqual(['sales']);
    expect(invoices()).toHaveLength(450);
    expect(invoices()[449]).toEqual(['449', 4000]);
  });

  test('are asked for together, where the hub takes that', async () => {
    const asked: (readonly string[])[] = [];
    world.hub.getMany = async (resource, ids) => {
      asked.push(ids);
      return new Map(
        world.hub.list(resource).map((record) => [String((record.id as JsonObject[])[0]?.id), record]),
      );
    };
    for (const [i, id] of ['a', 'b', 'c'].entries()) {
      world.hub.save('accounts', { number: i }, id);
      world.hub.save('invoices', { name: id, account: id });
    }
    await world.run();
    expect(asked).toEqual([['a', 'b', 'c']]);
    expect(invoices()).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
  });

  test('and that the hub cannot give cost the records that need them, and no other', async () => {
    const { get } = world.hub;
    world.hub.get = async (resource, id) => {
      if (id === 'poison') throw new UnansweredError('Connec! answered 500');
      return get(resource, id);
    };
    world.hub.save('accounts', { number: 4000 }, 'sales');
    world.hub.save('invoices', { name: 'Bad', account: 'poison' });
    world.hub.save('invoices', { name: 'Good', account: 'sales' });
    expect(await world.run()).toMatchObject({ status: 'PARTIAL', message: /^1 record failed/ });
    expect(invoices()).toEqual([['Good', 4000]]);
    expect(await world.database.idMap.findFirst({ where: { name: 'Bad' } })).toMatchObject({
      message: expect.stringContaining('Connec! answered 500'),
      failedTo: 'external',
    });
    world.hub.get = get;
    world.hub.save('accounts', { number: 1 }, 'poison');
    world.clock.forward(86_400);
    await world.run();
    expect(invoices()).toContainEqual(['Bad', 1]);
  });
});

describe('id maps that mapping needs', () => {
  /** What it finds is what it writes. */
  class Note extends MemoryEntity {
    readonly connecName = 'note';
    readonly externalName = 'Note';
    readonly mapper = mapper([
      map('name', 'title'),
      ...['person', 'lead', undefined].map((kind) =>
        computed(
          'toConnec',
          `${kind ?? 'any'}_found`,
          (_record, { find }) => find.idMap(contact(kind))?.connecId,
        ),
      ),
    ]);
    override lookUps(_record: JsonObject, direction: 'toConnec' | 'toExternal'): readonly LookUp[] {
      return direction === 'toConnec' ? [contact('person'), contact('lead'), contact()] : [];
    }
  }
  const contact = (connecEntity?: string) => ({
    entity: 'Contact',
    externalId: 7,
    ...(connecEntity ? { connecEntity } : {}),
  });

  test('of two parts with one external name do not answer for each other', async () => {
    await world.close();
    world = await createSyncWorld([new Note(), new Company()]);
    for (const [connecEntity, connecId] of [
      ['lead', null],
      ['person', 'the person'],
    ] as const)
      await world.database.idMap.create({
        data: {
          organizationId: world.organization.id,
          connecEntity,
          connecId,
          externalEntity: 'contact',
          externalId: '7',
        },
      });
    world.application.save('Note', { title: 'about somebody' });
    await world.run();
    expect(world.hub.list('notes')).toMatchObject([
      { person_found: 'the person', lead_found: null, any_found: 'the person' },
    ]);
  });
});
