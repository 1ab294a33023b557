import { fingerprint } from './fingerprint.ts';
import type { Path } from './path.ts';
import { isObject, type JsonObject, type JsonValue } from './record.ts';
import { connecIdOf, type Realm } from './references.ts';

/**
 * What the hub is to be told about the ids of a record's parts after the application has stored them (contract 133):
 * for each path (`lines/id`) the parts reduced to their ids, the hub's and ours. Parts are paired by an id of ours
 * that the hub has already, and only the rest by position (improvement 1.11).
 *
 * @param connec the hub's record, with its lists of ids.
 * @param answer the application's answer in the hub's terms, with our ids folded.
 * @returns undefined when the hub knows them all (improvement 2.9).
 */
export function newPartIds(
  connec: JsonObject,
  answer: JsonObject,
  partIds: readonly Path[],
  ours: Realm,
): JsonObject | undefined {
  const known = reduce(connec, partIds);
  const completed = pair(known, answer, partIds, ours) as JsonObject;
  return fingerprint(completed) === fingerprint(known) ? undefined : completed;
}

/** The hub's record as it will be once it has learned these ids. */
export function withPartIds(connec: JsonObject, ids: JsonObject, partIds: readonly Path[]): JsonObject {
  return complete(connec, ids, partIds) as JsonObject;
}

function complete(value: JsonValue, ids: JsonValue, paths: readonly Path[]): JsonValue {
  if (!isObject(value) || !isObject(ids)) return value;
  const result: JsonObject = { ...value };
  for (const [key, rests] of byHead(paths)) {
    const mine = value[key];
    const theirs = ids[key];
    if (rests.some((rest) => rest.length === 0)) result[key] = theirs ?? mine;
    else if (Array.isArray(mine))
      result[key] = mine.map((item) => complete(item, partnerOf(item, theirs), rests));
    else if (isObject(mine)) result[key] = complete(mine, theirs, rests);
  }
  return result;
}

function partnerOf(item: JsonValue, others: JsonValue): JsonValue {
  const id = isObject(item) ? connecIdOf(item.id) : undefined;
  if (id === undefined || !Array.isArray(others)) return undefined;
  return others.find((other) => isObject(other) && connecIdOf(other.id) === id);
}

/** The record reduced to these paths; parts without an id are left out (improvement 2.10). */
function reduce(value: JsonObject, paths: readonly Path[]): JsonObject {
  const result: JsonObject = {};
  for (const [key, rests] of byHead(paths)) {
    const inner = value[key];
    if (rests.some((rest) => rest.length === 0)) {
      if (Array.isArray(inner)) result[key] = inner;
    } else if (Array.isArray(inner)) {
      result[key] = inner.filter(isObject).map((item) => reduce(item, rests));
    } else if (isObject(inner)) result[key] = reduce(inner, rests);
  }
  return result;
}

function pair(known: JsonValue, answer: JsonValue, paths: readonly Path[], ours: Realm): JsonValue {
  if (!isObject(known) || !isObject(answer)) return known;
  const result: JsonObject = { ...known };
  for (const [key, rests] of byHead(paths)) {
    const mine = known[key];
    const theirs = answer[key];
    if (mine === undefined) continue;
    if (rests.some((rest) => rest.length === 0)) result[key] = union(mine, theirs, ours);
    else if (Array.isArray(mine)) result[key] = pairLists(mine, theirs, rests, ours);
    else if (isObject(mine)) result[key] = pair(mine, theirs, rests, ours);
  }
  return result;
}

function pairLists(known: JsonValue[], answer: JsonValue, paths: readonly Path[], ours: Realm): JsonValue[] {
  const rest = Array.isArray(answer) ? answer.filter(isObject) : [];
  const partners = known.map((item) => take(rest, (other) => sharesId(item, other, ours)));
  return known
    .map((item, i) =>
      pair(
        item,
        partners[i] ?? take(rest, () => partners[i] === undefined && !hasOurs(item, ours)),
        paths,
        ours,
      ),
    )
    .filter((item) => !isObject(item) || Object.keys(item).length > 0);
}

function take(items: JsonObject[], wanted: (item: JsonObject) => boolean): JsonObject | undefined {
  const index = items.findIndex(wanted);
  return index < 0 ? undefined : items.splice(index, 1)[0];
}

const oursIn = (ids: JsonValue, ours: Realm): JsonObject[] =>
  (Array.isArray(ids) ? ids.filter(isObject) : []).filter(
    (id) => id.provider === ours.provider && id.realm === ours.realm,
  );

const hasOurs = (item: JsonValue, ours: Realm) => isObject(item) && oursIn(item.id, ours).length > 0;

function sharesId(item: JsonValue, other: JsonObject, ours: Realm): boolean {
  if (!isObject(item)) return false;
  const theirs = oursIn(other.id, ours).map(({ id }) => String(id));
  return oursIn(item.id, ours).some(({ id }) => theirs.includes(String(id)));
}

/** The hub's ids first; ours only once, and only for a part that the hub has an id for. */
function union(known: JsonValue, added: JsonValue, ours: Realm): JsonValue {
  if (!Array.isArray(known) || connecIdOf(known) === undefined || oursIn(known, ours).length > 0)
    return known;
  return [...known, ...oursIn(added, ours)];
}

function byHead(paths: readonly Path[]): Map<string, Path[]> {
  const heads = new Map<string, Path[]>();
  for (const [head, ...rest] of paths) heads.set(String(head), [...(heads.get(String(head)) ?? []), rest]);
  return heads;
}
