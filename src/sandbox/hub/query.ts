import type { JsonObject } from '../record.ts';
import { parseFilter } from './filter.ts';
import { checkFields, compareValues, matcherOf, valueAt } from './filter-match.ts';
import { invalid } from './hub-error.ts';
import { META_FIELDS, RESOURCES } from './resources.ts';
import type { Collection, StoredRecord } from './store.ts';

/** A page of a collection, and how many records there are in all. */
export interface Page {
  records: StoredRecord[];
  skip: number;
  top: number;
  total: number;
  /** The query of the next page; absent on the last one. */
  next?: string;
}

const DEFAULT_TOP = 100;

/**
 * The records a query asks for (connec-api §6), oldest first unless it says otherwise.
 *
 * @throws {HubError} 400 for a filter, order or number that cannot be read.
 */
export function selectPage(collection: Collection, query: URLSearchParams): Page {
  const top = countIn(query, '$top', DEFAULT_TOP);
  const skip = countIn(query, '$skip', 0);
  const selected = select(collection, query.get('$filter') ?? '', query.get('$orderby') ?? '');
  const page = { records: selected.slice(skip, skip + top), skip, top, total: selected.length };
  if (top === 0 || skip + top >= selected.length) return page;
  return { ...page, next: nextQuery(query, skip + top, top) };
}

function select(collection: Collection, filterText: string, orderText: string): StoredRecord[] {
  const query = `${filterText}\n${orderText}`;
  if (collection.selection?.query === query) return collection.selection.records;
  const records = order(filter(collection, filterText), orderText);
  collection.selection = { query, records };
  return records;
}

function filter(collection: Collection, text: string): StoredRecord[] {
  const records = [...collection.records.values()];
  if (!text.trim()) return records;
  const parsed = parseFilter(text);
  checkFields(parsed, (field) => isField(collection, field));
  return records.filter(matcherOf(parsed));
}

function isField({ resource, records }: Collection, field: string): boolean {
  const known = `${META_FIELDS} ${RESOURCES[resource]?.fields ?? ''}`.split(' ');
  if (known.includes(field)) return true;
  for (const record of records.values()) if (Object.hasOwn(record, field)) return true;
  return false;
}

function order(records: StoredRecord[], text: string): StoredRecord[] {
  const [, path, direction = 'asc'] = /^\s*([A-Za-z_][\w./]*)(?:\s+(asc|desc))?\s*$/i.exec(text) ?? [];
  if (!text.trim()) return records;
  if (!path) throw invalid(`$orderby: expected "field asc" or "field desc", got "${text}"`);
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  const key = path.replaceAll('.', '/');
  return records.sort((one, other) => sign * compareKeys(one, other, key));
}

/** Records without the field come first; equal ones keep their age's order. */
function compareKeys(one: JsonObject, other: JsonObject, path: string): number {
  const [left, right] = [valueAt(one, path), valueAt(other, path)];
  const blanks = Number(left !== null && left !== undefined) - Number(right !== null && right !== undefined);
  return blanks || compareValues(left, right) || 0;
}

function countIn(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null || text === '') return otherwise;
  if (!/^\d+$/.test(text)) throw invalid(`${name} must be a whole number, got "${text}"`);
  return Number(text);
}

function nextQuery(query: URLSearchParams, skip: number, top: number): string {
  const next = new URLSearchParams(query);
  next.set('$skip', String(skip));
  next.set('$top', String(top));
  return next.toString();
}
