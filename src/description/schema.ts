import { chooseAlternatives } from './alternatives.ts';
import { gather } from './gather.ts';
import { own, ownList, ownText } from './json.ts';
import { allowsNull, type Choice, choicesOf, type Kind, kindOf, last } from './keywords.ts';
import { childOf, childrenOf, nameOf, type Place } from './pointer.ts';
import type { Description } from './read.ts';

/** What a record or a field of one is, as far as mapping it depends on that. */
export interface Schema {
  /** "any" where the description leaves it open. */
  kind: Exclude<Kind, 'integer'>;
  /** A number without fractions. */
  isWhole: boolean;
  /** "date", "date-time", "uuid", "unix-time" … */
  format: string | undefined;
  /** All values that it may have, null aside. */
  choices: readonly Choice[] | undefined;
  /** In characters. */
  maxLength: number | undefined;
  isNullable: boolean;
  /** Set by the application alone. */
  isReadOnly: boolean;
  /** Never told by the application: passwords. */
  isWriteOnly: boolean;
  isDeprecated: boolean;
  hasDefault: boolean;
  /** The fields of an object; none where it may have any, and where it contains itself or lies too deep. */
  members: readonly Member[];
  /** What a list holds. */
  items: Schema | undefined;
}

/** The values that code lists for a field; of very many it says only what they are. */
export function listedChoices({ kind, choices }: Schema): readonly Choice[] | undefined {
  const most = kind === 'text' ? 30 : 8;
  return kind === 'boolean' || (choices && choices.length > most) ? undefined : choices;
}

/** A field of an object. */
export interface Member {
  name: string;
  isRequired: boolean;
  schema: Schema;
}

// Records are not deeper. Objects of other kinds, embedded in each other, have no end: the more there are, the less
// deep they are read.
const DEPTHS = [6, 4, 3, 2];
const MOST_MEMBERS = 1000;

/** A schema of which nothing is known. */
export const anything: Schema = {
  kind: 'any',
  isWhole: false,
  format: undefined,
  choices: undefined,
  maxLength: undefined,
  isNullable: false,
  isReadOnly: false,
  isWriteOnly: false,
  isDeprecated: false,
  hasDefault: false,
  members: [],
  items: undefined,
};

/**
 * Reads a schema of OpenAPI 3.0 or 3.1, or a JSON Schema: references and `allOf` are put together; of `oneOf` and
 * `anyOf` null makes it nullable, and of several objects the first counts.
 *
 * @throws {UserError} when a reference leads nowhere or to the web.
 */
export function readSchema(description: Description, place: Place): Schema {
  for (const deepest of DEPTHS) {
    const count = { members: 0 };
    const schema = readAll({ description, within: new Set(), depth: 0, deepest, count }, [place]);
    if (count.members <= MOST_MEMBERS) return schema;
  }
  const shallow = { description, within: new Set<string>(), depth: 0, deepest: 1, count: { members: 0 } };
  return readAll(shallow, [place]);
}

interface Reading {
  description: Description;
  /** The objects that this lies in. */
  within: ReadonlySet<string>;
  depth: number;
  deepest: number;
  count: { members: number };
}

/** Reads what several schemas say of the same thing; of two that contradict each other the last is right. */
function readAll(reading: Reading, places: readonly Place[]): Schema {
  const { description, depth } = reading;
  const all = places.flatMap((place) => gather(description, place));
  const { parts, isNullable, choices, isMixed } = chooseAlternatives(description, all, depth === 0);
  const values = parts.map(({ value }) => value);
  const kind = isMixed ? 'any' : kindOf(values);
  const has = (key: string) => values.some((value) => own(value, key) === true);
  return {
    kind: kind === 'integer' ? 'number' : kind,
    isWhole: kind === 'integer',
    format: isMixed ? undefined : last(values, (value) => ownText(value, 'format')),
    choices: fitting(choices === 'open' ? undefined : (choices ?? choicesOf(values)), kind),
    maxLength: lowest(values.map((value) => own(value, 'maxLength'))),
    isNullable: isNullable || has('nullable') || has('x-nullable') || values.some(allowsNull),
    isReadOnly: has('readOnly'),
    isWriteOnly: has('writeOnly'),
    isDeprecated: has('deprecated'),
    hasDefault: values.some((value) => own(value, 'default') !== undefined),
    members: kind === 'object' ? membersOf(reading, parts) : [],
    items: kind === 'list' ? itemsOf(reading, parts) : undefined,
  };
}

function membersOf(reading: Reading, parts: readonly Place[]): Member[] {
  const { within, depth, deepest, count } = reading;
  const names = parts.filter((part) => childOf(part, 'properties')).map(nameOf);
  const isTooMuch = depth >= deepest || (depth > 0 && count.members > MOST_MEMBERS);
  if (isTooMuch || names.some((name) => within.has(name))) return [];
  const inner = { ...reading, within: new Set([...within, ...names]), depth: depth + 1 };
  const required = new Set(parts.flatMap(({ value }) => ownList(value, 'required')));
  return [...propertiesOf(parts)].flatMap(([name, places]) => {
    count.members += 1;
    if (places.some(({ value }) => value === false)) return [];
    return [{ name, isRequired: required.has(name), schema: readAll(inner, places) }];
  });
}

function propertiesOf(parts: readonly Place[]): Map<string, Place[]> {
  const found = new Map<string, Place[]>();
  for (const part of parts) {
    const properties = childOf(part, 'properties');
    for (const [name, place] of properties ? childrenOf(properties) : [])
      found.set(name, [...(found.get(name) ?? []), place]);
  }
  return found;
}

function itemsOf(reading: Reading, parts: readonly Place[]): Schema {
  const items = parts.flatMap((part) => childOf(part, 'items') ?? []);
  if (items.length === 0 || reading.depth >= reading.deepest) return anything;
  return readAll({ ...reading, depth: reading.depth + 1 }, items);
}

const TYPES: Record<Kind, string> = {
  text: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  object: '',
  list: '',
  any: '',
};

function fitting(choices: readonly Choice[] | undefined, kind: Kind): Choice[] | undefined {
  const found = choices?.filter((choice) => typeof choice === TYPES[kind]) ?? [];
  return found.length === 0 ? undefined : found;
}

function lowest(values: readonly unknown[]): number | undefined {
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length === 0 ? undefined : Math.min(...numbers);
}
