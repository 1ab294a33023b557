import { keyOf, quoted } from '../code/layout.ts';
import type { Line } from './line.ts';

/** How the code names a record of one side, and how the test's record is called then. */
export interface RecordName {
  /** An expression on `record`; undefined where no field can name it. */
  code: string;
  sample: string;
}

// What names a record best comes first.
const NAMES = ['name', 'title', 'product_name', 'code', 'transaction_number', 'email/address', 'description'];

/** How a mapping's records can be named, on both sides alike; undefined where none of its fields says it. */
export function recordNames(
  lines: readonly Line[],
): { connec: RecordName; external: RecordName } | undefined {
  const candidates = lines.filter(
    ({ connec, external, sample }) => isNear(connec) && isNear(external) && sample.connec !== undefined,
  );
  const found = (path: string) => candidates.find(({ connec }) => connec === path) ?? [];
  const person = ['first_name', 'last_name'].flatMap(found);
  if (person.length > 0 && !candidates.some(({ connec }) => connec === 'name'))
    return both((side) => joined(person, side));
  const line =
    NAMES.flatMap(found)[0] ??
    candidates.find(({ connecType, type }) => connecType === 'text' && (type ?? 'text') === 'text') ??
    candidates.find(({ connecType }) => connecType !== 'list' && connecType !== 'id');
  return line && both((side) => single(line, side));
}

// What lies deep in a record does not name it, and neither does what every object has for itself: "toString".
function isNear(path: string): boolean {
  const keys = path.split('/');
  return !path.includes('[') && keys.length <= 2 && path.length <= 40 && !keys.some((key) => key in {});
}

type Side = 'connec' | 'external';

const both = (name: (side: Side) => RecordName) => ({ connec: name('connec'), external: name('external') });

function joined(lines: readonly Line[], side: Side): RecordName {
  const fields = lines.map((line) => read(line[side]));
  if (lines.length === 1 || fields.join().length > 60) return single(lines[0] as Line, side);
  return {
    code: `[${fields.join(', ')}].filter(Boolean).join(' ')`,
    sample: lines.map(({ sample }) => sample[side]).join(' '),
  };
}

function single(line: Line, side: Side): RecordName {
  const value = line.sample[side];
  const code = read(line[side]);
  return typeof value === 'string'
    ? { code: `${code} as string`, sample: value }
    : { code: `String(${code} ?? '')`, sample: String(value) };
}

function read(path: string): string {
  const [first = '', ...rest] = path.split('/');
  const start = keyOf(first) === first ? `record.${first}` : `record[${quoted(first)}]`;
  return rest.reduce((code, key) => `(${code} as JsonObject | undefined)?.${optional(key)}`, start);
}

function optional(key: string): string {
  return keyOf(key) === key ? key : `[${quoted(key)}]`;
}
