import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from '../../src/engine/fingerprint.ts';
import { isObject, type JsonObject, type JsonValue } from '../../src/engine/index.ts';
import { isOfShape, pick, shapeOf } from '../../src/engine/shape.ts';

const scalar = fc.constantFrom('Fern', '', 7, 0, true, null);
/** Records as they are: a field is of the same kind in every item of a list. */
const { record: records } = fc.letrec<{ record: JsonObject }>((tie) => ({
  record: fc.record(
    {
      name: scalar,
      tags: fc.array(scalar, { maxLength: 3 }),
      address: fc.option(tie('record'), { maxDepth: 3 }),
      lines: fc.option(fc.array(tie('record'), { maxLength: 3 }), { maxDepth: 3 }),
    },
    { requiredKeys: [] },
  ),
}));
const { value: anything } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('name', 'code'), tie('value')),
  ),
}));

/** The same, with what a side adds by itself to the record and to every part of it. */
function completed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(completed);
  if (!isObject(value)) return value;
  const own = Object.entries(value).map(([name, one]) => [name, completed(one)]);
  return { ...Object.fromEntries(own), updated_at: '2026-01-01', version: 3 };
}

test('what was sent is found in what a side has of it, whatever the side adds', () => {
  fc.assert(
    fc.property(records, (sent) => {
      const stored = completed(sent) as JsonObject;
      expect(fingerprint(pick(stored, shapeOf(sent)))).toBe(fingerprint(sent));
    }),
  );
});

test('of a record itself all is picked, of whatever kinds the items of a list are', () => {
  fc.assert(
    fc.property(anything, (sent) => {
      expect(fingerprint(pick(sent, shapeOf(sent)))).toBe(fingerprint(sent));
    }),
  );
});

test('a field that says something else makes a difference', () => {
  const sent = { name: 'Fern', lines: [{ code: 1 }, { code: 2, note: 'x' }] };
  const picked = (record: JsonObject) => fingerprint(pick(record, shapeOf(sent)));
  for (const other of [
    { ...sent, name: 'Oak' },
    { ...sent, lines: [{ code: 1 }] },
    { ...sent, lines: [{ code: 1 }, { code: 2 }] },
    { name: 'Fern' },
  ])
    expect(picked(other)).not.toBe(fingerprint(sent));
});

test('an item of a list has fields of its own, and a side may give it more', () => {
  const sent = { lines: [{ id: '1', price: 2 }, { price: 3, discount: 5 }, { price: 4 }] };
  const stored = {
    lines: [
      { id: '1', price: 2, discount: 0 },
      { id: '2', price: 3, discount: 5 },
      { id: '3', price: 4, discount: 0 },
    ],
  };
  expect(pick(stored, shapeOf(sent))).toEqual(sent);
});

test('a number or an id is the same as its text', () => {
  const sent = { organization_id: 7, code: '0042', price: 1.5, name: 'Fern', active: true };
  const stored = { organization_id: '7', code: '0042', price: '1.5', name: 'Fern', active: true };
  expect(pick(stored, shapeOf(sent))).toEqual(sent);
  expect(pick({ code: 42 }, shapeOf({ code: '42' }))).toEqual({ code: '42' });
  expect(pick({ price: '' }, shapeOf({ price: 0 }))).toEqual({ price: '' });
});

test('a record is of no shape that has other fields', () => {
  expect(
    isOfShape({ name: 'Oak', lines: [{ code: 2 }] }, shapeOf({ name: 'Fern', lines: [{ code: 1 }] })),
  ).toBe(true);
  fc.assert(
    fc.property(records, records, (one, other) => {
      const isSame = isDeepStrictEqual(shapeOf(one), shapeOf(other));
      expect(isOfShape(other, shapeOf(one)) && !isSame).toBe(false);
    }),
  );
});
