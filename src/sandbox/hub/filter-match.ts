import { type JsonObject, type JsonValue, readPath } from '../record.ts';
import type { Filter, Literal, Operator } from './filter.ts';
import { invalid } from './hub-error.ts';
import { connecIdOf, isIdList } from './ids.ts';
import { instantOf } from './instants.ts';

/** Whether a record passes. Instants are compared as instants, a reference by the hub's id (connec-api §6.1). */
export function matches(filter: Filter, record: JsonObject): boolean {
  if (filter.kind === 'compare')
    return compares(valueAt(record, filter.path), filter.operator, filter.literal);
  if (filter.kind === 'or') return filter.terms.some((term) => matches(term, record));
  return filter.terms.every((term) => matches(term, record));
}

/** @throws {HubError} 400 for a field that neither the resource nor any record of it has. */
export function checkFields(filter: Filter, isField: (name: string) => boolean): void {
  if (filter.kind !== 'compare') {
    for (const term of filter.terms) checkFields(term, isField);
    return;
  }
  const [field = ''] = filter.path.split('/');
  if (!isField(field)) throw invalid(`$filter: unknown field ${field}`);
}

/** The value a filter or an order looks at; a reference counts as the hub's id. */
export function valueAt(record: JsonObject, path: string): JsonValue {
  const value = readPath(record, path);
  return isIdList(value) ? connecIdOf(value) : value;
}

/** Below zero when `one` comes first; NaN when the two cannot be compared. */
export function compareValues(one: JsonValue, other: JsonValue): number {
  const instants = [instantOf(one), instantOf(other)] as const;
  if (instants[0] !== undefined && instants[1] !== undefined) return instants[0] - instants[1];
  if (typeof one === 'number' || typeof other === 'number') return toNumber(one) - toNumber(other);
  if (typeof one !== 'string' || typeof other !== 'string') return Number.NaN;
  return one < other ? -1 : Number(one > other);
}

const OPERATIONS: Record<Exclude<Operator, 'eq' | 'ne'>, (difference: number) => boolean> = {
  gt: (difference) => difference > 0,
  gte: (difference) => difference >= 0,
  lt: (difference) => difference < 0,
  lte: (difference) => difference <= 0,
};

function compares(value: JsonValue, operator: Operator, literal: Literal): boolean {
  if (operator === 'eq') return equals(value, literal);
  if (operator === 'ne') return !equals(value, literal);
  return OPERATIONS[operator](compareValues(value, literal));
}

function equals(value: JsonValue, literal: Literal): boolean {
  if (literal === null) return value === null || value === undefined;
  return value === literal || compareValues(value, literal) === 0;
}

const toNumber = (value: JsonValue): number => (value === '' || value === null ? Number.NaN : Number(value));
