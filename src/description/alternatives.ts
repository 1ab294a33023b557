import { gather } from './gather.ts';
import { allowsNull, type Choice, choicesOf, type Kind, kindOf, typesOf } from './keywords.ts';
import { childOf, childrenOf, nameOf, type Place } from './pointer.ts';
import type { Description } from './read.ts';

/** What `oneOf` and `anyOf` come down to. */
export interface Alternatives {
  /** The schemas that hold: what was given, and the alternative that counts. */
  parts: readonly Place[];
  isNullable: boolean;
  /** What all alternatives list together; "open" where one of them lists nothing. */
  choices: Choice[] | 'open' | undefined;
  /** Alternatives of different kinds: no single one can count. */
  isMixed: boolean;
}

/**
 * Chooses among the alternatives of schemas that hold together.
 *
 * @param isRecord an object is wanted: other kinds of alternatives do not count.
 */
export function chooseAlternatives(
  description: Description,
  places: readonly Place[],
  isRecord: boolean,
): Alternatives {
  return chooseAll({ description, isRecord, around: [] }, places);
}

// Alternatives of alternatives multiply.
const DEEPEST = 4;

interface Choosing {
  description: Description;
  isRecord: boolean;
  /** The lists of alternatives that this lies in: one that lists itself adds nothing. */
  around: readonly string[];
}

function chooseAll(choosing: Choosing, places: readonly Place[]): Alternatives {
  const lists = places.flatMap((place) => ['oneOf', 'anyOf'].flatMap((key) => childOf(place, key) ?? []));
  return lists
    .filter((list) => choosing.around.length < DEEPEST && !choosing.around.includes(nameOf(list)))
    .map((list) => choose(choosing, list))
    .reduce(merged, { ...nothing, parts: places });
}

const nothing: Alternatives = { parts: [], isNullable: false, choices: undefined, isMixed: false };

function choose(choosing: Choosing, list: Place): Alternatives {
  const inner = { ...choosing, around: [...choosing.around, nameOf(list)] };
  const options = childrenOf(list).map(([, place]) => optionOf(inner, place));
  const isNullable = options.some((option) => option === 'null' || option.isNullable);
  // An alternative may only ask for this field or that one: it says nothing of what it is.
  const telling = options.filter((option) => option !== 'null' && option.kind !== 'any') as Option[];
  const objects = telling.filter(({ kind }) => kind === 'object');
  const [first, ...others] = choosing.isRecord && objects.length > 0 ? objects : telling;
  if (!first) return { ...nothing, isNullable };
  if (others.some(({ kind }) => kind !== first.kind)) return { ...nothing, isNullable, isMixed: true };
  return { ...nothing, parts: first.parts, isNullable, choices: together([first, ...others]) };
}

interface Option {
  parts: readonly Place[];
  kind: Kind;
  isNullable: boolean;
}

function optionOf(choosing: Choosing, place: Place): Option | 'null' {
  const gathered = gather(choosing.description, place);
  if (gathered.some(({ value }) => isNull(value))) return 'null';
  const { parts, isNullable } = chooseAll(choosing, gathered);
  return { parts, isNullable, kind: kindOf(parts.map(({ value }) => value)) };
}

const isNull = (value: unknown) =>
  allowsNull(value) && typesOf(value).every((type) => type === 'null') && !choicesOf([value]);

function together(options: readonly Option[]): Alternatives['choices'] {
  if (options.length < 2) return undefined;
  const lists = options.map(({ parts }) => choicesOf(parts.map(({ value }) => value)));
  const all = lists.flatMap((list) => list ?? []);
  if (all.length === 0) return undefined;
  return lists.includes(undefined) ? 'open' : [...new Set(all)];
}

const merged = (one: Alternatives, other: Alternatives): Alternatives => ({
  parts: [...one.parts, ...other.parts],
  isNullable: one.isNullable || other.isNullable,
  choices: other.choices ?? one.choices,
  isMixed: one.isMixed || other.isMixed,
});
