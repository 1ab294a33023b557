import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Filter, parseFilter } from '../../../src/sandbox/hub/filter.ts';
import { matcherOf } from '../../../src/sandbox/hub/filter-match.ts';

const passes = (filter: string, record: object) => matcherOf(parseFilter(filter))(record as never);

describe('$filter (connec-api §6.1)', () => {
  test.each([
    ["code eq 'PE12'", { code: 'PE12' }, true],
    ["status ne 'ARCHIVED'", { status: 'ARCHIVED' }, false],
    ["type eq 'CUSTOMER' and status eq 'DRAFT'", { type: 'CUSTOMER', status: 'DRAFT' }, true],
    ["type eq 'CUSTOMER' and status eq 'DRAFT'", { type: 'CUSTOMER', status: 'PAID' }, false],
    ['is_customer eq true', { is_customer: true }, true],
    ['is_customer eq true', { is_customer: 'true' }, false],
    ['balance gte 10.5', { balance: 10.5 }, true],
    ['balance lt -1', { balance: -2 }, true],
    ["name eq 'O''Malley'", { name: "O'Malley" }, true],
    ["email/address eq 'a@b.c'", { email: { address: 'a@b.c' } }, true],
    ["email.address eq 'a@b.c'", { email: { address: 'a@b.c' } }, true],
    ['job_title eq null', {}, true],
    ['job_title ne null', { job_title: 'Roaster' }, true],
    ['balance gt 10', { balance: 'much' }, false],
  ])('%s on %j is %s', (filter, record, expected) => {
    expect(passes(filter, record)).toBe(expected);
  });

  test.each([
    ["updated_at gt '2016-10-04T00:36:23Z'", '2016-10-04T00:36:24Z', true],
    ["updated_at gt '2016-10-04T00:36:23Z'", '2016-10-04T00:36:23Z', false],
    ["updated_at gte '2016-04-19T17:21:21+10:00'", '2016-04-19T07:21:21Z', true],
    ["updated_at lt '2016-04-19T17:21:21+10:00'", '2016-04-19T07:21:21Z', false],
    ["updated_at eq '2016-04-19T17:21:21.000+10:00'", '2016-04-19T07:21:21Z', true],
    ["updated_at gt '2015-01-31'", '2015-01-31T00:00:01Z', true],
  ])('compares instants as instants: %s on %s is %s', (filter, updated_at, expected) => {
    expect(passes(filter, { updated_at })).toBe(expected);
  });

  test('"and" binds tighter than "or", and parentheses change that', () => {
    const record = { a: 1, b: 2, c: 3 };
    expect(passes('a eq 1 or b eq 0 and c eq 0', record)).toBe(true);
    expect(passes('(a eq 1 or b eq 0) and c eq 0', record)).toBe(false);
  });

  test.each([
    ['', 'expected a field or "("'],
    ['code', 'expected one of eq, ne'],
    ['code eq', "expected 'text', a number"],
    ['code like 1', 'expected one of eq, ne'],
    ['code EQ 1', 'expected one of eq, ne'],
    ['code eq PE12', "expected 'text', a number"],
    ["code eq 'PE12", 'cannot read "\'PE12"'],
    ["code eq 'a' code eq 'b'", 'expected "and", "or" or the end at character 13'],
    ["(code eq 'a'", 'expected ")" at the end'],
    ["code eq 'a')", 'expected "and", "or" or the end'],
    ['code eq 12px', 'cannot read "12px"'],
    ['code = 1', 'cannot read "= 1"'],
    ['code eq __proto__', "expected 'text'"],
    ['code constructor 1', 'expected one of eq'],
  ])('%j is refused: %s', (filter, message) => {
    expect(() => parseFilter(filter)).toThrow(message);
  });

  const literal = fc.oneof(
    fc.string(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
      .map((value) => Number(value.toFixed(3))),
    fc.boolean(),
    fc.constant(null),
  );
  const comparison = fc.record({
    kind: fc.constant('compare' as const),
    path: fc.constantFrom('code', 'email/address', 'and_more', 'lines'),
    operator: fc.constantFrom('eq' as const, 'ne' as const, 'gt' as const, 'gte' as const, 'lt' as const),
    literal,
  });
  const { filter } = fc.letrec<{ filter: Filter; joined: Filter }>((tie) => ({
    filter: fc.oneof({ depthSize: 'small' }, comparison, tie('joined')),
    joined: fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      terms: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
    }),
  }));

  test('what is written with parentheses everywhere is read back as it was meant', () => {
    fc.assert(
      fc.property(filter, (tree) => {
        expect(parseFilter(write(tree))).toEqual(noNegativeZero(tree));
      }),
    );
  });

  test('any other text is a refusal that says $filter, never a crash', () => {
    const word = fc.constantFrom('and', 'or', 'eq', 'code', '(', ')', "'x'", "'", '1', 'null', '$', ' ');
    const text = fc.oneof(
      fc.string(),
      fc.array(word).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (given) => {
        expect(outcomeOf(given)).toMatch(/^(read|400 \$filter: )/);
      }),
    );
  });
});

function write(filter: Filter): string {
  if (filter.kind !== 'compare')
    return filter.terms.map((term) => `(${write(term)})`).join(` ${filter.kind} `);
  const { literal } = filter;
  const text = typeof literal === 'string' ? `'${literal.replaceAll("'", "''")}'` : String(literal);
  return `${filter.path} ${filter.operator} ${text}`;
}

/** -0 is written as 0. */
const noNegativeZero = (tree: Filter): Filter => JSON.parse(JSON.stringify(tree)) as Filter;

function outcomeOf(filter: string): string {
  try {
    parseFilter(filter);
    return 'read';
  } catch (error) {
    const { status, message } = error as { status: number; message: string };
    return `${status} ${message}`;
  }
}
