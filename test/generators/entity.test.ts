import { describe, expect, test } from 'vitest';
import { resolveAnswers } from '../../src/generators/ask.ts';
import { planComplexEntity } from '../../src/generators/complex-entity.ts';
import { planEntity } from '../../src/generators/entity.ts';
import { whyNotEntityName } from '../../src/generators/entity-name.ts';
import { type EntityAnswers, entityQuestions } from '../../src/generators/entity-questions.ts';
import { proposeForEntity } from '../../src/generators/proposal.ts';
import type { Surroundings } from '../../src/generators/surroundings.ts';

const account = {
  className: 'Account',
  path: 'src/entities/account.ts',
  connecNames: ['organization'],
  externalNames: ['account'],
  references: [],
};
const surroundings: Surroundings = {
  folder: '/nowhere',
  application: 'Acme',
  idType: 'number',
  entities: [account],
};

async function plan(answers: Partial<EntityAnswers>, around: Partial<Surroundings> = {}) {
  const entity = { name: 'contact', pairs: ['first_name:FirstName'], connec: 'person', ...answers };
  const { files, ...rest } = await planEntity(entity, { ...surroundings, ...around });
  return { ...rest, code: String([...files.values()][0]), test: String([...files.values()][1]), files };
}

test('an entity and its test are planned, and nothing is written', async () => {
  const { files, listing, parameters } = await plan({ name: 'SalesOrder', connec: 'sales order' });
  expect([...files.keys()]).toEqual(['src/entities/sales-order.ts', 'test/entities/sales-order.test.ts']);
  expect(listing).toMatchObject({ className: 'SalesOrder', module: './sales-order' });
  expect(parameters).toEqual(['SalesOrder', 'first_name:FirstName', '--connec', 'sales order']);
});

test('the code is the one that a person would write', async () => {
  const { code } = await plan({
    pairs: [
      'first_name:FirstName',
      'last_name:LastName',
      'email/address:Email',
      'organization_id:AccountId@organization',
    ],
    matching: ['email/address', 'first_name,last_name'],
    writeExternal: false,
  });
  expect(code).toBe(`import { type JsonObject, map, mapper } from '../engine/index.ts';
import { BaseEntity } from '../entity.ts';

// Left Connec!, right external.
export const contactMapper = mapper(
  [
    map('first_name', 'FirstName'),
    map('last_name', 'LastName'),
    map('email/address', 'Email'),
    map('organization_id', 'AccountId', { toExternal: Number, toConnec: String }),
  ],
  { name: 'contact' },
);

/** A contact of Acme is a person of Connec!. */
export class Contact extends BaseEntity {
  readonly connecName = 'person';
  readonly externalName = 'contact';
  readonly collection = 'contacts';
  readonly mapper = contactMapper;
  override readonly references = ['organization_id'];
  override readonly matchingFields = [['email/address'], ['first_name', 'last_name']];
  override readonly canWriteExternal = false;

  nameFromConnec(record: JsonObject) {
    return [record.first_name, record.last_name].filter(Boolean).join(' ');
  }

  nameFromExternal(record: JsonObject) {
    return [record.FirstName, record.LastName].filter(Boolean).join(' ');
  }
}
`);
});

test('spaces around the fields to match by are nothing', async () => {
  const pairs = ['first_name:a', 'last_name:b', 'email/address:c'];
  const { code, notes } = await plan({ pairs, matching: ['first_name, last_name', ' email/address '] });
  expect(code).toContain("matchingFields = [['first_name', 'last_name'], ['email/address']];");
  expect(notes).toEqual([]);
});

test.each([
  ['matching', ['first_name,'], '--matching "first_name," cannot be used: a field is missing'],
  ['matching', ['code', ''], '--matching "" cannot be used: a field is missing'],
  ['external', '', '--external "" cannot be used: it is empty'],
  ['connec', ' ', '--connec " " cannot be used: it is empty'],
  ['collection', '', '--collection "" cannot be used: it is empty'],
])('an empty answer to %s is none', async (name, answer, reason) => {
  const answers = resolveAnswers(entityQuestions, { name: 'contact', [name]: answer }, false);
  await expect(answers).rejects.toThrow(reason);
});

test('a singleton has one name on both sides', async () => {
  const { code } = await plan({ name: 'company', connec: 'company', pairs: ['name:name'] });
  expect(code).toContain("readonly collection = 'company';\n  override readonly singleton = true;");
});

test('what Connec! has and what the application has are converted into each other', async () => {
  const { code } = await plan({
    connec: 'invoice',
    pairs: [
      'transaction_number:no#number',
      'balance:balance#text',
      'due_date:due#date',
      'deposit:deposit#number',
    ],
  });
  expect(code).toContain("map('transaction_number', 'no', { toExternal: Number, toConnec: String }),");
  expect(code).toContain("map('balance', 'balance', { toExternal: String, toConnec: Number }),");
  expect(code).toContain('toExternal: (instant: string) => instant.slice(0, 10),');
  expect(code).toContain("map('deposit', 'deposit'),");
});

test('a field that is known to hold an id is a reference without being told so', async () => {
  const { code } = await plan({ pairs: ['organization_id:account'] }, { idType: 'text' });
  expect(code).toContain("references = ['organization_id']");
  expect(code).toContain("map('organization_id', 'account')");
});

describe('the place in the list', () => {
  test('is behind what it refers to, and before what refers to it', async () => {
    const invoice = {
      ...account,
      className: 'Invoice',
      connecNames: ['invoice'],
      externalNames: ['invoice'],
      references: ['person_id', 'organization_id'],
    };
    const { listing } = await plan({ pairs: ['organization_id:a'] }, { entities: [account, invoice] });
    expect(listing).toMatchObject({ after: ['Account'], before: ['Invoice'] });
  });
});

describe('a note says', () => {
  test('that records wait for what nothing synchronizes', async () => {
    const { notes } = await plan({ connec: 'opportunity', pairs: ['lead_id:x@sales-order'] });
    expect(notes).toEqual([expect.stringMatching(/^lead_id waits: .*connector g entity sales-order$/)]);
    expect((await plan({ pairs: ['organization_id:x@Account'] })).notes).toEqual([]);
  });

  test('so too where an entity of that name is something else in Connec!', async () => {
    expect((await plan({ connec: 'payment', pairs: ['account_id:ledger'] })).notes.join()).toContain(
      'account_id waits',
    );
  });

  test('that Connec! has no records of that name', async () => {
    expect((await plan({ connec: 'unicorn' })).notes.join()).toContain('no "unicorns" that is known');
  });

  test('that Connec! is not known to have a field, and which one may be meant', async () => {
    const notesOf = async (...pairs: string[]) => (await plan({ pairs })).notes;
    expect(await notesOf('frist_name:a', 'first_name:b')).toEqual([
      'Connec! has no "frist_name" of people that is known of. Did you mean "first_name"?',
    ]);
    expect(await notesOf('city:City')).toEqual([
      'Connec! has no "city" of people that is known of. Did you mean "address_work/billing/city"?',
    ]);
    expect(await notesOf('shoe_size:a')).toEqual(['Connec! has no "shoe_size" of people that is known of.']);
    expect(await notesOf('email:Email')).toEqual([
      '"email" of people holds fields of its own, as "email/address": name one of them.',
    ]);
    expect(await notesOf('notes[0]/description:a', 'created_at:b', 'code:c')).toEqual([]);
    expect((await plan({ connec: 'unicorn', pairs: ['horn:a'] })).notes).toHaveLength(1);
  });

  test('the same for a complex entity, when none of its kinds has the field', async () => {
    const answers = { name: 'party', connec: 'organization,person', external: 'customer' };
    const pairs = ['name:name', 'last_name:last', 'frist_name:first'];
    const { notes } = await planComplexEntity({ ...answers, pairs }, surroundings);
    expect(notes[0]).toBe(
      'Connec! has no "frist_name" of organizations or people that is known of. Did you mean "first_name"?',
    );
    expect(notes).toHaveLength(2);
  });

  test('which entity a mistyped reference may mean', async () => {
    const { notes } = await plan({ pairs: ['organization_id:x@acount'] });
    expect(notes).toEqual([
      'organization_id waits: no entity here is "acount" yet, and records that have one are held back until there is. Did you mean "account"? Otherwise make it with: connector g entity acount',
    ]);
  });

  test('that some of what is referred to has other ids in Connec!', async () => {
    const people = {
      ...account,
      className: 'Party',
      connecNames: ['person'],
      idPrefixes: ['lead-', 'guest-'],
    };
    const { notes } = await plan(
      { connec: 'payment', pairs: ['title:title', 'person_id:contact@person'] },
      { entities: [people] },
    );
    expect(notes.at(-1)).toMatch(
      /^person_id refers to Party, some of whose ids begin with "lead-" and "guest-"/,
    );
  });

  test('that a list travels as it is, and a path into a list is refused', async () => {
    expect((await plan({ connec: 'invoice', pairs: ['lines:lines'] })).notes.join()).toContain(
      'lines is a list',
    );
    await expect(plan({ connec: 'invoice', pairs: ['lines/item_id:x'] })).rejects.toThrow(
      '{ using: lineMapper }',
    );
  });

  test('that a field to be matched by is not mapped', async () => {
    expect((await plan({ matching: ['code'] })).notes.join()).toContain('code is to be matched by');
  });

  test('that another entity has the same records', async () => {
    const { notes } = await plan({
      name: 'firm',
      connec: 'organization',
      external: 'account',
      pairs: ['name:name'],
    });
    expect(notes.join()).toContain('src/entities/account.ts synchronizes the same records');
  });
});

test('without pairs the usual ones are proposed, and references only to what is there', async () => {
  const answers = { name: 'contact', connec: 'person', pairs: [] };
  const usual = async (entities: Surroundings['entities']) => {
    const proposals = await proposeForEntity(answers, { ...surroundings, entities });
    return proposals.filter((proposal) => proposal.usual).map(({ pair }) => pair);
  };
  expect(await usual([account])).toEqual([
    'first_name:first_name',
    'last_name:last_name',
    'email/address:email',
    'phone_work/landline:phone',
    'job_title:job_title',
    'organization_id:account_id@organization',
    'address_work/billing/line1:street',
    'address_work/billing/city:city',
    'address_work/billing/postal_code:postal_code',
    'address_work/billing/country:country',
  ]);
  expect(await usual([])).not.toContain('organization_id:account_id@organization');
});

test.each([
  '',
  '2contacts',
  'con',
  'index',
  'date',
  'Object',
  'a/b',
  '../x',
  'é',
  'json-object',
  'x'.repeat(61),
])('an entity cannot be called "%s"', (name) => {
  expect(whyNotEntityName(name)).toMatch(/\w/);
});

test.each(['contact', 'SalesOrder', 'sales_order', 'sales order', 'event', 'order', 'pos-item2'])(
  'an entity can be called "%s"',
  (name) => {
    expect(whyNotEntityName(name)).toBeUndefined();
  },
);
