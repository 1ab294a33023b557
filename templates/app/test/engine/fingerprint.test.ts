import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, fingerprint } from '../../src/engine/fingerprint.ts';
import { isBlank, type JsonObject, type JsonValue } from '../../src/engine/record.ts';

const key = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof<fc.Arbitrary<JsonValue>[]>(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));
const record = fc.dictionary(key, value, { maxKeys: 5 });

/** The same content with the keys of every object in another order. */
function turned(json: JsonValue): JsonValue {
  if (Array.isArray(json)) return json.map(turned);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .reverse()
      .map(([name, child]) => [name, turned(child)]),
  );
}

describe('a fingerprint', () => {
  test('is the same whatever the order of the keys', () => {
    fc.assert(
      fc.property(record, (json) => {
        expect(fingerprint(turned(json))).toBe(fingerprint(json));
      }),
    );
  });

  test('is another one when any value is another', () => {
    fc.assert(
      fc.property(record, key, fc.string({ minLength: 1 }), value, (json, name, text, other) => {
        fc.pre(!isBlank(other) && other !== text && !holdsNothing(other));
        expect(fingerprint({ ...json, [name]: text })).not.toBe(fingerprint({ ...json, [name]: other }));
        expect(fingerprint({ deep: [{ ...json, [name]: text }] })).not.toBe(
          fingerprint({ deep: [{ ...json, [name]: other }] }),
        );
      }),
    );
  });

  test('does not count what is blank, however deep', () => {
    const bare = fingerprint({ name: 'Ada' });
    const blank = {
      nick: '',
      list: [],
      none: null,
      gone: undefined,
      address: { billing: { city: null }, tags: [] },
    };
    expect(fingerprint({ name: 'Ada', ...blank })).toBe(bare);
  });

  test('counts false and 0, the order of a list, and whether something is text', () => {
    const all = [
      {},
      { a: false },
      { a: 0 },
      { a: '0' },
      { a: [1, 2] },
      { a: [2, 1] },
      { a: ['1', 2] },
      { a: [[1], 2] },
    ];
    expect(new Set(all.map(fingerprint)).size).toBe(all.length);
  });

  test('counts dates, which some API clients give instead of text', () => {
    const at = (instant: number) => fingerprint({ date: new Date(instant) as never });
    expect(at(0)).not.toBe(at(1));
    expect(at(0)).toBe(fingerprint({ date: '1970-01-01T00:00:00.000Z' }));
  });

  test('is short text, and never the content', () => {
    expect(fingerprint({ name: 'Ada' })).toMatch(/^[\w+/]{27}=$/);
    expect(fingerprint(undefined)).toBe(fingerprint(null));
  });
});

describe('a record covers another', () => {
  test('when it is the same', () => {
    fc.assert(
      fc.property(value, (json) => {
        expect(covers(json, json)).toBe(true);
        expect(covers(turned(json), json)).toBe(true);
      }),
    );
  });

  test('still when it says more, and when the other says less', () => {
    fc.assert(
      fc.property(record, record, key, value, (whole, part, name, more) => {
        fc.pre(!Object.hasOwn(whole, name));
        expect(covers({ ...whole, [name]: more }, whole)).toBe(true);
        if (covers(whole, part))
          expect(covers({ ...whole, [name]: more }, { ...part, [name]: more })).toBe(true);
        const { [Object.keys(part)[0] ?? '']: _first, ...less } = part;
        if (covers(whole, part)) expect(covers(whole, less)).toBe(true);
      }),
    );
  });

  test('not when the other says something that it does not, or says it otherwise', () => {
    const whole: JsonObject = { a: 1, b: { c: 'x' }, list: [{ d: 1 }, { d: 2 }], none: null };
    const parts: JsonObject[] = [
      { a: 2 },
      { e: 1 },
      { b: 'x' },
      { b: { c: 'y' } },
      { list: [{ d: 1 }] },
      { list: [{ d: 2 }, { d: 1 }] },
      { none: 'null' },
      { e: 'undefined' },
      { list: '[object Object],[object Object]' },
    ];
    for (const part of parts) expect([part, covers(whole, part)]).toEqual([part, false]);
  });

  test('when the other has only blanks where it has nothing', () => {
    expect(covers({}, { a: null, b: '', c: [], d: { e: { f: null } } })).toBe(true);
    expect(covers({ d: 'x' }, { d: {} })).toBe(true);
  });

  test('when one side writes a number, an id or a date as text', () => {
    expect(covers({ id: 7, active: true }, { id: '7', active: 'true' })).toBe(true);
    expect(covers({ at: new Date(0) as never }, { at: '1970-01-01T00:00:00.000Z' })).toBe(true);
    expect(covers({ at: new Date(0) as never }, { at: new Date(0) as never })).toBe(true);
  });
});

function holdsNothing(json: JsonValue): boolean {
  if (Array.isArray(json) || isBlank(json)) return isBlank(json);
  return typeof json === 'object' && Object.values(json as JsonObject).every(holdsNothing);
}
