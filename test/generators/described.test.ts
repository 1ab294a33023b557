import { describe, expect, test } from 'vitest';
import { readFrom } from '../../src/description/from.ts';
import { readSample } from '../../src/description/sample.ts';
import { planEntity } from '../../src/generators/entity.ts';
import type { EntityAnswers } from '../../src/generators/entity-questions.ts';
import { proposeForEntity } from '../../src/generators/proposal.ts';
import type { Surroundings } from '../../src/generators/surroundings.ts';
import { fixture, written } from '../support/description.ts';

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

const crm = await readFrom(`${fixture('crm.yaml')}#Contact`, []);
const billing = await readFrom(`${fixture('billing.json')}#Invoice`, []);
const contact: EntityAnswers = { name: 'contact', connec: 'person', pairs: [] };
const invoice: EntityAnswers = { name: 'invoice', pairs: [] };

async function plan(answers: EntityAnswers, described: Surroundings['described'] | 'none' = crm) {
  const around = described === 'none' ? surroundings : { ...surroundings, described };
  const { files, notes } = await planEntity(answers, around);
  const [code = '', test = '', records = ''] = [...files.values()].map(String);
  return { paths: [...files.keys()], code, test, records, notes };
}

/** A described record with one field, `value`, and a line between it and a field of the hub. */
async function line(connec: string, schema: object, record = 'invoice') {
  const path = await written({ 'schema.json': JSON.stringify({ properties: { value: schema } }) });
  return plan({ name: record, pairs: [`${connec}:value`] }, await readFrom(path, []));
}

describe('an entity from a description', () => {
  test('has a mapper that is typed by the records of both sides, which have a file of their own', async () => {
    const { paths, code, records } = await plan({
      ...contact,
      pairs: ['email/address:email', 'birth_date:dateOfBirth'],
    });
    expect(paths).toEqual([
      'src/entities/contact.ts',
      'test/entities/contact.test.ts',
      'src/records/contact.ts',
    ]);
    expect(code).toContain("import type { ConnecPerson, ExternalContact } from '../records/contact.ts';");
    expect(code).toContain('export const contactMapper = mapper<ConnecPerson, ExternalContact>(');
    expect(records).toContain(`/** A person of Connec!, as far as it is mapped. */
export interface ConnecPerson {
  email?: {
    address?: string | null;
  };
  birth_date?: string | null;
}`);
    expect(records).toContain(
      '/** A contact of Acme, as crm.yaml#/components/schemas/Contact describes it. */',
    );
    for (const field of [
      '  readonly id: number;',
      "  salutation?: 'Mr' | 'Ms' | 'Dr' | null;",
      '  surname: string;',
      '  emails?: {\n    value?: string;\n    primary?: boolean;\n  }[];',
      '    zip?: string;',
      '  manager?: JsonObject;',
      '  tags?: string[];',
    ])
      expect(records).toContain(`${field}\n`);
  });

  test('without one is as it always was', async () => {
    const { paths, code } = await plan({ ...contact, pairs: ['first_name:FirstName'] }, 'none');
    expect(paths).toEqual(['src/entities/contact.ts', 'test/entities/contact.test.ts']);
    expect(code).toMatch(/^import .*\nimport .*\n\n\/\/ Left Connec!, right external\.\n/);
    expect(code).toContain('mapper([');
  });

  test('has types of other names where its class or the line is in their way', async () => {
    const clash = await plan({ name: 'connec-person', connec: 'person', pairs: ['email/address:email'] });
    expect(clash.code).toContain('mapper<ConnecRecord, ExternalRecord>');
    const long = await plan({
      ...contact,
      name: `contact-${'of-the-long-name-'.repeat(3)}`,
      pairs: ['email/address:email'],
    });
    expect(long.code).toContain('mapper<Connec, External>');
  });
});

describe('values are converted so that types fit, and the test passes', () => {
  const text = { type: 'string' };
  test.each<[string, object, string]>([
    ['title', text, "map('title', 'value')"],
    ['title', { type: 'number' }, '{ toExternal: Number, toConnec: String }'],
    ['title', { enum: ['a', 'b'] }, "map('title', 'value')"],
    ['title', { enum: [1, 2] }, '{ toExternal: (text) => Number(text) as 1 | 2, toConnec: String }'],
    ['balance', text, '{ toExternal: String, toConnec: Number }'],
    [
      'balance',
      { enum: ['10', '20'] },
      "{ toExternal: (number) => String(number) as '10' | '20', toConnec: Number }",
    ],
    ['due_date', { ...text, format: 'date' }, 'toExternal: (instant) => instant.slice(0, 10),'],
    ['due_date', { ...text, format: 'date-time' }, "map('due_date', 'value')"],
    [
      'due_date',
      { type: 'integer', format: 'unix-time' },
      'toExternal: (instant) => Date.parse(instant) / 1000,',
    ],
    [
      'apply_tax_after_discount',
      { enum: ['N', 'Y'] },
      "toExternal: (yes) => (yes ? 'Y' : 'N'),\n      toConnec: (choice) => choice === 'Y',",
    ],
    ['status', { enum: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'PAID', 'VOIDED'] }, "map('status', 'value')"],
    [
      'type',
      { enum: ['sale', 'purchase'] },
      "const valueChoices = choices({\n  CUSTOMER: 'sale',\n  SUPPLIER: 'purchase',\n});",
    ],
    ['status', { enum: ['draft', 'paid'] }, '  SUBMITTED: undefined,\n'],
    ['organization_id', { type: 'integer' }, '{ toExternal: Number, toConnec: String }'],
    ['organization_id', { ...text, format: 'uuid' }, "map('organization_id', 'value')"],
    ['organization_id', {}, '{ toConnec: String }'],
    ['lines', { items: text }, "map('lines', 'value')"],
    ['tally', { type: 'integer' }, "map('tally', 'value')"],
    ['tally', { ...text, format: 'date' }, 'toExternal: (instant) => instant.slice(0, 10),'],
    ['title', { ...text, readOnly: true }, "map('title', 'value', { only: 'toConnec' })"],
    ['balance', { ...text, writeOnly: true }, "{ toExternal: String, toConnec: Number, only: 'toExternal' }"],
    ['type', { enum: ['sale', 'purchase'], readOnly: true }, "{ ...valueChoices, only: 'toConnec' }"],
    [
      'due_date',
      { ...text, format: 'date', readOnly: true },
      "T00:00:00Z`,\n      only: 'toConnec',\n    })",
    ],
  ])('%s and %j', async (connec, schema, expected) => {
    expect((await line(connec, schema)).code).toContain(expected);
  });

  test('what travels one way is expected on one side', async () => {
    const { test } = await line('title', { type: 'string', readOnly: true });
    expect(test).toContain('// What Acme is sent of it.\nconst sent = {};');
    expect(test).toContain('mapper.toExternal(connec, mappingContext())).toEqual(sent)');
    expect(test).toContain('mapper.toConnec(external, mappingContext())).toEqual(connec)');
  });

  test.each<[string, object, string]>([
    ['due_date', { type: 'boolean' }, 'in Connec! it is a date, and value is a boolean'],
    ['balance', { enum: ['low', 'high'] }, 'in Connec! it is a number, and value is one of low, high'],
    [
      'status',
      { type: 'number' },
      'one of DRAFT, SUBMITTED, AUTHORISED, PAID, VOIDED, and value is a number',
    ],
    ['title', { type: 'object', properties: { a: {} } }, 'value is an object. You might name a field in it'],
    ['title', { items: { type: 'string' } }, 'value is a list. You might name an item of it, as value[0]'],
  ])('what cannot be is refused: %s and %j', async (connec, schema, message) => {
    await expect(line(connec, schema)).rejects.toThrow(message.replace('a boolean', 'true or false'));
  });
});

describe('pairs that are given are held against the description', () => {
  test.each([
    [
      'first_name:giveName',
      '"giveName" is no field of crm.yaml#/components/schemas/Contact. Did you mean "givenName"? It has id',
    ],
    ['title:address/stret', 'Did you mean "address/street"?'],
    [
      'first_name:givenName#number',
      '"givenName" holds text in crm.yaml#/components/schemas/Contact: take the #number away.',
    ],
    ['title:toString', 'is no field of'],
  ])('%s', async (pair, message) => {
    await expect(plan({ ...contact, pairs: [pair] })).rejects.toThrow(message);
  });

  test('a text may be a date that nobody says it is, and what is open may hold anything', async () => {
    const { code } = await plan({
      ...contact,
      pairs: ['birth_date:title#date', 'note:manager/what/ever', 'code:tags[0]'],
    });
    expect(code).toContain('instant.slice(0, 10)');
    expect(code).toContain("map('note', 'manager/what/ever')");
    expect(code).toContain("map('code', 'tags[0]')");
  });

  test('and of a sample it is said that another may have more', async () => {
    const sample = await readSample(await written({ 'ada.json': '{"name":"Ada"}' }), []);
    await expect(plan({ ...contact, pairs: ['code:no'] }, sample)).rejects.toThrow(
      '"no" is no field of ada.json. It has name. A sample that has it would do, too.',
    );
  });
});

describe('pairs are proposed', () => {
  const propose = (answers: EntityAnswers, described = crm, entities: Surroundings['entities'] = [account]) =>
    proposeForEntity(answers, { ...surroundings, entities, described });

  test('with a score, a reason and what is lost; the sure ones in the hub’s order', async () => {
    const proposals = await propose(contact);
    expect(proposals.slice(0, 3)).toEqual([
      {
        pair: 'title:salutation',
        usual: true,
        match: {
          score: 0.92,
          reason: 'often called "salutation"',
          losses: [{ kind: 'enum', text: 'only Mr, Ms, Dr' }],
        },
      },
      {
        pair: 'first_name:givenName',
        usual: true,
        match: {
          score: 0.92,
          reason: 'often called "given name"',
          losses: [{ kind: 'length', text: 'at most 40 characters' }],
        },
      },
      {
        pair: 'last_name:surname',
        usual: true,
        match: {
          score: 0.92,
          reason: 'often called "surname"',
          losses: [
            { kind: 'length', text: 'at most 80 characters' },
            { kind: 'nullability', text: 'must not be empty' },
          ],
        },
      },
    ]);
  });

  test('but none to what the application sets itself, or never tells', async () => {
    const pairs = [...(await propose(contact)), ...(await propose(invoice, billing))].map(({ pair }) => pair);
    expect(
      pairs.filter((pair) => /:(id|created_at|updated_at|score|password|number|paidAt)$/.test(pair)),
    ).toEqual([]);
  });

  test('as references where an entity has what they refer to, and else unticked, with the reason', async () => {
    const reference = async (entities: Surroundings['entities']) =>
      (await propose(contact, crm, entities)).find(
        ({ pair }) => pair === 'organization_id:accountId@organization',
      );
    expect(await reference([account])).toMatchObject({ usual: true });
    const waits = await reference([]);
    expect(waits ?? { usual: false }).toMatchObject({ usual: false });
    const owner = await propose(invoice, billing, []);
    expect(owner.find(({ pair }) => pair.startsWith('organization_id:'))).toMatchObject({
      pair: 'organization_id:customerId@organization',
      usual: false,
      match: { reason: expect.stringContaining('no entity here is organization yet') },
    });
  });

  test('behind those that were given, which win', async () => {
    const given = { ...contact, pairs: ['job_title:salutation', 'company_name:title'] };
    const proposals = await propose(given);
    expect(proposals.slice(0, 2).map(({ pair, match }) => `${pair} ${match?.reason}`)).toEqual([
      'job_title:salutation as given',
      'company_name:title as given',
    ]);
    const others = proposals.slice(2).map(({ pair }) => pair);
    expect(others.filter((pair) => /^(job_title|company_name):|:(salutation|title)$/.test(pair))).toEqual([]);
    expect(others).toContain('first_name:givenName');
  });

  test('only where the hub’s records are known', async () => {
    await expect(propose({ name: 'unicorn', pairs: [] })).rejects.toThrow(
      'Connec! has no "unicorns" that is known of',
    );
  });

  test('of a sample as well', async () => {
    const record = {
      id: 7,
      first_name: 'Ada',
      AccountId: 3,
      mail: 'ada@fern.example',
      born: '1980-06-07',
      vip: true,
    };
    const sample = await readSample(await written({ 'ada.json': JSON.stringify({ contacts: [record] }) }), [
      'contact',
    ]);
    expect((await propose(contact, sample)).map(({ pair }) => pair)).toEqual([
      'first_name:first_name',
      'email/address:mail',
      'birth_date:born',
      'organization_id:AccountId@organization',
    ]);
  });
});

test('a note names what the application takes no record without', async () => {
  const { notes } = await plan({ ...contact, pairs: ['last_name:surname'] });
  expect(notes).toContain(
    "Acme takes no record without lifecycle, and nothing is mapped to it: add a line for it, or one that always says the same, as in constant('toExternal', 'lifecycle', …).",
  );
  expect(notes.join()).not.toContain('surname');
});
