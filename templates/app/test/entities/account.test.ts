import { expect, test } from 'vitest';
import { Account } from '../../src/entities/account.ts';
import { mappingContext } from '../support/mapping-context.ts';

const entity = new Account();

// One record, as either side has it.
const connec = {
  name: 'Fern & Co',
  industry: 'Gardening',
  phone: { landline: '+00 555 0100' },
  website: { url: 'https://fern.example' },
  address: {
    billing: { line1: '12 Fern Lane', city: 'Calder', postal_code: 'ZX1 0AB', country: 'United Kingdom' },
  },
};
const external = {
  name: 'Fern & Co',
  industry: 'Gardening',
  phone: '+00 555 0100',
  website: 'https://fern.example',
  street: '12 Fern Lane',
  city: 'Calder',
  postal_code: 'ZX1 0AB',
  country: 'United Kingdom',
};

test('an organization of Connec! becomes an account', () => {
  expect(entity.mapper.toExternal(connec, mappingContext())).toEqual(external);
});

test('an account becomes an organization of Connec!', () => {
  expect(entity.mapper.toConnec(external, mappingContext())).toEqual(connec);
});

test('it has a name on both sides', () => {
  expect(entity.nameFromConnec(connec)).toBe('Fern & Co');
  expect(entity.nameFromExternal(external)).toBe('Fern & Co');
});
