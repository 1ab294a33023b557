import type { JsonObject } from '../record.ts';
import { AcmeError } from './acme-error.ts';
import { type AcmeRecord, tableOf, type Workspace } from './records.ts';

const DEFAULT_PER_PAGE = 50;
const MAX_PER_PAGE = 200;

type Query = Partial<Record<'page' | 'per_page' | 'updated_since', string>>;

/** One page of a collection, oldest change first. `updated_since` is inclusive. @throws {AcmeError} 400. */
export function listPage(workspace: Workspace, collection: string, query: Query): JsonObject {
  const page = countIn(query, 'page', 1);
  const perPage = Math.min(countIn(query, 'per_page', DEFAULT_PER_PAGE), MAX_PER_PAGE);
  const since = sinceIn(query);
  const records = sorted(workspace, collection).filter((record) => Date.parse(record.updated_at) >= since);
  const end = page * perPage;
  return {
    [collection]: records.slice(end - perPage, end),
    page,
    per_page: perPage,
    total: records.length,
    next_page: end < records.length ? page + 1 : null,
  };
}

function sorted(workspace: Workspace, collection: string): AcmeRecord[] {
  const table = tableOf(workspace, collection);
  table.sorted ??= [...table.records.values()].sort(byChange);
  return table.sorted;
}

const byChange = (one: AcmeRecord, other: AcmeRecord): number =>
  compare(one.updated_at, other.updated_at) || one.id - other.id;

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

function countIn(query: Query, name: 'page' | 'per_page', otherwise: number): number {
  const text = query[name];
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d*$/.test(text))
    throw new AcmeError(400, 'bad_request', `${name} must be a whole number above 0`, name);
  return Number(text);
}

function sinceIn({ updated_since: text }: Query): number {
  if (text === undefined) return Number.NEGATIVE_INFINITY;
  const instant = Date.parse(text);
  if (Number.isNaN(instant))
    throw new AcmeError(400, 'bad_request', 'updated_since must be an ISO 8601 instant', 'updated_since');
  return instant;
}
