import { describe, expect, test } from 'vitest';
import { resourceOf } from '../../src/connec/resources.ts';
import type { ExternalField } from '../../src/description/fields.ts';
import { anything, type Schema } from '../../src/description/schema.ts';
import { CONFIDENT, type Match, match } from '../../src/matching/match.ts';

const TYPES: Record<string, Partial<Schema>> = {
  number: { kind: 'number' },
  boolean: { kind: 'boolean' },
  day: { kind: 'text', format: 'date' },
  instant: { kind: 'text', format: 'date-time' },
  uuid: { kind: 'text', format: 'uuid' },
  email: { kind: 'text', format: 'email' },
};

/** Fields from words: "total#number". */
function externals(words: string): ExternalField[] {
  return words.split(/\s+/).map((word) => {
    const [path = '', type = ''] = word.split('#');
    const schema = { ...anything, kind: 'text' as const, ...TYPES[type] };
    return {
      path,
      schema,
      isRequired: false,
      isReadOnly: false,
      isWriteOnly: false,
      isInList: path.includes('['),
    };
  });
}

function matches(resource: string, name: string, fields: ExternalField[]): Match[] {
  const called: Record<string, string[]> = { organization: ['account'], 'app user': ['user'] };
  const synonyms = (refersTo: string) => called[refersTo] ?? [];
  return match({ resource, names: [name], synonyms }, resourceOf(resource)?.fields ?? [], fields);
}

const pairs = (found: readonly Match[]) =>
  Object.fromEntries(found.map(({ field, external }) => [field.path, external.path]));

/** What would be taken without a question. */
const sure = (resource: string, name: string, words: string) =>
  pairs(matches(resource, name, externals(words)).filter(({ value }) => value >= CONFIDENT));

describe('the fields of applications are found by their usual names', () => {
  test('in one word each, with salutation, title and two addresses', () => {
    const words = `Id AccountId LastName FirstName Salutation Name OtherStreet OtherCity OtherState OtherPostalCode
      MailingStreet MailingCity MailingState MailingPostalCode Phone Fax MobilePhone HomePhone ReportsToId Email Title
      Department AssistantName LeadSource Birthdate#day Description OwnerId CreatedDate#instant HasOptedOutOfEmail#boolean`;
    expect(sure('people', 'contact', words)).toEqual({
      title: 'Salutation',
      job_title: 'Title',
      first_name: 'FirstName',
      last_name: 'LastName',
      'email/address': 'Email',
      'phone_work/landline': 'Phone',
      'phone_work/mobile': 'MobilePhone',
      'phone_work/fax': 'Fax',
      'phone_home/landline': 'HomePhone',
      birth_date: 'Birthdate',
      organization_id: 'AccountId',
      assignee_id: 'OwnerId',
      'address_work/billing/line1': 'MailingStreet',
      'address_work/billing/city': 'MailingCity',
      'address_work/billing/region': 'MailingState',
      'address_work/billing/postal_code': 'MailingPostalCode',
      'address_work/billing2/line1': 'OtherStreet',
      'address_work/billing2/city': 'OtherCity',
      'address_work/billing2/region': 'OtherState',
      'address_work/billing2/postal_code': 'OtherPostalCode',
      lead_source: 'LeadSource',
      description: 'Description',
    });
  });

  test('in small letters, in an object that groups them', () => {
    const words = `id properties/name properties/domain properties/industry properties/annualrevenue#number
      properties/numberofemployees#number properties/phone properties/address properties/address2 properties/city
      properties/state properties/zip properties/country properties/website properties/lifecyclestage`;
    expect(sure('organizations', 'company', words)).toEqual({
      name: 'properties/name',
      industry: 'properties/industry',
      annual_revenue: 'properties/annualrevenue',
      number_of_employees: 'properties/numberofemployees',
      'phone/landline': 'properties/phone',
      'website/url': 'properties/website',
      'address/billing/line1': 'properties/address',
      'address/billing/line2': 'properties/address2',
      'address/billing/city': 'properties/city',
      'address/billing/region': 'properties/state',
      'address/billing/postal_code': 'properties/zip',
      'address/billing/country': 'properties/country',
    });
  });

  test('of invoices, with the name of the record in front', () => {
    const words = `InvoiceID#uuid InvoiceNumber Type Reference Contact/ContactID#uuid Contact/Name Date#day DueDate#day
      Status SubTotal#number TotalTax#number Total#number AmountDue#number AmountPaid#number CurrencyCode
      CurrencyRate#number Url UpdatedDateUTC#instant`;
    expect(sure('invoices', 'invoice', words)).toEqual({
      code: 'Reference',
      transaction_number: 'InvoiceNumber',
      type: 'Type',
      status: 'Status',
      transaction_date: 'Date',
      due_date: 'DueDate',
      person_id: 'Contact/ContactID',
      'amount/total_amount': 'Total',
      'amount/net_amount': 'SubTotal',
      'amount/currency': 'CurrencyCode',
      balance: 'AmountDue',
      deposit: 'AmountPaid',
    });
  });

  test('in objects of their own, by what is in them', () => {
    const words = `Id CompanyName PrimaryPhone/FreeFormNumber AlternatePhone/FreeFormNumber Mobile/FreeFormNumber
      PrimaryEmailAddr/Address WebAddr/URI BillAddr/Line1 BillAddr/City BillAddr/PostalCode ShipAddr/Line1 ShipAddr/City
      Notes Active#boolean ResaleNum`;
    expect(sure('organizations', 'customer', words)).toEqual({
      name: 'CompanyName',
      description: 'Notes',
      'email/address': 'PrimaryEmailAddr/Address',
      'website/url': 'WebAddr/URI',
      'phone/landline': 'PrimaryPhone/FreeFormNumber',
      'phone/landline2': 'AlternatePhone/FreeFormNumber',
      'phone/mobile': 'Mobile/FreeFormNumber',
      'address/billing/line1': 'BillAddr/Line1',
      'address/billing/city': 'BillAddr/City',
      'address/billing/postal_code': 'BillAddr/PostalCode',
      'address/shipping/line1': 'ShipAddr/Line1',
      'address/shipping/city': 'ShipAddr/City',
    });
  });

  test('of deals and staff', () => {
    expect(
      sure(
        'opportunities',
        'deal',
        'title value#number currency status probability#number close_date#day owner_id#number',
      ),
    ).toEqual({
      name: 'title',
      sales_stage: 'status',
      expected_close_date: 'close_date',
      'amount/total_amount': 'value',
      'amount/currency': 'currency',
      probability: 'probability',
      assignee_id: 'owner_id',
    });
    expect(
      sure('employees', 'employee', 'employeeId surname sex dateOfBirth#day startDate#day position ssn'),
    ).toEqual({
      employee_id: 'employeeId',
      last_name: 'surname',
      gender: 'sex',
      birth_date: 'dateOfBirth',
      hired_date: 'startDate',
      job_title: 'position',
      social_security_number: 'ssn',
    });
  });
});

describe('what is not surely meant is not taken', () => {
  test.each([
    ['people', 'name'],
    ['people', 'manager/email'],
    ['organizations', 'homeAddress/city'],
    ['people', 'emails[0]/value#email'],
    ['people', 'email#number'],
    ['people', 'first_name#email'],
    ['people', 'account_name#uuid'],
    ['organizations', 'name_id'],
    ['invoices', 'delivery_date#day'],
    ['invoices', 'Contact/Name'],
    ['items', 'total_quantity_sold#boolean'],
  ])('%s, %s', (resource, words) => {
    expect(sure(resource, 'thing', words)).toEqual({});
  });

  test('and what is of no use to a mapping is not even proposed', () => {
    const fields = externals('email phone first_name last_name tags created_at#instant id updatedOn#instant');
    const without: Record<string, Partial<ExternalField>> = {
      email: { isReadOnly: true },
      phone: { isWriteOnly: true },
      first_name: { schema: { ...anything, kind: 'object' } },
      last_name: { schema: { ...anything, kind: 'list' } },
    };
    expect(
      matches(
        'people',
        'contact',
        fields.map((field) => ({ ...field, ...without[field.path] })),
      ),
    ).toEqual([]);
  });

  test('what is out of use counts less', () => {
    const [field] = externals('email');
    const old = {
      ...(field as ExternalField),
      schema: { ...anything, kind: 'text' as const, isDeprecated: true },
    };
    expect(matches('people', 'contact', [old])).toMatchObject([{ value: 0.7 }]);
  });
});

test('each match says why', () => {
  const found = matches('people', 'contact', externals('first_name zip AccountId home_city contact_email'));
  expect(Object.fromEntries(found.map(({ external, reason }) => [external.path, reason]))).toEqual({
    first_name: 'the same name',
    zip: 'often called "zip"',
    AccountId: 'the id of a record that Connec! calls organization',
    home_city: 'the same name',
    contact_email: 'the same name',
  });
});

test('of two that are called the same, the one that lies higher is meant', () => {
  expect(sure('people', 'contact', 'data/email email')).toMatchObject({ 'email/address': 'email' });
});
