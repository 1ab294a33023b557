import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Context, type JsonObject, map, mapper } from '../../src/engine/index.ts';
import { newPartIds } from '../../src/engine/part-ids.ts';
import { parsePath } from '../../src/engine/path.ts';
import { hubId } from '../support/in-short.ts';
import { type MemoryApplication, MemoryEntity } from '../support/memory-application.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

const ours = { provider: 'memory', realm: 'memory-1' };
const hub = (id: string) => ({ id, provider: 'connec', realm: 'org-1' });
const own = (id: string) => ({ id, ...ours });
const other = (id: string) => ({ id, provider: 'else', realm: 'r' });
const paths = (...texts: string[]) => texts.map(parsePath);

test('the ids of both sides are put together, the hub first (contract 133)', () => {
  const connec = { lines: [{ id: [hub('a'), other('x')], text: 'one' }] };
  const answer = { lines: [{ id: [own('1')], text: 'one' }] };
  expect(newPartIds(connec, answer, paths('lines/id'), ours)).toEqual({
    lines: [{ id: [hub('a'), other('x'), own('1')] }],
  });
});

test('parts that the hub knows by our id are paired by it, the rest by position (improvement 1.11)', () => {
  const connec = {
    lines: [
      { id: [hub('a'), own('1')] },
      { id: [hub('b')] },
      { id: [hub('c'), own('3')] },
      { id: [hub('d')] },
    ],
  };
  const answer = {
    lines: [{ id: [own('3')] }, { id: [own('2')] }, { id: [own('1')] }, { id: [own('4')] }],
  };
  expect(newPartIds(connec, answer, paths('lines/id'), ours)).toEqual({
    lines: [
      { id: [hub('a'), own('1')] },
      { id: [hub('b'), own('2')] },
      { id: [hub('c'), own('3')] },
      { id: [hub('d'), own('4')] },
    ],
  });
});

test('where nothing is new, nothing is sent (improvement 2.9)', () => {
  const connec = { lines: [{ id: [hub('a'), own('1')] }] };
  expect(newPartIds(connec, { lines: [{ id: [own('1')] }] }, paths('lines/id'), ours)).toBeUndefined();
  expect(newPartIds(connec, {}, paths('lines/id'), ours)).toBeUndefined();
  expect(newPartIds({}, { lines: [{ id: [own('1')] }] }, paths('lines/id'), ours)).toBeUndefined();
});

test('a part without an id is left out, so that nothing is blanked (improvement 2.10)', () => {
  const connec = { lines: [{ id: [hub('a')] }, { text: 'no id' }] };
  const answer = { lines: [{ id: [own('1')] }, { id: [own('2')] }] };
  expect(newPartIds(connec, answer, paths('lines/id'), ours)).toEqual({
    lines: [{ id: [hub('a'), own('1')] }],
  });
});

test('an answer without a list changes nothing of that list (contract 133)', () => {
  const connec = { lines: [{ id: [hub('a')] }], notes: [{ id: [hub('n')] }] };
  const answer = { notes: [{ id: [own('9')] }] };
  expect(newPartIds(connec, answer, paths('lines/id', 'notes/id'), ours)).toEqual({
    lines: [{ id: [hub('a')] }],
    notes: [{ id: [hub('n'), own('9')] }],
  });
});

test('parts of parts are paired below their own (contract 129, 130)', () => {
  const connec = { lines: [{ id: [hub('a'), own('1')], linked: [{ id: [hub('l')] }] }] };
  const answer = { lines: [{ id: [own('1')], linked: [{ id: [own('7')] }] }] };
  expect(newPartIds(connec, answer, paths('lines/id', 'lines/linked/id'), ours)).toEqual({
    lines: [{ id: [hub('a'), own('1')], linked: [{ id: [hub('l'), own('7')] }] }],
  });
});

test('more or fewer parts in the answer than in the hub are no harm', () => {
  const connec = { lines: [{ id: [hub('a')] }, { id: [hub('b')] }] };
  expect(newPartIds(connec, { lines: [{ id: [own('1')] }] }, paths('lines/id'), ours)).toEqual({
    lines: [{ id: [hub('a'), own('1')] }, { id: [hub('b')] }],
  });
});

describe('parts of a record', () => {
  /** The application gives ids to lines, and may answer them in any order. */
  class Invoice extends MemoryEntity {
    readonly connecName = 'invoice';
    readonly externalName = 'invoice';
    override readonly partIds = ['lines/id'];
    readonly mapper = mapper([
      map('name', 'title'),
      map('lines', 'rows', { using: mapper([map('id', 'row'), map('text', 'label')]) }),
    ]);
    override async createExternal(context: Context<MemoryApplication>, record: JsonObject) {
      return super.createExternal(context, numbered(record));
    }
    override async updateExternal(context: Context<MemoryApplication>, record: JsonObject, id: string) {
      return super.updateExternal(context, numbered(record), id);
    }
  }
  const numbered = (record: JsonObject) => ({
    ...record,
    rows: (record.rows as JsonObject[]).map((row, i) => ({ row: `${record.title}-${i}`, ...row })),
  });
  const lines = () => world.hub.list('invoices')[0]?.lines as JsonObject[];
  const save = () => world.hub.save('invoices', { name: 'INV', lines: [{ text: 'one' }, { text: 'two' }] });

  let world: SyncWorld;
  beforeEach(async () => {
    world = await createSyncWorld([new Invoice()]);
  });
  afterEach(() => world.close());

  test('get the ids of the application in the hub, with the record (contract 128, 133, 188)', async () => {
    save();
    await world.run();
    expect(lines()).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    expect(lines()[0]?.id).toContainEqual(own('INV-0'));
    expect(lines()[1]?.id).toContainEqual(own('INV-1'));
    world.clock.forward(30);
    await world.run();
    expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  });

  test('are told again when the hub did not take them, and the record is not created twice (improvement 1.9)', async () => {
    save();
    world.hub.refuse = ({ method }) => (method === 'put' ? '500 not now' : undefined);
    await world.run();
    expect(lines()[0]?.id).toHaveLength(1);
    world.hub.refuse = () => undefined;
    world.clock.forward(3600);
    await world.run();
    expect(lines()[0]?.id).toContainEqual(own('INV-0'));
    expect(world.application.list('invoice')).toHaveLength(1);
    world.clock.forward(3600);
    await world.run();
    expect([...world.hub.writes, ...world.application.writes]).toEqual([]);
  });

  test('are told again when the call itself failed (improvement 1.8, 1.9)', async () => {
    save();
    world.hub.answer = () => {
      throw new Error('read timeout');
    };
    world.hub.refuse = () => '500';
    await world.run();
    world.hub.answer = (results) => results;
    world.hub.refuse = () => undefined;
    world.clock.forward(3600);
    await world.run();
    expect(lines()[1]?.id).toContainEqual(own('INV-1'));
    expect(world.application.list('invoice')).toHaveLength(1);
  });

  test('are read from an answer with the mapper of every day, not the one for creations (improvement 2.15)', async () => {
    const invoice = new Invoice();
    const creationMapper = mapper([
      ...invoice.mapper.rules,
      map('name', 'rows[0]/row', { only: 'toConnec' }),
    ]);
    await world.close();
    world = await createSyncWorld([Object.assign(invoice, { creationMapper })]);
    save();
    await world.run();
    expect(lines()[0]?.id).toContainEqual(own('INV-0'));
  });

  test('an update is only told when an id is new (improvement 2.9)', async () => {
    const saved = save();
    await world.run();
    world.clock.forward(3600);
    world.hub.save('invoices', { name: 'INV-2' }, hubId(saved));
    await world.run();
    expect(world.application.writes).toMatchObject([{ call: 'update' }]);
    expect(world.hub.writes).toEqual([]);
    world.clock.forward(3600);
    world.hub.save('invoices', { lines: [...lines(), { text: 'three' }] }, hubId(saved));
    await world.run();
    expect(world.hub.writes).toMatchObject([{ method: 'put' }]);
    expect(lines()).toHaveLength(3);
  });
});
