import { formatPath, type Path } from './path.ts';
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
 * What cannot be a reference at all is missing too: the record waits, and says for what (improvement 2.11).
 *
 * @param partIds paths of ids of the record's own parts, `lines/id`: one that is not known yet is left out, and
 *   the record does not wait for it (contract 128).
 */
export function unfold(
  record: JsonObject,
  references: readonly Path[],
  ours: Realm,
  partIds: readonly Path[] = [],
): Unfolded {
  const missing = new Set<string>();
  const externalId = ownId(record.id, ours);
  let result: JsonObject = { ...record, id: externalId ?? null };
  for (const path of references) {
    const wait: Change = (value) => {
      missing.add(formatPath(path));
      return value;
    };
    result = replace(result, path, (value) => ownIdOr(wait, value, ours), wait) as JsonObject;
  }
  for (const path of partIds) {
    result = replace(result, path, (value) => ownIdOr(() => undefined, value, ours)) as JsonObject;
  }
  return {
    record: result,
    connecId: connecIdOf(record.id),
    externalId,
    missing: [...missing],
  };
}

/** The record without what stands at these paths. */
export function without(record: JsonObject, paths: readonly Path[]): JsonObject {
  return paths.reduce((result, path) => replace(result, path, () => undefined) as JsonObject, record);
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

/** All our ids in a list: the parts of a complex entity may each have one of their own. */
export function ownIdsOf(ids: JsonValue, ours: Realm): string[] {
  const known = (Array.isArray(ids) ? ids : []).filter((id) => isObject(id) && isOurs(id, ours));
  return known.map((id) => String((id as JsonObject).id));
}

const isOurs = (id: JsonObject, ours: Realm) =>
  id.provider === ours.provider && id.realm === ours.realm && !isBlank(id.id);

function ownId(ids: JsonValue, ours: Realm): string | undefined {
  return find(ids, (id) => id.provider === ours.provider && id.realm === ours.realm);
}

/** `unknown` says what is to stand for an id that the hub has and we do not. */
function ownIdOr(unknown: Change, value: JsonValue, ours: Realm): JsonValue {
  if (isObject(value)) return unknown(value);
  if (!Array.isArray(value)) return undefined;
  return ownId(value, ours) ?? (connecIdOf(value) === undefined ? value : unknown(value));
}

function find(ids: JsonValue, wanted: (id: JsonObject) => boolean): string | undefined {
  if (!Array.isArray(ids)) return undefined;
  const entry = ids.find((id) => isObject(id) && wanted(id) && !isBlank(id.id)) as JsonObject | undefined;
  return entry === undefined ? undefined : String(entry.id);
}

type Change = (value: JsonValue) => JsonValue;

/**
 * Copies only what lies on the path; lists are entered item by item, and index segments are followed. `blocked` is
 * asked about what stands in the way where an object or a list should.
 */
function replace(value: JsonValue, path: Path, change: Change, blocked: Change = (same) => same): JsonValue {
  const [segment, ...rest] = path;
  if (segment === undefined) return change(value);
  if (Array.isArray(value)) {
    if (typeof segment !== 'number') return value.map((item) => replace(item, path, change, blocked));
    return value.map((item, index) => (index === segment ? replace(item, rest, change, blocked) : item));
  }
  if (isBlank(value)) return value;
  if (!isObject(value)) return blocked(value);
  if (isBlank(value[segment])) return value;
  const changed = replace(value[segment], rest, change, blocked);
  const { [segment]: _replaced, ...others } = value;
  return changed === undefined ? others : { ...value, [segment]: changed };
}

/** The hub ids at a reference that have no id of ours beside them: what a record waits for. */
export function unknownIds(record: JsonObject, reference: Path, ours: Realm): string[] {
  const unknown: string[] = [];
  replace(record, reference, (ids) => {
    const id = connecIdOf(ids);
    if (id !== undefined && ownId(ids, ours) === undefined) unknown.push(id);
    return ids;
  });
  return unknown;
}
