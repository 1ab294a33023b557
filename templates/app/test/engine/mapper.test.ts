import { describe, expect, test, vi } from 'vitest';
import { RecordError } from '../../src/engine/errors.ts';
import {
  choices,
  computed,
  constant,
  type MapperOptions,
  MappingError,
  map,
  mapper,
  type Rule,
} from '../../src/engine/mapper.ts';
import { PathError } from '../../src/engine/path.ts';
import type { JsonObject } from '../../src/engine/record.ts';

const context = { bag: {} } as never;
const toExternal = (rules: Rule[], record: JsonObject, options?: MapperOptions) =>
  mapper(rules, options).toExternal(record, context);
const toConnec = (rules: Rule[], record: JsonObject, options?: MapperOptions) =>
  mapper(rules, options).toConnec(record, context);

describe('a line', () => {
  test('serves both directions: left Connec!, right external (contract 106)', () => {
    const rules = [map('first_name', 'FirstName'), map('address/billing/city', 'MailingCity')];
    const connec = { first_name: 'Ada', address: { billing: { city: 'Leeds' } } };
    const external = { FirstName: 'Ada', MailingCity: 'Leeds' };
    expect(toExternal(rules, connec)).toEqual(external);
    expect(toConnec(rules, external)).toEqual(connec);
  });

  test('reads and writes one item of a list by its index (contract 107)', () => {
    const rules = [map('prices[0]/amount', 'price'), map('name', 'names[1]')];
    expect(toExternal(rules, { prices: [{ amount: 5 }], name: 'x' })).toEqual({
      price: 5,
      names: [null, 'x'],
    });
    expect(toConnec(rules, { price: 5, names: ['y', 'x'] })).toEqual({ prices: [{ amount: 5 }], name: 'x' });
  });

  test('writes nothing where the other side has null or nothing (contract 108)', () => {
    const rules = [map('a', 'A'), map('b/c', 'B'), map('d', 'D/e')];
    expect(toExternal(rules, { a: null, b: null })).toEqual({});
    expect(toConnec(rules, { A: undefined, D: {} })).toEqual({});
  });

  test('carries false, 0, empty text, lists and objects: they are values (contract 108)', () => {
    for (const value of [false, 0, '', [], {}]) {
      expect(toExternal([map('a', 'A')], { a: value })).toEqual({ A: value });
      expect(toConnec([map('a', 'A')], { A: value })).toEqual({ a: value });
    }
  });

  test('carries a whole object or list as it is', () => {
    const value = { list: [{ deep: [1, null, 'x'] }], none: null };
    expect(toExternal([map('a', 'A/b')], { a: value })).toEqual({ A: { b: value } });
  });

  test('carries dates, which some API clients give instead of text', () => {
    const date = new Date(0);
    expect(toConnec([map('a', 'A')], { A: date as never })).toEqual({ a: date });
  });

  test('may be said twice', () => {
    expect(toExternal([map('a', 'A'), map('a', 'A')], { a: 1 })).toEqual({ A: 1 });
  });

  test('is refused when the mapper is defined where its path is not one', () => {
    expect(() => mapper([map('lines[*]/id', 'Id')])).toThrow(PathError);
    expect(() => mapper([map('id', 'Lines//Id', { only: 'toConnec' })])).toThrow('"Lines//Id" is not a path');
  });
});

describe('where two lines meet', () => {
  test('in one target, the first that has a value wins (contract 110)', () => {
    const rules = [map('mobile', 'Phone'), map('landline', 'Phone')];
    expect(toExternal(rules, { mobile: '1', landline: '2' })).toEqual({ Phone: '1' });
    expect(toExternal(rules, { landline: '2' })).toEqual({ Phone: '2' });
    expect(toExternal(rules, { mobile: false, landline: '2' })).toEqual({ Phone: false });
  });

  test('in one source, the value goes to both, and comes back from the first that has it', () => {
    const rules = [map('name', 'Name'), map('name', 'Label')];
    expect(toExternal(rules, { name: 'x' })).toEqual({ Name: 'x', Label: 'x' });
    expect(toConnec(rules, { Name: null, Label: 'y' })).toEqual({ name: 'y' });
    expect(toConnec(rules, { Name: 'x', Label: 'y' })).toEqual({ name: 'x' });
  });

  test('the one that comes too late does not call its converter (mapper.md §4)', () => {
    const late = vi.fn();
    toExternal([map('a', 'A'), map('b', 'A', { toExternal: late })], { a: 1, b: 2 });
    expect(late).not.toHaveBeenCalled();
  });

  test('in one object, the later fills it up, and never the record of the caller', () => {
    const record = { address: { city: 'Leeds' }, country: 'GB' };
    const rules = [map('address', 'Address'), map('country', 'Address/country')];
    expect(toExternal(rules, record)).toEqual({ Address: { city: 'Leeds', country: 'GB' } });
    expect(record).toEqual({ address: { city: 'Leeds' }, country: 'GB' });
  });
});

describe('a default', () => {
  const rules = [map('name', 'Name', { default: 'Unknown' })];

  test('stands for null and for nothing, in both directions (contract 108)', () => {
    expect(toExternal(rules, {})).toEqual({ Name: 'Unknown' });
    expect(toConnec(rules, { Name: null })).toEqual({ name: 'Unknown' });
  });

  test('does not stand for false or what is empty', () => {
    for (const value of [false, 0, '', [], {}])
      expect(toExternal(rules, { name: value })).toEqual({ Name: value });
  });

  test('may be of one direction only (improvement 2.19)', () => {
    const directional = [map('name', 'Name', { defaultToExternal: 'Unknown' })];
    expect(toExternal(directional, {})).toEqual({ Name: 'Unknown' });
    expect(toConnec(directional, {})).toEqual({});
    expect(toConnec([map('a', 'A', { default: 1, defaultToConnec: 2 })], {})).toEqual({ a: 2 });
    expect(toExternal([map('a', 'A', { default: 1, defaultToConnec: 2 })], {})).toEqual({ A: 1 });
  });

  test('may be null, or false, and then that is written', () => {
    expect(toExternal([map('a', 'A', { default: null })], {})).toEqual({ A: null });
    expect(toExternal([map('a', 'A', { default: false })], {})).toEqual({ A: false });
    expect(toConnec([map('a', 'A', { default: 1, defaultToConnec: null })], {})).toEqual({ a: null });
  });

  test('goes through the converter of the side it is written to (mapper.md §4)', () => {
    const price = map('price', 'Price', {
      default: 0,
      toExternal: String,
      toConnec: (value: number) => value + 1,
    });
    expect(toExternal([price], {})).toEqual({ Price: '0' });
    expect(toConnec([price], {})).toEqual({ price: 1 });
  });

  test('is a new one for every record: what a hook adds to it stays with that record', () => {
    const tags = mapper([map('tags', 'Tags', { default: [] })], {
      afterToExternal(_input, output) {
        (output.Tags as string[]).push('seen');
        return output;
      },
    });
    expect(tags.toExternal({}, context)).toEqual({ Tags: ['seen'] });
    expect(tags.toExternal({}, context)).toEqual({ Tags: ['seen'] });
  });

  test('is not given to the mapper of `using`', () => {
    const inner = mapper([map('a', 'A')]);
    expect(toExternal([map('x', 'X', { using: inner, default: { raw: 1 } })], {})).toEqual({ X: { raw: 1 } });
  });
});

describe('a converter', () => {
  test('is of one direction: the two sides of a line have one each (contract 111)', () => {
    const rules = [map('amount', 'Amount', { toExternal: String, toConnec: Number })];
    expect(toExternal(rules, { amount: 1.5 })).toEqual({ Amount: '1.5' });
    expect(toConnec(rules, { Amount: '1.5' })).toEqual({ amount: 1.5 });
  });

  test('is not called where there is no value (mapper.md §4)', () => {
    const convert = vi.fn();
    toExternal([map('a', 'A', { toExternal: convert })], { a: null });
    expect(convert).not.toHaveBeenCalled();
  });

  test('may give null, which is written, and may be overwritten by a later line', () => {
    const none = map('a', 'A', { toExternal: () => null });
    expect(toExternal([none], { a: 1 })).toEqual({ A: null });
    expect(toExternal([none, map('b', 'A')], { a: 1, b: 2 })).toEqual({ A: 2 });
  });

  test('may give undefined, and then nothing is written', () => {
    expect(toExternal([map('a', 'A/b', { toExternal: () => undefined })], { a: 1 })).toEqual({});
  });

  test('is given the context', () => {
    const rules = [map('a', 'A', { toExternal: (value: number, { bag }) => value * (bag.rate as number) })];
    expect(mapper(rules).toExternal({ a: 2 }, { bag: { rate: 3 } } as never)).toEqual({ A: 6 });
  });

  test('is called after `using` (mapper.md §5)', () => {
    const inner = mapper([map('a', 'A')]);
    const rules = [map('list', 'List', { using: inner, toExternal: (items: unknown[]) => items[0] })];
    expect(toExternal(rules, { list: [{ a: 1 }, { a: 2 }] })).toEqual({ List: { A: 1 } });
  });
});

describe('using', () => {
  const line = mapper([map('quantity', 'Quantity'), map('unit/price', 'Price')]);
  const rules = [map('lines', 'Lines', { using: line })];

  test('maps an object with another mapper, both ways (contract 109)', () => {
    expect(toExternal(rules, { lines: { quantity: 1 } })).toEqual({ Lines: { Quantity: 1 } });
    expect(toConnec(rules, { Lines: { Price: 2 } })).toEqual({ lines: { unit: { price: 2 } } });
  });

  test('maps each item of a list in its place; one that has nothing becomes empty (contract 109)', () => {
    expect(toExternal(rules, { lines: [{ quantity: 1 }, { other: 1 }, { unit: { price: 2 } }] })).toEqual({
      Lines: [{ Quantity: 1 }, {}, { Price: 2 }],
    });
  });

  test('maps an empty list to an empty list and an empty object to an empty object', () => {
    expect(toExternal(rules, { lines: [] })).toEqual({ Lines: [] });
    expect(toConnec(rules, { Lines: {} })).toEqual({ lines: {} });
    expect(toConnec(rules, { Lines: null })).toEqual({});
  });

  test('hands the context down to the mapper it uses (improvement 2.20)', () => {
    const inner = mapper([map('a', 'A', { toExternal: (_value, { bag }) => bag.stage })], {
      afterToExternal: (_input, output, { bag }) => ({ ...output, hook: bag.stage as string }),
    });
    const outer = mapper([map('list', 'List', { using: inner })]);
    expect(outer.toExternal({ list: [{ a: 1 }] }, { bag: { stage: 'won' } } as never)).toEqual({
      List: [{ A: 'won', hook: 'won' }],
    });
  });

  test.each([
    [{ lines: [null] }, 'nothing'],
    [{ lines: ['x'] }, 'a string'],
    [{ lines: 7 }, 'a number'],
  ])('refuses %j, and does not repeat what it found', (record: JsonObject, found) => {
    expect(() => toExternal(rules, record)).toThrow(
      `mapper, line 1 (lines ↔ Lines), toExternal: ${found} stands where an object is to be mapped`,
    );
  });
});

describe('hooks', () => {
  test('before: what they return is what the lines and the hook after them read (contract 112)', () => {
    const seen = vi.fn((_input: JsonObject, output: JsonObject) => output);
    const options = { beforeToExternal: () => ({ a: 2 }), afterToExternal: seen };
    expect(toExternal([map('a', 'A')], { a: 1 }, options)).toEqual({ A: 2 });
    expect(seen.mock.calls[0]?.[0]).toEqual({ a: 2 });
  });

  test('before: they may write the output, and being first they win (mapper.md §7)', () => {
    const options: MapperOptions = {
      beforeToConnec(input, output) {
        output.a = 'first';
        return input;
      },
    };
    expect(toConnec([map('a', 'A')], { A: 'late' }, options)).toEqual({ a: 'first' });
  });

  test('after: what they return is the result (contract 112)', () => {
    const options: MapperOptions = {
      afterToConnec: (input, output) => ({ ...output, kind: input.Kind ?? 'lead' }),
    };
    expect(toConnec([map('a', 'A')], { A: 1 }, options)).toEqual({ a: 1, kind: 'lead' });
  });

  test('each is of its direction', () => {
    const calls: string[] = [];
    const note = (name: string) => (input: JsonObject, output: JsonObject) => {
      calls.push(name);
      return name.startsWith('before') ? input : output;
    };
    const hooked = mapper([], {
      beforeToExternal: note('beforeToExternal'),
      afterToExternal: note('afterToExternal'),
      beforeToConnec: note('beforeToConnec'),
      afterToConnec: note('afterToConnec'),
    });
    hooked.toExternal({}, context);
    expect(calls).toEqual(['beforeToExternal', 'afterToExternal']);
    hooked.toConnec({}, context);
    expect(calls.slice(2)).toEqual(['beforeToConnec', 'afterToConnec']);
  });

  test('are given the context: the organization, both clients, the options, the bag (contract 113)', () => {
    const given = vi.fn((input: JsonObject) => input);
    toExternal([], {}, { beforeToExternal: given });
    expect(given).toHaveBeenCalledWith({}, {}, context);
  });

  test('may change their input: it is a copy, and the record of the caller stays as it was', () => {
    const record = { address: { country: 'France' }, list: [1] };
    const spoil = (input: JsonObject, output: JsonObject) => {
      (input.address as JsonObject).country = 'FR';
      (input.list as number[]).push(2);
      return Object.keys(output).length ? output : input;
    };
    const options = { beforeToExternal: spoil };
    expect(toExternal([map('address/country', 'Country')], record, options)).toEqual({ Country: 'FR' });
    toExternal([map('list', 'List')], record, { afterToExternal: spoil });
    expect(record).toEqual({ address: { country: 'France' }, list: [1] });
  });

  test('several are several mappers: one uses the hooks and the lines of another', () => {
    const base = mapper([map('a', 'A')], { afterToConnec: (_input, output) => ({ ...output, base: true }) });
    const extended = mapper([...base.rules, map('b', 'B')], {
      ...base.options,
      afterToConnec: (input, output, given) => ({
        ...base.options.afterToConnec?.(input, output, given),
        extended: true,
      }),
    });
    expect(extended.toConnec({ A: 1, B: 2 }, context)).toEqual({ a: 1, b: 2, base: true, extended: true });
  });
});

describe('extending', () => {
  test('is naming the lines of another mapper: those that come first win', () => {
    const base = mapper([map('a', 'A')]);
    const creation = mapper([...base.rules, constant('toExternal', 'Source', 'hub')], base.options);
    expect(creation.toExternal({ a: 1 }, context)).toEqual({ A: 1, Source: 'hub' });
    expect(mapper([map('x', 'A'), ...base.rules]).toExternal({ a: 1, x: 2 }, context)).toEqual({ A: 2 });
    expect(base.toExternal({ a: 1 }, context)).toEqual({ A: 1 });
  });
});

describe('a line may be limited', () => {
  test('to one direction', () => {
    const rules = [map('a', 'A', { only: 'toExternal' }), map('b', 'B', { only: 'toConnec' })];
    expect(toExternal(rules, { a: 1, b: 2 })).toEqual({ A: 1 });
    expect(toConnec(rules, { A: 1, B: 2 })).toEqual({ b: 2 });
  });

  test('to records it is made for, its default included', () => {
    const company = (record: JsonObject) => record.kind === 'company';
    const rules = [map('name', 'Company', { when: company, default: 'None' }), map('name', 'Person')];
    expect(toExternal(rules, { kind: 'company', name: 'Oak' })).toEqual({ Company: 'Oak', Person: 'Oak' });
    expect(toExternal(rules, { kind: 'company' })).toEqual({ Company: 'None' });
    expect(toExternal(rules, { kind: 'person', name: 'Ada' })).toEqual({ Person: 'Ada' });
  });

  test('to what the organization can do, by the context', () => {
    const fax = mapper([map('fax', 'Fax', { when: (_record, { bag }) => bag.hasFax === true })]);
    expect(fax.toExternal({ fax: '1' }, { bag: { hasFax: true } } as never)).toEqual({ Fax: '1' });
    expect(fax.toExternal({ fax: '1' }, { bag: {} } as never)).toEqual({});
  });
});

describe('a constant', () => {
  test('is always written, to one side only', () => {
    const rules = [constant('toConnec', 'status/lead', true), constant('toExternal', 'source', 'hub')];
    expect(toConnec(rules, { status: 'in the way', source: 1 })).toEqual({ status: { lead: true } });
    expect(toExternal(rules, {})).toEqual({ source: 'hub' });
  });

  test('gives way to a line before it, as any line', () => {
    expect(toConnec([map('a', 'A'), constant('toConnec', 'a', 'x')], { A: 1 })).toEqual({ a: 1 });
  });

  test('is a new one for every record', () => {
    const rules = [constant('toExternal', 'tags', ['hub'])];
    const first = toExternal(rules, {});
    (first.tags as string[]).push('changed');
    expect(toExternal(rules, {})).toEqual({ tags: ['hub'] });
  });
});

describe('the result', () => {
  test('is a fresh object that shares nothing with the record', () => {
    const record = { a: { list: [{ b: 1 }] } };
    const result = toExternal([map('a', 'A')], record) as { A: typeof record.a };
    expect(result.A).toEqual(record.a);
    expect(result.A).not.toBe(record.a);
    expect(result.A.list[0]).not.toBe(record.a.list[0]);
  });

  test('never takes a prototype from a record', () => {
    const record = JSON.parse('{"a":{"__proto__":{"admin":true},"b":1}}');
    const { A } = toExternal([map('a', 'A')], record) as { A: JsonObject };
    expect(A).toEqual({ b: 1 });
    expect(A.admin).toBeUndefined();
    expect(Object.getPrototypeOf(A)).toBe(Object.prototype);
  });
});

describe('an error', () => {
  const contact = mapper([map('name', 'Name'), map('email/address', 'Email', { toExternal: fail })], {
    name: 'contact',
    beforeToConnec: fail,
  });
  function fail(): never {
    throw new TypeError('no such country');
  }

  test('names the mapper, the line, both paths and the direction', () => {
    expect(() => contact.toExternal({ email: 'ada@example.com' }, context)).toThrow(
      'contact, line 2 (email/address ↔ Email), toExternal: a string stands where "address" is to be read',
    );
  });

  test('is an error of the record, with what was thrown as its cause', () => {
    const thrown = capture(() => contact.toExternal({ email: { address: 'x' } }, context));
    expect(thrown).toBeInstanceOf(MappingError);
    expect(thrown).toBeInstanceOf(RecordError);
    expect(thrown).toMatchObject({
      message: 'contact, line 2 (email/address ↔ Email), toExternal: no such country',
      cause: expect.any(TypeError),
    });
  });

  test('leads through the mappers that use each other', () => {
    const invoice = mapper([map('number', 'No'), map('payer', 'Payer', { using: contact })], {
      name: 'invoice',
    });
    expect(() => invoice.toExternal({ payer: { email: { address: 'x' } } }, context)).toThrow(
      'invoice, line 2 (payer ↔ Payer), toExternal: contact, line 2 (email/address ↔ Email), toExternal: no such country',
    );
  });

  test('of a hook names the hook', () => {
    expect(() => contact.toConnec({}, context)).toThrow('contact, the hook before toConnec: no such country');
  });

  test('tells a hook that forgot to return', () => {
    const forgetful = mapper([], { name: 'item', afterToConnec: () => undefined as never });
    expect(() => forgetful.toConnec({}, context)).toThrow(
      'item, the hook after toConnec must return a record, not nothing',
    );
  });

  test('says where two lines do not fit each other', () => {
    const rules = [map('a', 'A'), map('b', 'A/b')];
    expect(() => toExternal(rules, { a: 'text', b: 1 })).toThrow(
      'mapper, line 2 (b ↔ A/b), toExternal: a string stands where an object is to be written',
    );
  });
});

function capture(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('a computed field', () => {
  test('is made of the whole record, for one side', () => {
    const rules = [
      map('first_name', 'First'),
      computed('toExternal', 'Name', ({ first_name, last_name }) => `${first_name} ${last_name}`),
      computed('toConnec', 'last_name', ({ Name }) => String(Name).split(' ')[1]),
    ];
    const external = { First: 'Ada', Name: 'Ada Lovelace' };
    expect(toExternal(rules, { first_name: 'Ada', last_name: 'Lovelace' })).toEqual(external);
    expect(toConnec(rules, external)).toEqual({ first_name: 'Ada', last_name: 'Lovelace' });
  });

  test('writes nothing where it is undefined, and null where it is null', () => {
    expect(toExternal([computed('toExternal', 'A', () => undefined)], {})).toEqual({});
    expect(toExternal([computed('toExternal', 'A', () => null)], {})).toEqual({ A: null });
  });

  test('that fails names its line', () => {
    const fails = computed('toExternal', 'A', () => {
      throw new Error('no rate');
    });
    expect(() => toExternal([fails], {}, { name: 'invoice' })).toThrow(
      'invoice, line 1 (A ↔ A), toExternal: no rate',
    );
  });
});

describe('choices', () => {
  const rules: Rule[] = [
    map('status', 'State', choices({ DRAFT: 'open', SUBMITTED: 'open', PAID: 'settled' })),
  ];

  test('are two names for the same, and where one has two, the first comes back', () => {
    expect(toExternal(rules, { status: 'SUBMITTED' })).toEqual({ State: 'open' });
    expect(toConnec(rules, { State: 'open' })).toEqual({ status: 'DRAFT' });
    expect(toConnec([map('vip', 'Vip', choices({ YES: true, NO: false }))], { Vip: false })).toEqual({
      vip: 'NO',
    });
  });

  test('refuse what is not among them, without telling the value', () => {
    expect(() => toExternal(rules, { status: 'secret' })).toThrow(
      'the value is none of DRAFT, SUBMITTED, PAID',
    );
    expect(() => toConnec(rules, { State: 'secret' })).toThrow(RecordError);
  });
});
