import { randomUUID } from 'node:crypto';
import {
  type BatchOperation,
  type BatchResult,
  isObject,
  type JsonObject,
} from '../../../templates/app/src/engine/index.ts';

/**
 * A hub that keeps what contract/connec-api.md §5 to §8 promise: ids merge, references are completed with every id
 * of the record they name, a POST finds records by our id and then by matching fields, dates have whole seconds.
 */
export interface HubDouble {
  readonly records: ReadonlyMap<string, JsonObject>;
  /** Every operation that came, in order, with its status. */
  readonly writes: (BatchOperation & { status: number })[];
  /** Refuses what it returns a text for. */
  refuse: (record: JsonObject) => string | undefined;
  /** As a person in the hub would: creates, or edits by hub id. @returns the record as it is read. */
  save(resource: string, fields: JsonObject, id?: string): JsonObject;
  list(resource: string, since?: number): JsonObject[];
  get(resource: string, id: string): JsonObject | undefined;
  apply(operation: BatchOperation): BatchResult;
}

export function createHubDouble(now: () => Date, group = 'cld-1'): HubDouble {
  const records = new Map<string, JsonObject>();
  /** "resource provider realm id" → hub id */
  const owners = new Map<string, string>();
  const adopt = (resource: string, id: string, ids: unknown) => {
    const record = records.get(id) as JsonObject;
    const present = entries(record.id);
    const added = entries(ids).filter((entry) => !present.some((other) => isSame(entry, other)));
    record.id = [...present, ...added];
    for (const entry of entries(record.id)) owners.set(ownerKey(resource, entry), id);
  };
  const store = (resource: string, { id: ids, opts: _opts, ...fields }: JsonObject, id: string) => {
    const present = records.get(id);
    const changed = !present || Object.keys(fields).length > 0;
    const at = changed ? timestamp(now()) : present.updated_at;
    const base = present ?? { id: [{ id, provider: 'connec', realm: 'org-1' }], created_at: at };
    records.set(id, { ...base, ...fields, resource_type: resource, group_id: group, updated_at: at });
    adopt(resource, id, ids);
  };
  const read = (record: JsonObject): JsonObject => {
    const copy = structuredClone(record);
    for (const key of Object.keys(copy)) if (key.endsWith('_id')) copy[key] = complete(copy[key]);
    return copy;
  };
  const complete = (ids: JsonObject[string]) => {
    const owner = entries(ids).flatMap((entry) => findOwner('organizations', entry) ?? [])[0];
    return owner === undefined ? ids : structuredClone(records.get(owner)?.id);
  };
  const findOwner = (resource: string, entry: JsonObject) => owners.get(ownerKey(resource, entry));
  const match = (resource: string, { opts, ...fields }: JsonObject) =>
    matchingFields(opts)
      .map((keys) => [...records].find(([, record]) => isLike(resource, record, fields, keys))?.[0])
      .find((id) => id !== undefined);

  const hub: HubDouble = {
    records,
    writes: [],
    refuse: () => undefined,
    save(resource, fields, id = randomUUID()) {
      store(resource, fields, id);
      return read(records.get(id) as JsonObject);
    },
    list: (resource, since = Number.NEGATIVE_INFINITY) =>
      [...records.values()]
        .filter(
          (record) => record.resource_type === resource && Date.parse(String(record.updated_at)) > since,
        )
        .map(read),
    get(resource, id) {
      const record = records.get(id);
      return record?.resource_type === resource ? read(record) : undefined;
    },
    apply(operation) {
      const { method, resource, record } = operation;
      const owner = entries(record.id).flatMap((entry) => findOwner(resource, entry) ?? [])[0];
      const known = method === 'put' ? operation.id : (owner ?? match(resource, record));
      const error = method === 'put' && !records.has(known ?? '') ? '404 not found' : hub.refuse(record);
      const status = known === undefined ? 201 : 200;
      hub.writes.push({ ...operation, status: error ? 400 : status });
      if (error) return { status: 400, error };
      const id = known ?? randomUUID();
      store(resource, structuredClone(record), id);
      return { status, record: read(records.get(id) as JsonObject) };
    },
  };
  return hub;
}

/** Whole seconds, as the hub writes them. */
export const timestamp = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;

const entries = (ids: unknown): JsonObject[] => (Array.isArray(ids) ? ids.filter(isObject) : []);
const isSame = (a: JsonObject, b: JsonObject) =>
  a.id === b.id && a.provider === b.provider && a.realm === b.realm;
const ownerKey = (resource: string, { provider, realm, id }: JsonObject) =>
  `${resource} ${provider} ${realm} ${id}`;
const matchingFields = (opts: unknown) =>
  isObject(opts) && Array.isArray(opts.matching_fields) ? (opts.matching_fields as string[][]) : [];
const isLike = (resource: string, record: JsonObject, fields: JsonObject, keys: string[]) =>
  record.resource_type === resource && keys.every((key) => record[key] === fields[key]);
