import type { MappingContext } from './context.ts';
import { RecordError } from './errors.ts';
import { isWritten, type Path, parsePath, readPath, writePath } from './path.ts';
import { isObject, type JsonObject, type JsonValue } from './record.ts';

/** Turns a value into the other side's. `null` is written, `undefined` writes nothing. */
export type Convert = (value: never, context: MappingContext) => unknown;

/** Before: returns what the rules read. After: returns the result. Never change `input`: it is the caller's. */
export type Hook = (input: JsonObject, output: JsonObject, context: MappingContext) => JsonObject;

/** One line of a mapping: left always Connec!, right always external. */
export interface Rule {
  readonly connec: string;
  readonly external: string;
  /** Written, in both directions, where the other side has no value (null or missing; `false` and `''` are values). */
  readonly default?: JsonValue;
  readonly defaultToExternal?: JsonValue;
  readonly defaultToConnec?: JsonValue;
  readonly toExternal?: Convert;
  readonly toConnec?: Convert;
  /** Maps an object, or each object of a list, with another mapper. */
  readonly using?: Mapper;
  /** Travels in this direction only. */
  readonly only?: Direction;
}

export type Direction = 'toExternal' | 'toConnec';

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

/** A record the mapping does not fit: names the mapper, the line and the paths. */
export class MappingError extends RecordError {
  override name = 'MappingError';
}

/** One line: `map('address/billing/city', 'City', { default: 'Unknown' })`. */
export function map(connec: string, external: string, options: Omit<Rule, 'connec' | 'external'> = {}): Rule {
  return { ...options, connec, external };
}

/**
 * Makes a mapper of its lines. Where two lines write the same field, the first that has a value wins.
 * Semantics: contract/mapper.md §2 to §8.
 *
 * @throws {PathError} when a path is not one.
 */
export function mapper(rules: readonly Rule[], options: MapperOptions = {}): Mapper {
  const lines = rules.map(compile);
  return {
    rules,
    options,
    toExternal: (record, context) =>
      run('toExternal', lines, record, context, options, options.beforeToExternal, options.afterToExternal),
    toConnec: (record, context) =>
      run('toConnec', lines, record, context, options, options.beforeToConnec, options.afterToConnec),
  };
}

interface Line {
  rule: Rule;
  number: number;
  connec: Path;
  external: Path;
}

function compile(rule: Rule, index: number): Line {
  return { rule, number: index + 1, connec: parsePath(rule.connec), external: parsePath(rule.external) };
}

function run(
  direction: Direction,
  lines: readonly Line[],
  record: JsonObject,
  context: MappingContext,
  options: MapperOptions,
  before?: Hook,
  after?: Hook,
): JsonObject {
  const output: JsonObject = {};
  const input = before ? before(record, output, context) : record;
  for (const line of lines) {
    if (line.rule.only && line.rule.only !== direction) continue;
    try {
      apply(direction, line, input, output, context);
    } catch (error) {
      throw explain(error, direction, line, options);
    }
  }
  return after ? after(input, output, context) : output;
}

function apply(
  direction: Direction,
  line: Line,
  input: JsonObject,
  output: JsonObject,
  context: MappingContext,
) {
  const { rule } = line;
  const outward = direction === 'toExternal';
  const target = outward ? line.external : line.connec;
  const found = readPath(input, outward ? line.connec : line.external);
  const value =
    found === undefined ? copy(defaultOf(rule, outward)) : nest(direction, rule.using, found, context);
  if (value === undefined || isWritten(output, target)) return;

  const convert = outward ? rule.toExternal : rule.toConnec;
  const converted = convert ? (convert(value as never, context) as JsonValue) : value;
  if (converted !== undefined) writePath(output, target, converted);
}

function defaultOf(rule: Rule, outward: boolean): JsonValue {
  return (outward ? rule.defaultToExternal : rule.defaultToConnec) ?? rule.default;
}

function nest(
  direction: Direction,
  using: Mapper | undefined,
  value: JsonValue,
  context: MappingContext,
): JsonValue {
  if (!using) return copy(value);
  if (Array.isArray(value)) return value.map((item) => nest(direction, using, item, context));
  if (!isObject(value))
    throw new MappingError(`${JSON.stringify(value)} stands where an object is to be mapped`);
  return using[direction](value, context);
}

/** Later lines may write into what earlier ones brought: never into the caller's record. */
function copy(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(copy);
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const key of Object.keys(value)) result[key] = copy(value[key]);
  return result;
}

function explain(error: unknown, direction: Direction, line: Line, options: MapperOptions): MappingError {
  const place = `${options.name ?? 'mapper'}, line ${line.number} (${line.rule.connec} ↔ ${line.rule.external}), ${direction}`;
  const reason = error instanceof Error ? error.message : String(error);
  return new MappingError(`${place}: ${reason}`, { cause: error });
}
