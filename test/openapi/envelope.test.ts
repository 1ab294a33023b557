import { describe, expect, test } from 'vitest';
import type { Schema } from '../../src/openapi/document.ts';
import { COLLECTION, listIn, RECORD, recordIn } from '../../src/openapi/envelope.ts';
import { count, flag, listOf, object, person, text } from './describe.ts';

const named = object({ name: text, address: object({ street: text }) });

describe('a list lies', () => {
  test.each<[string, Schema, object | undefined]>([
    ['bare', listOf(person), { path: [] }],
    [
      'under the name of the collection',
      object({ people: listOf(person), total: count }),
      { path: [COLLECTION] },
    ],
    ['in "data"', object({ data: listOf(person), included: listOf(person) }), { path: ['data'] }],
    ['in "results"', object({ count, results: listOf(person) }), { path: ['results'] }],
    [
      'in the only list there is',
      object({ employees: listOf(person), errors: listOf(named) }),
      { path: ['employees'] },
    ],
    [
      'deeper',
      object({ data: object({ people: listOf(person) }), success: flag }),
      { path: ['data', COLLECTION] },
    ],
    [
      'as parts of what is told',
      { allOf: [object({ total: count }), object({ items: listOf(person) })] },
      { path: ['items'] },
    ],
    [
      'each in an object of its own',
      object({ items: listOf(object({ data: person, meta: object({}) })) }),
      { path: ['items'], each: 'data' },
    ],
    [
      'not among several that are equal',
      object({ employees: listOf(person), bosses: listOf(person) }),
      undefined,
    ],
    ['not where there are only texts', object({ data: listOf(text) }), undefined],
    ['not in one record', person, undefined],
  ])('%s', (_how, answer, expected) => {
    expect(listIn(answer, 'people')?.value).toEqual(expected);
  });
});

describe('one record lies', () => {
  test.each<[string, Schema, object | undefined]>([
    ['bare', person, { path: [] }],
    ['bare, without an id, as it is written', named, { path: [] }],
    ['bare, with an id of its own name', object({ person_id: text, account: person }), { path: [] }],
    ['under its name', object({ person }), { path: [RECORD] }],
    ['under its name, beside others', object({ person, firm: person }), { path: [RECORD] }],
    ['in "data"', object({ data: named, meta: object({ id: text }) }), { path: ['data'] }],
    ['in a list of one', object({ data: listOf(named) }), { path: ['data'], each: '0' }],
    ['nowhere', { type: 'object' }, undefined],
  ])('%s', (_how, schema, expected) => {
    expect(recordIn(schema, 'people')?.value).toEqual(expected);
  });
});

test('a schema that contains itself has an end', () => {
  const node: Schema = { type: 'object', properties: {} };
  (node.properties as Record<string, Schema>).data = node;
  (node.properties as Record<string, Schema>).children = { allOf: [{ type: 'array', items: node }] };
  const ring: Schema = {};
  ring.allOf = [ring];
  expect(listIn(node, 'people')?.value).toEqual({ path: ['children'] });
  expect(recordIn(ring, 'people')).toBeUndefined();
});
