import type { Path } from './path.ts';
import { isBlank, isObject, type JsonObject, type JsonValue } from './record.ts';

/** One id of a record in the hub: the hub's own has the provider "connec" (contract 118). */
export interface ConnecId {
  id: string;
  provider: string;
  realm: string;
}

/** Whose ids are ours: the application and the linked account. */
export interface Realm {
  provider: string;
  realm: string;
}

/** A hub record in the external application's terms. */
export interface Unfolded {
  /** The record with external ids where the hub has lists of ids. */
  record: JsonObject;
  connecId: string | undefined;
  externalId: string | undefined;
  /** Record references that have no external id yet: the record has to wait for them. */
  missing: string[];
}

/**
 * Replaces the id list at `id` and at each reference by our id (contract 118 to 127). The record given is not
 * changed. A reference that is plain text cannot be ours and is left out; one that only others know is left as is.
 */
export function unfold(record: JsonObject, references: readonly Path[], ours: Realm): Unfolded {
  const missing: string[] = [];
  let result: JsonObject = { ...record, id: ownId(record.id, ours) ?? null };
  for (const reference of references) {
    result = replace(result, reference, (value) => {
      if (typeof value === 'string') return undefined;
      if (!Array.isArray(value)) return value;
      const id = ownId(value, ours);
      if (id === undefined && connecIdOf(value) !== undefined) missing.push(reference.join('/'));
      return id ?? value;
    }) as JsonObject;
  }
  return { record: result, connecId: connecIdOf(record.id), externalId: ownId(record.id, ours), missing };
}

/** Wraps our ids at each reference into the hub's lists of ids (contract 132). Blank ones stay as they are. */
export function fold(record: JsonObject, references: readonly Path[], ours: Realm): JsonObject {
  return references.reduce(
    (result, reference) =>
      replace(result, reference, (value) =>
        isBlank(value) || typeof value === 'object' ? value : [idOf(value as string | number, ours)],
      ) as JsonObject,
    record,
  );
}

/** Our id for a record, as the hub wants it. Ids are text: 7 and "7" are one record (improvement 2.4). */
export function idOf(id: string | number, ours: Realm): { [key: string]: JsonValue } & ConnecId {
  return { id: String(id), provider: ours.provider, realm: ours.realm };
}

/** The hub's own id in a list of ids. */
export function connecIdOf(ids: JsonValue): string | undefined {
  return find(ids, (id) => id.provider === 'connec');
}

function ownId(ids: JsonValue, ours: Realm): string | undefined {
  return find(ids, (id) => id.provider === ours.provider && id.realm === ours.realm);
}

function find(ids: JsonValue, wanted: (id: JsonObject) => boolean): string | undefined {
  if (!Array.isArray(ids)) return undefined;
  const entry = ids.find((id) => isObject(id) && wanted(id) && !isBlank(id.id)) as JsonObject | undefined;
  return entry === undefined ? undefined : String(entry.id);
}

type Change = (value: JsonValue) => JsonValue;

/** Copies only what lies on the path; lists are entered item by item, and index segments are followed. */
function replace(value: JsonValue, path: Path, change: Change): JsonValue {
  const [segment, ...rest] = path;
  if (segment === undefined) return change(value);
  if (Array.isArray(value)) {
    if (typeof segment !== 'number') return value.map((item) => replace(item, path, change));
    return value.map((item, index) => (index === segment ? replace(item, rest, change) : item));
  }
  if (!isObject(value) || isBlank(value[segment])) return value;
  const changed = replace(value[segment], rest, change);
  const { [segment]: _replaced, ...others } = value;
  return changed === undefined ? others : { ...value, [segment]: changed };
}
