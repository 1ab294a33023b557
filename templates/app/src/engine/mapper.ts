import type { MappingContext } from './context.ts';
import { RecordError } from './errors.ts';
import { compile, mapRecord } from './map-record.ts';
import type { JsonObject, JsonValue } from './record.ts';
import type { PathOf, TypedOptions, Untyped, ValueAt } from './typed-paths.ts';

/** Turns a value into the other side's. `null` is written, `undefined` writes nothing. */
export type Convert = (value: never, context: MappingContext) => unknown;

/**
 * Before: returns what the rules read, and may write `output` before they do. After: returns the result. `input`
 * is a copy of the record: a hook may change it.
 */
export type Hook = (input: JsonObject, output: JsonObject, context: MappingContext) => JsonObject;

export type Direction = 'toExternal' | 'toConnec';

/** What a line may say besides its two paths. */
export interface RuleOptions {
  /** Written, in both directions, where the other side has no value (null or missing; `false` and `''` are values). */
  readonly default?: JsonValue;
  /** The default of one direction only. It goes through the converter too. */
  readonly defaultToExternal?: JsonValue;
  readonly defaultToConnec?: JsonValue;
  readonly toExternal?: Convert;
  readonly toConnec?: Convert;
  /** Maps an object, or each object of a list, with another mapper, before the converter. */
  readonly using?: Mapper;
  /** Travels in this direction only. */
  readonly only?: Direction;
  /** Travels only where this is true of the record that is read. */
  readonly when?: (record: JsonObject, context: MappingContext) => boolean;
}

/** A line as it is carried out, whatever is known of the records. */
export interface PlainRule extends RuleOptions {
  readonly connec: string;
  readonly external: string;
  /** Written whatever the other side has: see `constant`. */
  readonly value?: JsonValue;
  /** Written from the whole record: see `computed`. */
  readonly compute?: (record: JsonObject, context: MappingContext) => JsonValue;
}

/** One line of a mapping: left always Connec!, right always external. */
export interface Rule<Connec = Untyped, External = Untyped> extends PlainRule {
  readonly connec: PathOf<Connec> & string;
  readonly external: PathOf<External> & string;
}

export interface MapperOptions {
  /** Names the mapper in errors. */
  readonly name?: string;
  readonly beforeToExternal?: Hook;
  readonly afterToExternal?: Hook;
  readonly beforeToConnec?: Hook;
  readonly afterToConnec?: Hook;
}

/** A mapping in both directions. Extend one by `mapper([...other.rules, map(…)], other.options)`. */
export interface Mapper<Connec = Untyped, External = Untyped> {
  readonly rules: readonly Rule<Connec, External>[];
  readonly options: MapperOptions;
  /** @throws {MappingError} */
  toExternal(record: JsonObject, context: MappingContext): JsonObject;
  /** @throws {MappingError} */
  toConnec(record: JsonObject, context: MappingContext): JsonObject;
}

export { MappingError } from './map-record.ts';

/**
 * One line: `map('address/billing/city', 'City', { default: 'Unknown' })`. Within a `mapper<Person, Contact>` both
 * paths are checked, and so are converters: where the two fields do not hold the same, they cannot be left out.
 */
export function map<
  Connec = Untyped,
  External = Untyped,
  const C extends PathOf<Connec> = PathOf<Connec>,
  const E extends PathOf<External> = PathOf<External>,
>(
  connec: C,
  external: E,
  ...[options]: TypedOptions<ValueAt<Connec, C>, ValueAt<External, E>>
): Rule<Connec, External> {
  return { ...(options as RuleOptions), connec, external };
}

/** A field that always says the same to one side: `constant('toConnec', 'is_lead', true)`. */
export function constant<Connec = Untyped, External = Untyped, const Only extends Direction = Direction>(
  only: Only,
  path: NoInfer<WrittenPath<Only, Connec, External>>,
  value: JsonValue,
): Rule<Connec, External> {
  return { ...written(path), only, value };
}

/**
 * A field of one side that is made of several of the other's, or of what the context has; `undefined` writes nothing:
 * `computed('toExternal', 'FullName', (person) => [person.first_name, person.last_name].filter(Boolean).join(' '))`.
 */
export function computed<Connec = Untyped, External = Untyped, const Only extends Direction = Direction>(
  only: Only,
  path: NoInfer<WrittenPath<Only, Connec, External>>,
  compute: (record: JsonObject, context: MappingContext) => JsonValue,
): Rule<Connec, External> {
  return { ...written(path), only, compute };
}

type WrittenPath<Only, Connec, External> = Only extends 'toExternal' ? PathOf<External> : PathOf<Connec>;

/** Only the path of the side that is written counts. */
const written = (path: unknown) => ({ connec: path as never, external: path as never });

/**
 * Two-way names for the same values: `map('status', 'State', choices({ DRAFT: 'open', PAID: 'settled' }))`. Where two
 * on the left have the same on the right, the first is what comes back.
 *
 * @throws {RecordError} when mapping a value that is not listed.
 */
export function choices<
  const Connec extends string | number,
  const External extends string | number | boolean,
>(table: Record<Connec, External>): Choices<Connec, External> {
  const pairs = Object.entries(table) as [Connec, External][];
  const toExternal = new Map(pairs.map(([connec, external]) => [String(connec), external]));
  const toConnec = new Map<string, Connec>();
  for (const [connec, external] of pairs)
    if (!toConnec.has(String(external))) toConnec.set(String(external), connec);
  return {
    toExternal: (value) => chosen(toExternal, value),
    toConnec: (value) => chosen(toConnec, value),
  };
}

interface Choices<Connec, External> {
  toExternal(value: Connec): External;
  toConnec(value: External): Connec;
}

function chosen<Value>(values: ReadonlyMap<string, Value>, value: unknown): Value {
  const found = values.get(String(value));
  if (found === undefined) throw new RecordError(`the value is none of ${[...values.keys()].join(', ')}`);
  return found;
}

/**
 * Makes a mapper of its lines. Where two lines write the same field, the first that has a value wins.
 * `mapper<Person, Contact>` has every path and converter checked against the two types; without them any path will do.
 * Semantics: contract/mapper.md §2 to §8.
 *
 * @throws {PathError} when a path is not one.
 */
export function mapper<Connec = Untyped, External = Untyped>(
  rules: readonly Rule<Connec, External>[],
  options: MapperOptions = {},
): Mapper<Connec, External> {
  const outward = compile('toExternal', rules, options);
  const inward = compile('toConnec', rules, options);
  return {
    rules,
    options,
    toExternal: (record, context) => mapRecord(outward, record, context),
    toConnec: (record, context) => mapRecord(inward, record, context),
  };
}
