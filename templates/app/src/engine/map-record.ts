import type { MappingContext } from './context.ts';
import { messageOf, RecordError } from './errors.ts';
import type { Convert, Direction, Hook, MapperOptions, PlainRule } from './mapper.ts';
import { isWritten, type Path, parsePath, readPath, writePath } from './path.ts';
import { isObject, type JsonObject, type JsonValue, kindOf } from './record.ts';

/** A mapper made ready to run in one direction. */
export interface Mapping {
  readonly direction: Direction;
  readonly name: string;
  readonly lines: readonly Line[];
  readonly before: Hook | undefined;
  readonly after: Hook | undefined;
}

interface Line {
  readonly rule: PlainRule;
  readonly number: number;
  readonly from: Path;
  readonly to: Path;
  readonly convert: Convert | undefined;
  readonly fallback: JsonValue;
}

/** A record the mapping does not fit: names the mapper, the line and the paths. */
export class MappingError extends RecordError {
  override name = 'MappingError';
}

/** @throws {PathError} when a path is not one. */
export function compile(direction: Direction, rules: readonly PlainRule[], options: MapperOptions): Mapping {
  const outward = direction === 'toExternal';
  return {
    direction,
    name: options.name ?? 'mapper',
    lines: rules
      .map((rule, index) => compileLine(rule, index + 1, outward))
      .filter(({ rule }) => rule.only === undefined || rule.only === direction),
    before: outward ? options.beforeToExternal : options.beforeToConnec,
    after: outward ? options.afterToExternal : options.afterToConnec,
  };
}

function compileLine(rule: PlainRule, number: number, outward: boolean): Line {
  const connec = parsePath(rule.connec);
  const external = parsePath(rule.external);
  const fallback = outward ? rule.defaultToExternal : rule.defaultToConnec;
  return {
    rule,
    number,
    from: outward ? connec : external,
    to: outward ? external : connec,
    convert: outward ? rule.toExternal : rule.toConnec,
    fallback: fallback === undefined ? rule.default : fallback,
  };
}

/** Never changes the record: hooks are given a copy, and so is what later lines may write into. */
export function mapRecord(mapping: Mapping, record: JsonObject, context: MappingContext): JsonObject {
  const { before, after, lines } = mapping;
  const output: JsonObject = {};
  let input = before || after ? (copy(record) as JsonObject) : record;
  if (before) input = runHook(mapping, 'before', before, input, output, context);
  for (const line of lines) {
    try {
      mapLine(mapping.direction, line, input, output, context);
    } catch (error) {
      throw explain(mapping, line, error);
    }
  }
  return after ? runHook(mapping, 'after', after, input, output, context) : output;
}

function mapLine(
  direction: Direction,
  { rule, from, to, convert, fallback }: Line,
  input: JsonObject,
  output: JsonObject,
  context: MappingContext,
): void {
  if (rule.when && !rule.when(input, context)) return;
  const found = read(rule, from, input, context);
  if ((found === undefined && fallback === undefined) || isWritten(output, to)) return;

  const value = found === undefined ? copy(fallback) : nest(direction, rule, found, context);
  const converted = convert ? (convert(value as never, context) as JsonValue) : value;
  if (converted !== undefined) writePath(output, to, converted);
}

function read(
  { value, compute }: PlainRule,
  from: Path,
  input: JsonObject,
  context: MappingContext,
): JsonValue {
  if (compute) return compute(input, context);
  return value === undefined ? readPath(input, from) : value;
}

function nest(direction: Direction, rule: PlainRule, value: JsonValue, context: MappingContext): JsonValue {
  if (!rule.using) return copy(value);
  if (Array.isArray(value)) return value.map((item) => nest(direction, rule, item, context));
  if (isObject(value)) return rule.using[direction](value, context);
  throw new MappingError(`${kindOf(value)} stands where an object is to be mapped`);
}

function copy(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(copy);
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const key of Object.keys(value)) if (key !== '__proto__') result[key] = copy(value[key]);
  return result;
}

function runHook(
  { name, direction }: Mapping,
  moment: 'before' | 'after',
  hook: Hook,
  input: JsonObject,
  output: JsonObject,
  context: MappingContext,
): JsonObject {
  const place = `${name}, the hook ${moment} ${direction}`;
  let result: JsonObject;
  try {
    result = hook(input, output, context);
  } catch (error) {
    throw new MappingError(`${place}: ${messageOf(error)}`, { cause: error });
  }
  if (!isObject(result)) throw new MappingError(`${place} must return a record, not ${kindOf(result)}`);
  return result;
}

function explain({ name, direction }: Mapping, { number, rule }: Line, error: unknown): MappingError {
  const place = `${name}, line ${number} (${rule.connec} ↔ ${rule.external}), ${direction}`;
  return new MappingError(`${place}: ${messageOf(error)}`, { cause: error });
}
