import type { MappingContext } from './context.ts';
import { compile, mapRecord } from './map-record.ts';
import type { JsonObject, JsonValue } from './record.ts';

/** Turns a value into the other side's. `null` is written, `undefined` writes nothing. */
export type Convert = (value: never, context: MappingContext) => unknown;

/**
 * Before: returns what the rules read, and may write `output` before they do. After: returns the result. `input`
 * is a copy of the record: a hook may change it.
 */
export type Hook = (input: JsonObject, output: JsonObject, context: MappingContext) => JsonObject;

export type Direction = 'toExternal' | 'toConnec';

/** One line of a mapping: left always Connec!, right always external. */
export interface Rule {
  readonly connec: string;
  readonly external: string;
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
  /** Written whatever the other side has: see `constant`. */
  readonly value?: JsonValue;
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
export interface Mapper {
  readonly rules: readonly Rule[];
  readonly options: MapperOptions;
  /** @throws {MappingError} */
  toExternal(record: JsonObject, context: MappingContext): JsonObject;
  /** @throws {MappingError} */
  toConnec(record: JsonObject, context: MappingContext): JsonObject;
}

export { MappingError } from './map-record.ts';

/** One line: `map('address/billing/city', 'City', { default: 'Unknown' })`. */
export function map(connec: string, external: string, options: Omit<Rule, 'connec' | 'external'> = {}): Rule {
  return { ...options, connec, external };
}

/** A field that always says the same to one side: `constant('toConnec', 'is_lead', true)`. */
export function constant(only: Direction, path: string, value: JsonValue): Rule {
  return { connec: path, external: path, only, value };
}

/**
 * Makes a mapper of its lines. Where two lines write the same field, the first that has a value wins.
 * Semantics: contract/mapper.md §2 to §8.
 *
 * @throws {PathError} when a path is not one.
 */
export function mapper(rules: readonly Rule[], options: MapperOptions = {}): Mapper {
  const outward = compile('toExternal', rules, options);
  const inward = compile('toConnec', rules, options);
  return {
    rules,
    options,
    toExternal: (record, context) => mapRecord(outward, record, context),
    toConnec: (record, context) => mapRecord(inward, record, context),
  };
}
