import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePath } from '../../src/engine/path.ts';
import type { JsonObject, JsonValue } from '../../src/engine/record.ts';
import { connecIdOf, fold, idOf, unfold } from '../../src/engine/references.ts';

const ours = { provider: 'acme', realm: 'acme-1' };
const own = (id: string): JsonObject => ({ id, ...ours });
const hubs = (id: string): JsonObject => ({ id, provider: 'connec', realm: 'org-fern' });
const foreign: JsonObject = { id: 'x', provider: 'other', realm: 'other-1' };
const otherRealm: JsonObject = { id: 'y', provider: 'acme', realm: 'acme-2' };

const paths = (references: string[]) => references.map(parsePath);
const unfolded = (record: JsonObject, references: string[] = [], partIds: string[] = []) =>
  unfold(record, paths(references), ours, paths(partIds));
const folded = (record: JsonObject, references: string[]) => fold(record, paths(references), ours);

describe('a record of the hub, unfolded', () => {
  test('has our id, and only ours: of our provider and of our realm (contract 118, 119)', () => {
    const result = unfolded({ id: [foreign, otherRealm, hubs('c1'), own('e1')], name: 'Fern' });
    expect(result).toEqual({
      record: { id: 'e1', name: 'Fern' },
      connecId: 'c1',
      externalId: 'e1',
      missing: [],
    });
  });

  test('has no id where the hub does not know ours yet (contract 119)', () => {
    const result = unfolded({ id: [hubs('c1'), otherRealm] });
    expect(result).toMatchObject({ record: { id: null }, connecId: 'c1', externalId: undefined });
  });

  test.each([
    [{}],
    [{ id: null }],
    [{ id: 'text' }],
    [{ id: [] }],
    [{ id: [null, 'x', { provider: 'connec' }] }],
  ])('%j has no hub id, which is no reason to fail (improvement 2.13)', (record: JsonObject) => {
    expect(unfolded(record)).toMatchObject({
      record: { id: null },
      connecId: undefined,
      externalId: undefined,
    });
  });

  test('has ids as text, also where an API gives numbers (improvement 2.4)', () => {
    const numeric = { ...own(''), id: 7 };
    expect(unfolded({ id: [numeric], a_id: [numeric] }, ['a_id'])).toMatchObject({
      record: { id: '7', a_id: '7' },
      externalId: '7',
    });
  });

  test('is another object: the one of the hub stays as it was (contract 120)', () => {
    const record = { id: [own('e1')], lines: [{ item_id: [own('e2')] }] };
    const before = structuredClone(record);
    expect(unfolded(record, ['lines/item_id']).record).toEqual({ id: 'e1', lines: [{ item_id: 'e2' }] });
    expect(record).toEqual(before);
  });
});

describe('a reference', () => {
  const record = (value: JsonValue): JsonObject => ({ id: [hubs('c1')], organization_id: value });
  const reference = (value: JsonValue) => unfolded(record(value), ['organization_id']);

  test('that has our id becomes it (contract 121)', () => {
    expect(reference([hubs('c2'), own('e2')])).toMatchObject({
      record: { organization_id: 'e2' },
      missing: [],
    });
  });

  test('that only the hub knows makes the record wait (contract 122)', () => {
    expect(reference([hubs('c2'), foreign]).missing).toEqual(['organization_id']);
  });

  test('that is null or missing is left alone, and the record travels (contract 123)', () => {
    expect(reference(null)).toMatchObject({ record: { organization_id: null }, missing: [] });
    expect(unfolded({ id: [] }, ['organization_id', 'a/b', 'list[0]/id'])).toMatchObject({
      record: { id: null },
      missing: [],
    });
  });

  test('that is plain text is left out, and the record travels (contract 124)', () => {
    const result = reference('c2');
    expect(result.missing).toEqual([]);
    expect(result.record).toEqual({ id: null });
  });

  test('that only others know, or is empty, stays, and the record travels (contract 125)', () => {
    for (const value of [[foreign], [otherRealm], []]) {
      expect(reference(value)).toMatchObject({ record: { organization_id: value }, missing: [] });
    }
  });

  test('that is an object where a list of ids belongs makes the record wait (improvement 2.11)', () => {
    expect(reference({ id: 'c2' }).missing).toEqual(['organization_id']);
  });
});

describe('a reference in the depth', () => {
  test('is followed through objects and through every item of lists (contract 126)', () => {
    const record = {
      id: [],
      a: { b: [{ c_id: [own('e1')] }, { other: 1 }, { c_id: [own('e2'), hubs('c2')] }] },
    };
    expect(unfolded(record, ['a/b/c_id']).record.a).toEqual({
      b: [{ c_id: 'e1' }, { other: 1 }, { c_id: 'e2' }],
    });
  });

  test('makes the whole record wait where one item of a list misses it, and is named once (contract 126)', () => {
    const lines = [{ item_id: [own('e1')] }, { item_id: [hubs('c2')] }, { item_id: [hubs('c3')] }];
    expect(unfolded({ id: [], lines }, ['lines/item_id']).missing).toEqual(['lines/item_id']);
  });

  test('may name one item of a list (mapper.md §11, 25)', () => {
    const companies = [{ id: [own('e1')] }, { id: [hubs('c2')] }];
    expect(unfolded({ id: [], companies }, ['companies[0]/id'])).toMatchObject({
      record: { companies: [{ id: 'e1' }, companies[1]] },
      missing: [],
    });
    expect(unfolded({ id: [], companies }, ['companies[1]/id']).missing).toEqual(['companies[1]/id']);
  });

  test.each([[{ lines: 'text' }], [{ lines: [7] }], [{ lines: [{ item: true }] }]])(
    'in %j is missing: something else stands in its way (contract 127, improvement 2.11)',
    (part: JsonObject) => {
      expect(unfolded({ id: [], ...part }, ['lines/item/id']).missing).toEqual(['lines/item/id']);
    },
  );

  test('stands beside others in the same object (contract 130)', () => {
    const lines = [{ id: [own('e1')], linked: [{ id: [own('e2')] }] }];
    expect(unfolded({ id: [], lines }, ['lines/id', 'lines/linked/id']).record.lines).toEqual([
      { id: 'e1', linked: [{ id: 'e2' }] },
    ]);
  });
});

describe('the id of a part of the record', () => {
  test('becomes ours, or is left out where we have none; the record never waits for it (contract 128)', () => {
    const lines = [
      { id: [hubs('c1'), own('e1')] },
      { id: [hubs('c2')], n: 2 },
      { id: [foreign] },
      { id: 'text' },
    ];
    expect(unfolded({ id: [], lines }, [], ['lines/id'])).toMatchObject({
      record: { lines: [{ id: 'e1' }, { n: 2 }, { id: [foreign] }, {}] },
      missing: [],
    });
    expect(unfolded({ id: [], lines: 'text' }, [], ['lines/id']).missing).toEqual([]);
  });
});

describe('folding', () => {
  test('wraps each id at a path into a list of ids, as text (contract 132, improvement 2.4)', () => {
    const record = { name: 'x', organization_id: 7, lines: [{ item_id: 'e1' }, { n: 1 }, { item_id: 'e2' }] };
    expect(folded(record, ['organization_id', 'lines/item_id'])).toEqual({
      name: 'x',
      organization_id: [own('7')],
      lines: [{ item_id: [own('e1')] }, { n: 1 }, { item_id: [own('e2')] }],
    });
    expect(folded({ companies: [{ id: 1 }, { id: 2 }] }, ['companies[0]/id'])).toEqual({
      companies: [{ id: [own('1')] }, { id: 2 }],
    });
  });

  test('leaves blank ones as they are, and does not mind paths that are not there (contract 132)', () => {
    for (const value of [null, '', []])
      expect(folded({ a_id: value }, ['a_id', 'b/c_id'])).toEqual({ a_id: value });
    expect(folded({ a: 'text' }, ['a/b'])).toEqual({ a: 'text' });
  });

  test('leaves what is folded already', () => {
    expect(folded({ a_id: [hubs('c1')] }, ['a_id'])).toEqual({ a_id: [hubs('c1')] });
  });

  test('does not change the record it is given', () => {
    const record = { a_id: 'e1', lines: [{ item_id: 'e2' }] };
    folded(record, ['a_id', 'lines/item_id']);
    expect(record).toEqual({ a_id: 'e1', lines: [{ item_id: 'e2' }] });
  });

  test('0 is an id', () => {
    expect(folded({ a_id: 0 }, ['a_id'])).toEqual({ a_id: [own('0')] });
  });
});

test('the hub has its own id under the provider "connec" (contract 118)', () => {
  expect(connecIdOf([foreign, hubs('c1')])).toBe('c1');
  expect(connecIdOf([idOf(7, ours)])).toBeUndefined();
});

describe('for every record', () => {
  const id = fc.string({ minLength: 1 });
  const line = fc.record({ item_id: id, quantity: fc.integer() }, { requiredKeys: ['quantity'] });
  const record = fc.record(
    {
      name: fc.string(),
      organization_id: id,
      lines: fc.array(line),
      deep: fc.record({ ids: fc.array(fc.record({ a_id: id })) }),
    },
    { requiredKeys: ['name'] },
  );
  const references = ['organization_id', 'lines/item_id', 'deep/ids/a_id'];

  test('unfolding takes back what folding did', () => {
    fc.assert(
      fc.property(record, id, (plain, ownId) => {
        const inHub = { ...folded(plain, references), id: [own(ownId), hubs('c1')] };
        expect(unfolded(inHub, references)).toEqual({
          record: { ...plain, id: ownId },
          connecId: 'c1',
          externalId: ownId,
          missing: [],
        });
      }),
    );
  });

  test('folding takes back what unfolding did, where the ids are ours', () => {
    fc.assert(
      fc.property(record, (plain) => {
        const inHub: JsonObject = { ...folded(plain, references), id: [own('e1')] };
        expect(folded(unfolded(inHub, references).record, [...references, 'id'])).toEqual(inHub);
      }),
    );
  });
});
