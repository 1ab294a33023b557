import { expect, test } from 'vitest';
import { resolveAnswers } from '../../src/generators/ask.ts';
import { planComplexEntity } from '../../src/generators/complex-entity.ts';
import { complexEntityQuestions } from '../../src/generators/complex-entity-questions.ts';
import type { Surroundings } from '../../src/generators/surroundings.ts';

const surroundings: Surroundings = { folder: '/nowhere', application: 'Acme', idType: 'text', entities: [] };

const plan = (connec: string, external: string, name = 'whole') =>
  planComplexEntity({ name, connec, external, pairs: ['thing:thing'] }, surroundings);

test('each kind and each part has a file of its own', async () => {
  const { files } = await plan('organization,person', 'customer,prospect');
  expect([...files.keys()].map((path) => path.replace('src/entities/whole/', ''))).toEqual([
    'index.ts',
    'kinds.ts',
    'numbered-apart.ts',
    'organization-customer.ts',
    'organization-prospect.ts',
    'organization.ts',
    'person-customer.ts',
    'person-prospect.ts',
    'person.ts',
    'test/entities/whole.test.ts',
  ]);
});

test('two kinds of the application may be numbered alike: ids of all but the first get a prefix, and a test shows it', async () => {
  const answers = { name: 'whole', connec: 'person', external: 'contact,sales lead', pairs: ['name:name'] };
  const around = { ...surroundings, idField: 'no', idsAreNumbers: true };
  const { files, notes } = await planComplexEntity(answers, around);
  const code = (name: string) => String(files.get(`src/entities/whole/${name}.ts`));
  expect(code('person')).toContain('abstract class Person extends NumberedApart {');
  expect(code('person-sales-lead')).toContain("override readonly idPrefix = 'sales_lead-';");
  expect(code('person-contact')).not.toContain('idPrefix');
  expect(String(files.get('test/entities/whole.test.ts'))).toContain(
    "test('a contact and a sales lead of Acme that have one number are two people to Connec!', () => {\n  const record = { no: 7 };",
  );
  expect(notes).toContainEqual(
    expect.stringMatching(/^src\/entity\.ts says that ids are numbers, and .*numbered-apart/),
  );
  expect((await planComplexEntity(answers, surroundings)).notes.join()).not.toContain('numbers');
});

test('one kind of the application has its own numbers, and no prefix', async () => {
  const { files } = await plan('organization,person', 'customer');
  expect([...files.keys()].join()).not.toContain('numbered-apart');
  expect(String(files.get('src/entities/whole/person.ts'))).toContain('class Person extends BaseEntity {');
});

test.each([
  ['a kind and the base', 'numbered apart', 'a,b', 'NumberedApart'],
  ['a kind and a part', 'person,person-contact', 'contact,x', 'PersonContact'],
  ['two parts', 'tax,tax-code', 'code-list,list', 'TaxCodeList'],
  ['two kinds, written otherwise', 'item1,item-1', 'thing', 'Item1'],
])('%s of one name are refused', async (_what, connec, external, className) => {
  await expect(plan(connec, external)).rejects.toThrow(
    `Two of its classes would be called ${className}: choose other names for the kinds of record.`,
  );
});

test('a kind is matched by what is mapped of it, spaces or not', async () => {
  const answers = { name: 'whole', connec: 'organization,person', external: 'customer' };
  const pairs = ['name:name', 'first_name:first', 'last_name:last'];
  const { files } = await planComplexEntity(
    { ...answers, pairs, matching: ['name', 'first_name, last_name'] },
    surroundings,
  );
  expect(String(files.get('src/entities/whole/organization.ts'))).toContain("matchingFields = [['name']];");
  expect(String(files.get('src/entities/whole/person.ts'))).toContain(
    "matchingFields = [['first_name', 'last_name']];",
  );
});

test('the whole cannot be called as a part', async () => {
  await expect(plan('person', 'contact,lead', 'PersonLead')).rejects.toThrow(
    'PersonLead is the name of a part: choose another name for the whole.',
  );
});

test.each([
  ['Kinds,person', '"kinds" is the name of the file'],
  ['sales order,sales-order', 'a name is there twice'],
  ['SalesOrder,sales_order', 'a name is there twice'],
  ['person,', 'a name is missing'],
])('"%s" is no list of kinds', async (connec, reason) => {
  const answers = resolveAnswers(complexEntityQuestions, { name: 'x', connec, external: 'a' }, false);
  await expect(answers).rejects.toThrow(`--connec "${connec}" cannot be used: ${reason}`);
});
