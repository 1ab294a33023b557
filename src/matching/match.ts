import type { Field } from '../connec/resources.ts';
import type { ExternalField } from '../description/fields.ts';
import { assign } from './assign.ts';
import { calledOf } from './called.ts';
import { isOwn } from './reference.ts';
import { type Score, score } from './score.ts';
import { meantBy } from './usual-names.ts';
import { wordsOf } from './words.ts';

/** What is matched. */
export interface Sides {
  /** The hub's collection: "people". */
  resource: string;
  /** What the records are called on both sides: "contact_name" of a contact is its name. */
  names: readonly string[];
  /** What the project calls records that the hub calls so: "organization" → "account". */
  synonyms: (refersTo: string) => readonly string[];
}

/** A field of the hub that may be a field of the application. */
export interface Match extends Score {
  field: Field;
  external: ExternalField;
}

const LEAST = 0.5;
/** From this score on, a match is taken where nobody is asked. */
export const CONFIDENT = 0.75;

/** Pairs up fields that seem to mean the same, each once, the surest first. */
export function match(sides: Sides, fields: readonly Field[], externals: readonly ExternalField[]): Match[] {
  const rows = fields.filter(({ type }) => type !== 'list');
  const columns = externals.filter(mayBeProposed);
  const own = sides.names.map(wordsOf);
  const called = columns.map((external) => calledOf(external, own));
  const scores = rows
    .map((field) => meantBy(sides.resource, field, field.refersTo ? sides.synonyms(field.refersTo) : []))
    .map((meant) => called.map((one) => score(meant, one)));
  const values = scores.map((row) => row.map(({ value }, index) => preferred(value, columns[index])));
  return assign(values, LEAST)
    .flatMap((column, row) => {
      const [field, external, found] = [rows[row], columns[column ?? -1], scores[row]?.[column ?? -1]];
      return field && external && found ? [{ ...found, field, external }] : [];
    })
    .sort((one, other) => other.value - one.value);
}

// Of fields that are equally like it the one that lies higher is meant.
function preferred(value: number, external: ExternalField | undefined): number {
  return value - (external?.path.split('/').length ?? 1) / 1000;
}

// What the application sets alone or never tells, and what holds other fields, is not mapped.
function mayBeProposed({ path, schema, isReadOnly, isWriteOnly }: ExternalField): boolean {
  if (isReadOnly || isWriteOnly || isOwn(path)) return false;
  return schema.kind !== 'list' && schema.kind !== 'object';
}
