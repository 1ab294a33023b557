import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldsOf } from '../../src/description/fields.ts';
import { readFrom } from '../../src/description/from.ts';
import type { Schema } from '../../src/description/schema.ts';
import { fixture, schemaFrom } from '../support/description.ts';

const member = (schema: Schema, name: string) => schema.members.find((found) => found.name === name)?.schema;
const names = (schema: Schema) => schema.members.map(({ name }) => name);

describe('a schema of OpenAPI 3.0', async () => {
  const { schema, source } = await readFrom(`${fixture('crm.yaml')}#/components/schemas/Contact`, []);

  test('is put together from what it refers to and allOf, in other files too', () => {
    expect(source).toBe('crm.yaml#/components/schemas/Contact');
    expect(names(schema).slice(0, 5)).toEqual(['id', 'created_at', 'updated_at', 'salutation', 'givenName']);
    const address = member(schema, 'address');
    expect(address).toMatchObject({ kind: 'object', isNullable: true });
    expect(names(address as Schema)).toEqual(['street', 'street2', 'city', 'zip', 'state', 'country']);
  });

  test('says what fields hold, what they may be, and who sets them', () => {
    expect(member(schema, 'id')).toMatchObject({ kind: 'number', isWhole: true, isReadOnly: true });
    expect(member(schema, 'salutation')).toMatchObject({ choices: ['Mr', 'Ms', 'Dr'], isNullable: true });
    expect(member(schema, 'givenName')).toMatchObject({ kind: 'text', maxLength: 40, isNullable: true });
    expect(member(schema, 'dateOfBirth')).toMatchObject({ kind: 'text', format: 'date' });
    expect(member(schema, 'password')?.isWriteOnly).toBe(true);
    expect(member(schema, 'tags')).toMatchObject({ kind: 'list', items: { kind: 'text' } });
    expect(schema.members.filter(({ isRequired }) => isRequired).map(({ name }) => name)).toEqual([
      'id',
      'surname',
      'lifecycle',
    ]);
  });

  test('ends where a record contains itself', () => {
    expect(member(schema, 'manager')).toMatchObject({ kind: 'object', members: [] });
  });
});

describe('a schema of OpenAPI 3.1', async () => {
  const { schema } = await readFrom(`${fixture('billing.json')}#Invoice`, []);

  test('says by its types, or by an alternative, that null is a value', () => {
    for (const name of ['reference', 'dueAt', 'subtotal', 'memo', 'paidAt'])
      expect(member(schema, name)?.isNullable, name).toBe(true);
    expect(member(schema, 'subject')?.isNullable).toBe(false);
    expect(member(schema, 'dueAt')).toMatchObject({ kind: 'text', format: 'date-time' });
    expect(member(schema, 'memo')).toMatchObject({ kind: 'text', maxLength: 500 });
  });

  test('lists what a field may be by enum and const, with or without a type', () => {
    expect(member(schema, 'kind')).toMatchObject({ kind: 'text', choices: ['sale', 'purchase'] });
    const line = member(schema, 'lines')?.items as Schema;
    expect(member(line, 'unit')).toMatchObject({ kind: 'text', choices: ['piece'] });
    expect(member(line, 'quantity')?.hasDefault).toBe(true);
  });

  test('has the first of several objects, and leaves several kinds open', () => {
    expect(names(member(schema, 'billing-address') as Schema)).toContain('postcode');
    expect(member(schema, 'extra')).toMatchObject({ kind: 'any' });
    expect(member(schema, 'metadata')).toMatchObject({ kind: 'object', members: [] });
  });

  test('gives its fields by path, those within a list too', () => {
    const fields = new Map(fieldsOf(schema).map((field) => [field.path, field]));
    expect(fields.get('billing-address/city')).toMatchObject({ isInList: false, isRequired: false });
    expect(fields.get('lines[0]/description')).toMatchObject({ isInList: true, isRequired: false });
    expect(fields.get('customerId')).toMatchObject({ isRequired: true });
    expect(fields.get('number')).toMatchObject({ isRequired: true, isReadOnly: true });
  });
});

describe('schemas that say little, much, or two things', () => {
  test('what only makes sense for one kind says the kind', async () => {
    const schema = await schemaFrom({
      properties: {
        a: { properties: {} },
        b: { items: {} },
        c: { enum: [1, 2, null] },
        d: { maxLength: 3 },
        e: { minimum: 3 },
        f: true,
        g: false,
        h: { enum: ['a', 1] },
        i: { type: ['integer', 'number'] },
      },
    });
    expect(schema.members.map(({ name, schema }) => `${name} ${schema.kind}`)).toEqual([
      'a object',
      'b list',
      'c number',
      'd text',
      'e number',
      'f any',
      'h any',
      'i number',
    ]);
    expect(member(schema, 'c')).toMatchObject({ choices: [1, 2], isNullable: true });
  });

  test('next to a reference more may be said, and the last says most', async () => {
    const others = { Text: { type: 'string', maxLength: 20 }, Short: { $ref: '#/Text', maxLength: 5 } };
    const schema = await schemaFrom(
      { properties: { a: { $ref: '#/Short', nullable: true, readOnly: true } } },
      others,
    );
    expect(member(schema, 'a')).toMatchObject({
      kind: 'text',
      maxLength: 5,
      isNullable: true,
      isReadOnly: true,
    });
  });

  test('a field that two parts of allOf have is both, and is required where either says so', async () => {
    const schema = await schemaFrom({
      allOf: [
        { properties: { a: { type: 'string' } } },
        { properties: { a: { maxLength: 4 } }, required: ['a'] },
      ],
    });
    expect(schema.members).toMatchObject([
      { name: 'a', isRequired: true, schema: { kind: 'text', maxLength: 4 } },
    ]);
  });

  test('alternatives that list values list them together, unless one lists none', async () => {
    const schema = await schemaFrom({
      properties: {
        closed: { oneOf: [{ enum: ['a', 'b'] }, { const: 'c' }] },
        open: { anyOf: [{ enum: ['a', 'b'] }, { type: 'string' }] },
        asks: { type: 'string', anyOf: [{ minLength: 3 }, { required: ['x'] }] },
        deep: { oneOf: [{ anyOf: [{ type: 'string' }, { type: 'null' }] }] },
      },
    });
    expect(member(schema, 'closed')).toMatchObject({ kind: 'text', choices: ['a', 'b', 'c'] });
    expect(member(schema, 'open')).toMatchObject({ kind: 'text', choices: undefined });
    expect(member(schema, 'asks')).toMatchObject({ kind: 'text' });
    expect(member(schema, 'deep')).toMatchObject({ kind: 'text', isNullable: true });
  });

  test('a record that may be several things is the first object', async () => {
    const schema = await schemaFrom(
      { oneOf: [{ type: 'string' }, { $ref: '#/A' }, { $ref: '#/B' }] },
      { A: { properties: { a: {} } }, B: { properties: { b: {} } } },
    );
    expect(names(schema)).toEqual(['a']);
  });

  test.each([
    { anyOf: [{ $ref: '#/schema' }, { type: 'object', properties: { a: {} } }] },
    { allOf: [{ $ref: '#/schema' }], properties: { a: {} } },
    {
      properties: {
        a: { $ref: '#/schema/properties/a/items' },
        b: { items: { $ref: '#/schema/properties/b' } },
      },
    },
    { properties: { a: { items: { $ref: '#/schema' } } } },
  ])('a circle ends: %j', async (schema) => {
    const read = schemaFrom(schema);
    await (JSON.stringify(schema).includes('a/items')
      ? expect(read).rejects.toThrow('refers to itself')
      : read);
  });

  test('a schema that doubles at every step is read to a bound', async () => {
    const levels = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => {
        const next = { $ref: `#/L${level + 1}` };
        return [`L${level}`, { properties: { a: next, b: next }, anyOf: [next, next] }];
      }),
    );
    const schema = await schemaFrom({ $ref: '#/L0' }, { ...levels, L40: { type: 'object' } });
    expect(fieldsOf(schema).length).toBeLessThanOrEqual(2000);
  });
});

test('fields that no path can name are left out', async () => {
  const properties = { 'a/b': {}, 'c[0]': {}, constructor: {}, prototype: {}, '@type': {}, 'o k': {} };
  expect(fieldsOf(await schemaFrom({ properties })).map(({ path }) => path)).toEqual(['@type', 'o k']);
});

test('any JSON at all is read, or refused in words', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
      const outcome = await schemaFrom(value).catch((error: Error) => error);
      if (outcome instanceof Error) expect(outcome.name).toBe('UserError');
      else expect(outcome.kind).toBeTypeOf('string');
    }),
    { numRuns: 100 },
  );
});
