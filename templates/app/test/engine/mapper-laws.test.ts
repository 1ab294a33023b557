import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choices, map, mapper } from '../../src/engine/index.ts';
import { lossyFields } from '../support/mapper-laws.ts';

test('a mapper that keeps everything breaks no law', () => {
  const lines = mapper([map('quantity', 'count'), map('unit_price/net_amount', 'price')]);
  expect(lossyFields(mapper([map('code', 'number'), map('lines', 'items', { using: lines })]))).toEqual([]);
});

test('a field that does not come back as it was is named, with the smallest record that shows it', () => {
  const lossy = mapper([
    map('name', 'title', { toExternal: (name: string) => name.slice(0, 3) }),
    map('code', 'number'),
  ]);
  const [field, ...others] = lossyFields(lossy);
  expect(field).toMatchObject({ from: 'connec', path: 'name' });
  expect(String(field?.record.name)).toHaveLength(4);
  expect(others).toMatchObject([{ from: 'external', path: 'title' }]);
});

test('a field deep in a list is found', () => {
  const lines = mapper([map('quantity', 'count', { toConnec: () => 1 })]);
  const fields = lossyFields(mapper([map('lines', 'items', { using: lines })]));
  expect(fields.map(({ from, path }) => `${from} ${path}`)).toEqual(['connec lines', 'external items']);
});

test('a value that cannot be mapped is lost, and the reason is told', () => {
  const status = mapper([map('status', 'state', choices({ DRAFT: 'open', PAID: 'settled' }))], { name: 'x' });
  expect(lossyFields(status).map(({ returned }) => returned)).toEqual([
    'x, line 1 (status ↔ state), toExternal: the value is none of DRAFT, PAID',
    'x, line 1 (status ↔ state), toConnec: the value is none of open, settled',
  ]);
  const values = {
    connec: { status: fc.constantFrom('DRAFT', 'PAID') },
    external: { state: fc.constantFrom('open', 'settled') },
  };
  expect(lossyFields(status, values)).toEqual([]);
});

test('what travels one way only is not owned', () => {
  expect(lossyFields(mapper([map('a', 'b', { only: 'toConnec' })]))).toEqual([]);
});
