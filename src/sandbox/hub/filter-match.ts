import { type JsonObject, type JsonValue, readPath } from '../record.ts';
import type { Filter, Literal, Operator } from './filter.ts';
import { invalid } from './hub-error.ts';
import { connecIdOf, isIdList } from './ids.ts';
import { instantOf } from './instants.ts';

type Test = (record: JsonObject) => boolean;

/** Says of a record whether it passes. Instants compare as instants, a reference by the hub's id (connec-api §6.1). */
export function matcherOf(filter: Filter): Test {
  if (filter.kind === 'compare') return comparisonOf(filter.path, filter.operator, filter.literal);
  const tests = filter.terms.map(matcherOf);
  if (filter.kind === 'or') return (record) => tests.some((test) => test(record));
  return (record) => tests.every((test) => test(record));
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
  return comparatorWith(other)(one);
}

const OPERATIONS: Record<Operator, (difference: number) => boolean> = {
  eq: (difference) => difference === 0,
  ne: (difference) => difference !== 0,
  gt: (difference) => difference > 0,
  gte: (difference) => difference >= 0,
  lt: (difference) => difference < 0,
  lte: (difference) => difference <= 0,
};

function comparisonOf(path: string, operator: Operator, literal: Literal): Test {
  const compare = comparatorWith(literal);
  const operation = OPERATIONS[operator];
  return (record) => operation(compare(valueAt(record, path)));
}

/** What is on the right is understood once, however many records there are on the left. */
function comparatorWith(right: JsonValue): (left: JsonValue) => number {
  if (right === null || right === undefined)
    return (left) => (left === null || left === undefined ? 0 : Number.NaN);
  if (typeof right === 'number') return (left) => toNumber(left) - right;
  if (typeof right !== 'string') return (left) => (left === right ? 0 : Number.NaN);
  const instant = instantOf(right);
  return (left) => compareWithText(left, right, instant);
}

function compareWithText(left: JsonValue, right: string, instant: number | undefined): number {
  if (typeof left === 'number') return left - toNumber(right);
  if (typeof left !== 'string') return Number.NaN;
  const other = instant === undefined ? undefined : instantOf(left);
  if (instant !== undefined && other !== undefined) return other - instant;
  return left < right ? -1 : Number(left > right);
}

const toNumber = (value: JsonValue): number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
    ? Number(value)
    : Number.NaN;
