import { randomUUID } from 'node:crypto';
import {
  type BatchOperation,
  type BatchResult,
  type ConnecClient,
  type ConnecQuery,
  isObject,
  type JsonObject,
} from '../../src/engine/index.ts';

/** A hub in memory that keeps the rules the engine relies on, counts its calls, and fails when it is told to. */
export interface MemoryHub extends ConnecClient {
  readonly records: Map<string, JsonObject>;
  readonly writes: BatchOperation[];
  /** As a person in the hub would: with a new `updated_at`. */
  save(resource: string, record: JsonObject, id?: string): JsonObject;
  find(resource: string, wanted: JsonObject): JsonObject | undefined;
  /** Refuses what it returns a text for. */
  refuse: (operation: BatchOperation) => string | undefined;
}

export function createMemoryHub(now: () => Date, pageSize = 100): MemoryHub {
  const records = new Map<string, JsonObject>();
  const hub: MemoryHub = {
    records,
    writes: [],
    refuse: () => undefined,
    save(resource, record, id = randomUUID()) {
      const saved: JsonObject = { ...records.get(id), ...record, ...meta(resource, now()) };
      saved.id ??= [{ id, provider: 'connec', realm: 'org-1' }];
      saved.created_at ??= saved.updated_at;
      records.set(id, saved);
      return saved;
    },
    find: (resource, wanted) =>
      [...records.values()].find(
        (record) =>
          record.resource_type === resource &&
          Object.keys(wanted).every((key) => record[key] === wanted[key]),
      ),
    async *pages(resource, query: ConnecQuery = {}) {
      const since = /updated_at gt '(.*)'/.exec(query.filter ?? '')?.[1];
      const found = [...records.values()].filter(
        (record) =>
          record.resource_type === resource &&
          (!since || Date.parse(String(record.updated_at)) > Date.parse(since)),
      );
      for (let start = 0; start === 0 || start < found.length; start += pageSize) {
        yield structuredClone(found.slice(start, start + pageSize));
      }
    },
    async get(resource, id) {
      const record = records.get(id);
      return record?.resource_type === resource ? structuredClone(record) : undefined;
    },
    batch: async (operations) => operations.map((operation) => apply(hub, operation)),
  };
  return hub;
}

const meta = (resource: string, at: Date) => ({ resource_type: resource, updated_at: at.toISOString() });

function apply(hub: MemoryHub, operation: BatchOperation): BatchResult {
  hub.writes.push(operation);
  const error = hub.refuse(operation);
  if (error) return { status: 400, error };
  const { id: ids, opts, ...fields } = structuredClone(operation.record);
  const known =
    operation.id ?? holderOf(hub, operation.resource, ids) ?? match(hub, operation.resource, fields, opts);
  const present = known === undefined ? undefined : hub.records.get(known);
  const record =
    present && Object.keys(fields).length === 0
      ? present
      : hub.save(operation.resource, fields, known ?? randomUUID());
  record.id = mergeIds(record.id, ids);
  return { status: present ? 200 : 201, record: structuredClone(record) };
}

const entries = (ids: unknown) => (Array.isArray(ids) ? ids.filter(isObject) : []);
const same = (a: JsonObject, b: JsonObject) =>
  a.id === b.id && a.provider === b.provider && a.realm === b.realm;
const connecId = (record: JsonObject) =>
  String(entries(record.id).find(({ provider }) => provider === 'connec')?.id);

function holderOf(hub: MemoryHub, resource: string, ids: unknown): string | undefined {
  for (const record of hub.records.values()) {
    if (record.resource_type !== resource) continue;
    if (entries(record.id).some((entry) => entries(ids).some((id) => same(entry, id))))
      return connecId(record);
  }
  return undefined;
}

function match(hub: MemoryHub, resource: string, fields: JsonObject, opts: unknown): string | undefined {
  const lists = isObject(opts) ? (opts.matching_fields as string[][]) : [];
  for (const list of lists) {
    const wanted = Object.fromEntries(list.map((key) => [key, fields[key]]));
    const found = hub.find(resource, wanted);
    if (found) return connecId(found);
  }
  return undefined;
}

function mergeIds(present: unknown, added: unknown) {
  const ids = entries(present);
  return [...ids, ...entries(added).filter((id) => !ids.some((entry) => same(entry, id)))];
}
