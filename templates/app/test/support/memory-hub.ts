import { randomUUID } from 'node:crypto';
import {
  type BatchOperation,
  type BatchResult,
  type ConnecClient,
  type ConnecQuery,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../../src/engine/index.ts';
import { entries, idIn, mergeIds, sharesId } from './hub-ids.ts';

/** A hub in memory that keeps the rules the engine relies on, counts its calls, and fails when it is told to. */
export interface MemoryHub extends ConnecClient {
  readonly records: Map<string, JsonObject>;
  readonly writes: BatchOperation[];
  /** What was asked of which collection, and which single records. */
  readonly reads: { resource: string; query?: ConnecQuery; id?: string }[];
  /** As a person in the hub would: with a new `updated_at`. @returns the record with its ids. */
  save(resource: string, record: JsonObject, id?: string): JsonObject;
  find(resource: string, wanted: JsonObject): JsonObject | undefined;
  /** All records of a collection, as they are read. */
  list(resource: string): JsonObject[];
  /** Refuses what it returns a text for. */
  refuse: (operation: BatchOperation) => string | undefined;
  /** What becomes of the answers of a batch on their way: some are lost, or the call fails. */
  answer: (results: BatchResult[]) => BatchResult[] | Promise<BatchResult[]>;
}

export function createMemoryHub(now: () => Date, pageSize = 100): MemoryHub {
  const records = new Map<string, JsonObject>();
  const hub: MemoryHub = {
    records,
    writes: [],
    reads: [],
    refuse: () => undefined,
    answer: (results) => results,
    save(resource, record, id = randomUUID()) {
      const saved: JsonObject = merge(records.get(id), {
        ...record,
        resource_type: resource,
        updated_at: now().toISOString(),
      });
      saved.id ??= [{ id, provider: 'connec', realm: 'org-1' }];
      saved.created_at ??= saved.updated_at;
      records.set(id, saved);
      return saved;
    },
    list: (resource) =>
      [...records.values()]
        .filter((record) => record.resource_type === resource)
        .map((record) => present(hub, record)),
    find: (resource, wanted) =>
      hub.list(resource).find((record) => Object.keys(wanted).every((key) => record[key] === wanted[key])),
    async *pages(resource, query = {}) {
      hub.reads.push({ resource, query });
      const found = hub.list(resource).filter((record) => passes(record, query.filter));
      for (let start = 0; start === 0 || start < found.length; start += pageSize) {
        yield found.slice(start, start + pageSize);
      }
    },
    async get(resource, id) {
      hub.reads.push({ resource, id });
      const record = records.get(id);
      return record?.resource_type === resource ? present(hub, record) : undefined;
    },
    batch: async (operations) => hub.answer(operations.map((operation) => apply(hub, operation))),
  };
  return hub;
}

/** Of the hub's filters those that tests use: `updated_at gt '…'` and `FIELD eq '…'`. */
function passes(record: JsonObject, filter = ''): boolean {
  const since = /updated_at gt '(.*?)'/.exec(filter)?.[1];
  const [, field = '', value] = /(\w+) eq '(.*?)'/.exec(filter) ?? [];
  if (since && Date.parse(String(record.updated_at)) <= Date.parse(since)) return false;
  return value === undefined || record[field] === value;
}

function apply(hub: MemoryHub, operation: BatchOperation): BatchResult {
  hub.writes.push(operation);
  const error = hub.refuse(operation);
  if (error) return { status: 400, error };
  const { id: ids, opts, ...fields } = structuredClone(operation.record);
  const known =
    operation.id ?? holderOf(hub, operation.resource, ids) ?? match(hub, operation.resource, fields, opts);
  const before = known === undefined ? undefined : hub.records.get(known);
  const record =
    before && Object.keys(fields).length === 0
      ? before
      : hub.save(operation.resource, fields, known ?? randomUUID());
  record.id = mergeIds(record.id, ids);
  return { status: before ? 200 : 201, record: present(hub, record) };
}

/** What is not named is kept; parts are found by their ids, and new ones get an id of the hub. */
function merge(before: JsonObject | undefined, record: JsonObject): JsonObject {
  const result = { ...before };
  for (const [key, value] of Object.entries(record)) {
    if (key === 'id' && before) continue;
    if (Array.isArray(value) && value.every(isPart)) result[key] = mergeParts(before?.[key], value);
    else if (isObject(value) && isObject(before?.[key])) result[key] = merge(before[key], value);
    else result[key] = value;
  }
  return result;
}

const isPart = (value: JsonValue) => isObject(value) && !('provider' in value);

function mergeParts(before: JsonValue, parts: JsonValue[]): JsonValue[] {
  const known = Array.isArray(before) ? before.filter(isObject) : [];
  const merged = parts.filter(isObject).map((part) => {
    const same = known.find((other) => sharesId(other, part));
    const own = [{ id: randomUUID(), provider: 'connec', realm: 'org-1' }];
    return { ...same, ...part, id: mergeIds(same?.id ?? (idIn(part) ? undefined : own), part.id) };
  });
  return [...merged, ...known.filter((other) => !merged.some((part) => sharesId(other, part)))];
}

/** A copy, its references completed with every id of the record they name (contract/connec-api.md §5). */
function present(hub: MemoryHub, record: JsonObject): JsonObject {
  const copy = structuredClone(record);
  for (const [key, value] of Object.entries(copy)) {
    if (!key.endsWith('_id') || entries(value).length === 0) continue;
    const named = [...hub.records.values()].find((other) => sharesId(other, { id: value }));
    if (named) copy[key] = structuredClone(named.id);
  }
  return copy;
}

function holderOf(hub: MemoryHub, resource: string, ids: JsonValue): string | undefined {
  const holder = [...hub.records.values()].find(
    (record) => record.resource_type === resource && sharesId(record, { id: ids }),
  );
  return holder && idIn(holder);
}

function match(hub: MemoryHub, resource: string, fields: JsonObject, opts: JsonValue): string | undefined {
  const lists = isObject(opts) ? (opts.matching_fields as string[][]) : [];
  for (const list of lists) {
    const wanted = Object.fromEntries(list.map((key) => [key, fields[key]]));
    const found = hub.find(resource, wanted);
    if (found) return idIn(found);
  }
  return undefined;
}
