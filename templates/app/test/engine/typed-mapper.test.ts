import { expect, test } from 'vitest';
import { choices, computed, constant, type Mapper, map, mapper, type Rule } from '../../src/engine/index.ts';
import { mappingContext } from '../support/mapping-context.ts';

interface Person {
  first_name?: string | null;
  address?: { city?: string };
  organization_id?: string;
  is_lead?: boolean;
  lines?: { id: string; quantity: number }[];
}

interface Contact {
  FirstName: string;
  City: string | null;
  AccountId: number;
  Kind: 'lead' | 'customer';
  Items: { no: number; count: number }[];
}

const yes = { toExternal: (lead: boolean) => (lead ? 'lead' : 'customer') } as const;

const contact = mapper<Person, Contact>([
  map('first_name', 'FirstName'),
  map('address/city', 'City', { default: 'Leeds' }),
  map('organization_id', 'AccountId', { toExternal: Number, toConnec: String }),
  map('is_lead', 'Kind', { ...yes, toConnec: (kind) => kind === 'lead' }),
  map('lines[0]/quantity', 'Items[0]/count'),
]);

test('a mapper of two types maps as any does', () => {
  const person = {
    first_name: 'Ada',
    organization_id: '7',
    is_lead: true,
    lines: [{ id: 'x', quantity: 2 }],
  };
  const record = { FirstName: 'Ada', City: 'Leeds', AccountId: 7, Kind: 'lead', Items: [{ count: 2 }] };
  expect(contact.toExternal(person, mappingContext())).toEqual(record);
  expect(contact.toConnec(record, mappingContext())).toMatchObject({ organization_id: '7', is_lead: true });
});

// The compiler is the test: `npm run typecheck` fails where one of these lines is not refused.
test('what the types do not have, and a converter that is missing or wrong, do not compile', () => {
  const lines: Rule<Person, Contact>[] = [
    // @ts-expect-error a path of Connec! that is not there
    map('first_nam', 'FirstName'),
    // @ts-expect-error a path of external that is not there
    map('first_name', 'Firstname'),
    // @ts-expect-error an index where there is no list
    map('address[0]/city', 'City'),
    // @ts-expect-error text is no number: a converter is missing
    map('organization_id', 'AccountId'),
    // @ts-expect-error the way back is missing
    map('organization_id', 'AccountId', { toExternal: Number }),
    // @ts-expect-error the converter takes something else than the field has
    map('is_lead', 'Kind', { toExternal: (lead: string) => (lead ? 'lead' : 'customer'), toConnec: Boolean }),
    // @ts-expect-error a choice that the other side does not have
    map('first_name', 'Kind', choices({ Ada: 'guest' })),
    // @ts-expect-error a path of the wrong side
    constant('toConnec', 'FirstName', 'Ada'),
    // @ts-expect-error a path that is not there
    computed('toExternal', 'Name', () => 'Ada'),
  ];
  expect(lines).toHaveLength(9);
});

test('one way needs one converter, and lines of a list a mapper of their own', () => {
  const items = mapper([map('quantity', 'count')]);
  const more = mapper<Person, Contact>([
    map('organization_id', 'AccountId', { only: 'toExternal', toExternal: Number }),
    map('lines', 'Items', { using: items }),
  ]);
  expect(more.toExternal({ lines: [{ quantity: 2 }] }, mappingContext())).toEqual({ Items: [{ count: 2 }] });
});

test('a mapper without types takes any path, and the lines of a typed one', () => {
  const wider: Mapper = mapper([...contact.rules, map('custom/field', 'Custom__c')]);
  expect(wider.toExternal({ custom: { field: 1 }, first_name: 'Ada' }, mappingContext())).toEqual({
    FirstName: 'Ada',
    City: 'Leeds',
    Custom__c: 1,
  });
});
