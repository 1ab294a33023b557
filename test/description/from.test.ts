import { describe, expect, test } from 'vitest';
import { readFrom } from '../../src/description/from.ts';
import { readSample } from '../../src/description/sample.ts';
import { fixture, written } from '../support/description.ts';

describe('the schema of a kind of record', () => {
  test.each([
    ['#/components/schemas/Invoice', []],
    ['#Invoice', []],
    ['#invoice', []],
    ['', ['bill', 'invoice']],
  ])('is found by %s', async (fragment, names) => {
    const { source, schema } = await readFrom(`${fixture('billing.json')}${fragment}`, names);
    expect(source).toBe('billing.json#/components/schemas/Invoice');
    expect(schema.members.map(({ name }) => name)).toContain('amountDue');
  });

  test('is a JSON Schema, and one of those within', async () => {
    const schema = {
      $defs: { Card: { properties: { a: {} } } },
      properties: { b: { $ref: '#/$defs/Card' } },
    };
    const path = await written({ 'card.json': JSON.stringify(schema) });
    expect((await readFrom(path, [])).schema.members).toMatchObject([{ name: 'b' }]);
    expect((await readFrom(`${path}#card`, [])).schema.members).toMatchObject([{ name: 'a' }]);
  });

  test('is what a list of records holds', async () => {
    const pointer = '/paths/~1v1~1contacts/get/responses/200/content/application~1json/schema';
    const list = await readFrom(`${fixture('crm.yaml')}#${pointer}/properties/contacts`, []);
    expect(list.schema.members.map(({ name }) => name)).toContain('surname');
  });
});

describe('what is no such schema is refused, with what there is', () => {
  const all = 'Its schemas: Invoice, State, Line, Address, Name, Nothing.';
  test.each([
    [
      '#/components/schemas/Invoce',
      `billing.json#/components/schemas/Invoce is not there. Did you mean "Invoice"? ${all}`,
    ],
    ['#Invoce', `billing.json has no schema "Invoce". Did you mean "Invoice"? ${all}`],
    ['#/paths', `billing.json#/paths is not there. ${all}`],
    [
      '',
      /describes several kinds of records: say which, as in --from .*billing.json#\/components\/schemas\/Invoice\./,
    ],
    ['#Name', 'describes a text, and no object: there is nothing to map.'],
    ['#Nothing', 'has no properties: there is nothing to map.'],
  ])('%s', async (fragment, message) => {
    await expect(readFrom(`${fixture('billing.json')}${fragment}`, [])).rejects.toThrow(message);
  });

  test('a sample in the place of a description', async () => {
    const path = await written({ 'contact.json': '{"name":"Ada"}' });
    await expect(readFrom(path, [])).rejects.toThrow('neither OpenAPI nor a JSON Schema. A record as the');
  });

  test('a schema that needs the web', async () => {
    const path = await written({ 'a.json': '{"properties":{"a":{"$ref":"https://fern.example/b.json"}}}' });
    await expect(readFrom(path, [])).rejects.toThrow(
      /a\.json#\/properties\/a refers to https:\/\/fern\.example\/b\.json, and nothing is read from the web/,
    );
  });
});

describe('a sample', () => {
  const ada = { id: 7, name: 'Ada', lines: [{ no: 1 }] };
  const names = async (value: unknown) => {
    const path = await written({ 'sample.json': JSON.stringify(value) });
    return (await readSample(path, ['contact', 'sales_order'])).schema.members.map(({ name }) => name);
  };

  test.each([
    ['a record', ada],
    ['a list of records', [ada, ada]],
    ['records under their name', { contacts: [ada], next_page: 2 }],
    ['records under their name among others', { accounts: [{ x: 1 }], Contacts: [ada] }],
    ['records under a name of two words', { salesOrders: [ada] }],
    ['a record under its name', { contact: ada }],
    ['a record in data', { data: ada }],
    ['records in data', { data: [ada], meta: { total: 1 } }],
    ['records in envelopes', { data: { contacts: [ada] } }],
    ['records under any only name', { people: [ada] }],
    ['records with attributes', { data: [{ id: '7', type: 'contact', attributes: ada }] }],
    ['a record that has items', { ...ada }],
  ])('is %s', async (_, value) => {
    expect(await names(value)).toEqual(['id', 'name', 'lines']);
  });

  test('with an id is a record, whatever it holds', async () => {
    expect(await names({ id: 1, items: [{ a: 1 }] })).toEqual(['id', 'items']);
    expect(await names({ name: 'x', contact: { a: 1 } })).toEqual(['name', 'contact']);
  });

  test('shows what fields hold, over all of its records', async () => {
    const path = await written({
      'contacts.yaml': `
- {day: 2024-01-02, at: '2024-01-02T03:04:05Z', count: 1, mixed: 1, none: null, mail: ada@fern.example, who: {a: 1}}
- {day: '', at: null, count: 2.5, mixed: one, none: null, mail: bo@fern.example, who: {b: x}, on: true}
`,
    });
    const { schema, isSample, source } = await readSample(path, []);
    expect({ isSample, source }).toEqual({ isSample: true, source: 'contacts.yaml' });
    expect(
      schema.members.map(({ name, schema: { kind, format, isNullable } }) => [
        name,
        kind,
        format,
        isNullable,
      ]),
    ).toEqual([
      ['day', 'text', 'date', false],
      ['at', 'text', 'date-time', true],
      ['count', 'number', undefined, false],
      ['mixed', 'any', undefined, false],
      ['none', 'any', undefined, true],
      ['mail', 'text', 'email', false],
      ['who', 'object', undefined, false],
      ['on', 'boolean', undefined, false],
    ]);
    const who = schema.members.find(({ name }) => name === 'who');
    expect(who?.schema.members.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('with a table of things by their ids is not taken for one with as many fields', async () => {
    const table = Object.fromEntries(Array.from({ length: 300 }, (_, id) => [`id${id}`, { a: 1 }]));
    const path = await written({ 'sample.json': JSON.stringify({ id: 1, table }) });
    const { schema } = await readSample(path, []);
    expect(schema.members[1]?.schema).toMatchObject({ kind: 'object', members: [] });
  });

  test.each([
    ['[]', /holds no record: a list stands where an object is expected/],
    ['{"contacts":[]}', /sample\.json/],
    ['"Ada"', /holds no record: text stands/],
    ['{}', /has no fields/],
    ['null', /holds no record: nothing stands/],
  ])('%s is none', async (text, message) => {
    await expect(readSample(await written({ 'sample.json': text }), ['contact'])).rejects.toThrow(message);
  });
});
