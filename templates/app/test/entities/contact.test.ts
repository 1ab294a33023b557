import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Contact } from '../../src/entities/contact.ts';
import { lossyFields } from '../support/mapper-laws.ts';
import { mappingContext } from '../support/mapping-context.ts';

const entity = new Contact();

// One record, as either side has it. Its company is an id of the application, on both sides of a mapping.
const connec = {
  first_name: 'Ada',
  last_name: 'Arkwright',
  email: { address: 'ada@fern.example' },
  phone_work: { landline: '+00 555 0100' },
  job_title: 'Engineer',
  organization_id: '7',
  address_work: {
    billing: { line1: '12 Fern Lane', city: 'Calder', postal_code: 'ZX1 0AB', country: 'United Kingdom' },
  },
};
const external = {
  first_name: 'Ada',
  last_name: 'Arkwright',
  email: 'ada@fern.example',
  phone: '+00 555 0100',
  job_title: 'Engineer',
  account_id: 7,
  street: '12 Fern Lane',
  city: 'Calder',
  postal_code: 'ZX1 0AB',
  country: 'United Kingdom',
};

test('a person of Connec! becomes a contact', () => {
  expect(entity.mapper.toExternal(connec, mappingContext())).toEqual(external);
});

test('a contact becomes a person of Connec!', () => {
  const person = entity.mapper.toConnec(external, mappingContext());
  expect(person).toEqual({ ...connec, organization_id: 7 });
});

test('a person without a last name gets one that the application takes', () => {
  const contact = entity.mapper.toExternal({ first_name: 'Ada' }, mappingContext());
  expect(contact).toEqual({ first_name: 'Ada', last_name: 'Unknown' });
  expect(entity.mapper.toConnec({ first_name: 'Ada' }, mappingContext())).toEqual({ first_name: 'Ada' });
});

test('it has a name on both sides', () => {
  expect(entity.nameFromConnec(connec)).toBe('Ada Arkwright');
  expect(entity.nameFromExternal(external)).toBe('Ada Arkwright');
});

test('nothing of a contact is lost on the way and back', () => {
  const ids = { connec: { organization_id: fc.nat().map(String) }, external: { account_id: fc.nat() } };
  expect(lossyFields(entity.mapper, ids)).toEqual([]);
});
