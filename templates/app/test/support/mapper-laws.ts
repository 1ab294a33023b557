import fc, { type Arbitrary } from 'fast-check';
import { covers } from '../../src/engine/fingerprint.ts';
import type { JsonObject, JsonValue, Mapper, MappingContext, PlainRule } from '../../src/engine/index.ts';
import { parsePath, readPath, writePath } from '../../src/engine/path.ts';
import { mappingContext } from './mapping-context.ts';

type Side = 'connec' | 'external';

/** A field that is not what it was when its record has been to the other side and back. */
export interface LossyField {
  /** The side the record set out from. */
  from: Side;
  path: string;
  /** The smallest record found that shows it. */
  record: JsonObject;
  /** What came back there, or why nothing did. */
  returned: JsonValue;
}

export interface LawOptions {
  /** What fields hold, by their path on that side; text where nothing is said. */
  connec?: Record<string, Arbitrary<unknown>>;
  external?: Record<string, Arbitrary<unknown>>;
  context?: MappingContext;
  /** Generated records for each field. Default 100. */
  runs?: number;
  seed?: number;
}

/**
 * The law of a mapper: what goes out and comes back is unchanged on the fields that the mapper owns, those with a line
 * in both directions. Tried with generated records, from either side.
 *
 * @returns the fields that break it; an empty list for a mapper that loses nothing.
 */
export function lossyFields<Connec, External>(
  mapper: Mapper<Connec, External>,
  options: LawOptions = {},
): LossyField[] {
  return (['connec', 'external'] as const).flatMap((side) => {
    const rules = owned(mapper.rules);
    const records = recordsOf(rules, side, options[side]);
    const paths = new Set(rules.map((rule) => rule[side]));
    return [...paths].flatMap((path) => counterexample(mapper, side, path, records, options) ?? []);
  });
}

const owned = (rules: readonly PlainRule[]) => rules.filter(({ only }) => only === undefined);

function counterexample(
  mapper: Pick<Mapper, 'toConnec' | 'toExternal'>,
  from: Side,
  path: string,
  records: Arbitrary<JsonObject>,
  { context = mappingContext(), runs = 100, seed = 1 }: LawOptions,
): LossyField | undefined {
  const at = parsePath(path);
  const back = (record: JsonObject): JsonValue => {
    const there = from === 'connec' ? mapper.toExternal(record, context) : mapper.toConnec(record, context);
    const home = from === 'connec' ? mapper.toConnec(there, context) : mapper.toExternal(there, context);
    return readPath(home, at);
  };
  const law = fc.property(records, (record) => covers(back(record), readPath(record, at)));
  const { counterexample: found } = fc.check(law, { numRuns: runs, seed });
  if (!found) return undefined;
  const [record] = found;
  return { from, path, record, returned: attempt(() => back(record)) };
}

function attempt(read: () => JsonValue): JsonValue {
  try {
    return read();
  } catch (error) {
    return (error as Error).message;
  }
}

/** Records that have some of the fields. */
function recordsOf(
  rules: readonly PlainRule[],
  side: Side,
  values: Record<string, Arbitrary<unknown>> = {},
): Arbitrary<JsonObject> {
  const fields = Object.fromEntries(
    rules.map((rule) => [rule[side], values[rule[side]] ?? usual(rule, side)]),
  );
  return fc.record(fields, { requiredKeys: [] }).map((found) => {
    const record: JsonObject = {};
    for (const [path, value] of Object.entries(found)) writePath(record, parsePath(path), value as JsonValue);
    return record;
  });
}

function usual({ using }: PlainRule, side: Side): Arbitrary<unknown> {
  if (using) return fc.array(recordsOf(owned(using.rules), side), { maxLength: 3 });
  return fc.string({ minLength: 1 });
}
