import type { Field } from '../connec/resources.ts';
import type { ExternalField } from '../description/fields.ts';
import { assign } from './assign.ts';
import { isOwn } from './reference.ts';
import { type Score, type Sides, score } from './score.ts';

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
  const scores = rows.map((field) => columns.map((external) => score(sides, field, external)));
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
