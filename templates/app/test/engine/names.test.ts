import { describe, expect, test } from 'vitest';
import { publicName, resourceName, underscore } from '../../src/engine/names.ts';

test.each([
  ['Person', 'people'],
  ['Credit Note', 'credit_notes'],
  ['CompOrganization', 'comporganizations'],
  ['sales order', 'sales_orders'],
  ['tax code', 'tax_codes'],
  ['time activity', 'time_activities'],
  ['leave application', 'leave_applications'],
  ['warehouse', 'warehouses'],
  ['company', 'companies'],
])('%s is %s in the hub (contract 80)', (name, resource) => {
  expect(resourceName(name)).toBe(resource);
});

test.each([
  ['Company', 'company'],
  ['Credit Note', 'credit_note'],
])('the singleton %s is %s in the hub (contract 80)', (name, resource) => {
  expect(resourceName(name, true)).toBe(resource);
});

test.each([
  ['Contact', 'contact'],
  ['SalesOrder', 'sales_order'],
  ['POSItem', 'pos_item'],
  ['Item2Price', 'item2_price'],
  ['Sales order', 'sales_order'],
])('the class %s has the key %s', (name, key) => {
  expect(underscore(name)).toBe(key);
});

describe('on pages', () => {
  test.each([
    ['person', 'People'],
    ['sales_order', 'Sales orders'],
    ['SalesOrder', 'Sales orders'],
  ])('%s reads %s (contract 82)', (name, text) => expect(publicName(name)).toBe(text));

  test('a singleton is one (contract 82)', () => expect(publicName('company', true)).toBe('Company'));
});
