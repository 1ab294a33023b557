import { type Kind, kinds } from './mapping.ts';
import { at, idIn, type Json } from './record.ts';

/** All records of both sides: `connec` by the hub's resource, `acme` by Acme's collection. */
export interface BothSides {
  connec: Record<string, Json[]>;
  acme: Record<string, Json[]>;
}

export interface Comparison {
  /** Pairs of records that were compared. */
  records: number;
  /** Pairs of values that were compared. */
  values: number;
  /** In words; none when both sides are equal. */
  differences: string[];
}

const PROVIDER = 'acme';

/** Compares both sides record by record and field by field. A record belongs to the one its list of ids names. */
export function compare(sides: BothSides): Comparison {
  const results = kinds.map((kind) =>
    compareKind(kind, sides.connec[kind.resource] ?? [], sides.acme[kind.collection] ?? []),
  );
  return {
    records: results.reduce((sum, { records }) => sum + records, 0),
    values: results.reduce((sum, { values }) => sum + values, 0),
    differences: results.flatMap(({ differences }) => differences),
  };
}

function compareKind(kind: Kind, connec: Json[], acme: Json[]): Comparison {
  const left = new Map(acme.map((record) => [String(record.id), record]));
  const differences: string[] = [];
  let records = 0;
  for (const record of connec) {
    const id = idIn(record.id, PROVIDER) ?? '';
    const other = left.get(id);
    if (other) {
      records += 1;
      differences.push(...compareRecords(kind, record, other));
    } else {
      differences.push(`${nameOf(record)}: in the hub, not in Acme${id && ` (nor anybody else as ${id})`}`);
    }
    left.delete(id);
  }
  for (const record of left.values()) differences.push(`${nameOf(record)}: in Acme, not in the hub`);
  return { records, values: records * (kind.fields.length + kind.references.length), differences };
}

function compareRecords({ fields, references }: Kind, connec: Json, acme: Json): string[] {
  const pairs = [
    ...fields.map(([path, field]) => [path, at(connec, path), field, acme[field]] as const),
    ...references.map(
      ([path, field]) => [path, idIn(at(connec, path), PROVIDER), field, acme[field]] as const,
    ),
  ];
  return pairs
    .filter(([, ours, , theirs]) => text(ours) !== text(theirs))
    .map(
      ([path, ours, field, theirs]) =>
        `${nameOf(connec)}: ${path} is "${text(ours)}" in the hub, ${field} is "${text(theirs)}" in Acme`,
    );
}

/** What is not there, null and blank are the same. */
const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

const nameOf = ({ name, first_name, last_name }: Json): string =>
  text(name) || [first_name, last_name].map(text).join(' ').trim();
