import { fingerprint } from './fingerprint.ts';
import { isObject, type JsonObject, type JsonValue } from './record.ts';

/** Hashes per field, each field named by its path. A list is one field: items have no names to be told apart by. */
export type FieldHashes = Record<string, string>;

/** What both sides last agreed on: the fields that are mapped, as each side has them, in Connec!'s terms. */
export interface Base {
  connec: FieldHashes;
  external: FieldHashes;
}

/** The fields of a mapped record. */
export function hashFields(record: JsonObject): FieldHashes {
  const hashes: FieldHashes = {};
  for (const [path, value] of leaves(record)) hashes[path] = fingerprint(value).slice(0, 8);
  return hashes;
}

/** The same fields as the hub has them. */
export function hashFieldsOf(record: JsonObject, fields: FieldHashes): FieldHashes {
  const hashes: FieldHashes = {};
  for (const path of Object.keys(fields)) {
    hashes[path] = fingerprint(valueAt(record, path)).slice(0, 8);
  }
  return hashes;
}

/** The fields that differ, by path; all of them where there is nothing to compare with. */
export function changedFields(now: FieldHashes, before: FieldHashes | undefined): string[] {
  return Object.keys(now).filter((path) => now[path] !== before?.[path]);
}

/** The part of a record that consists of these fields. */
export function pickFields(record: JsonObject, paths: readonly string[]): JsonObject {
  const wanted = new Set(paths);
  const result: JsonObject = {};
  for (const [path, value] of leaves(record)) {
    if (!wanted.has(path)) continue;
    const keys = path.split('/');
    const last = keys.pop() as string;
    let target = result;
    for (const key of keys) {
      target[key] ??= {};
      target = target[key] as JsonObject;
    }
    target[last] = value;
  }
  return result;
}

export function readBase(text: string | null): Base | undefined {
  return text === null ? undefined : (JSON.parse(text) as Base);
}

function* leaves(record: JsonObject, prefix = ''): Generator<[string, JsonValue]> {
  for (const [key, value] of Object.entries(record)) {
    if (isObject(value)) yield* leaves(value, `${prefix}${key}/`);
    else yield [`${prefix}${key}`, value];
  }
}

function valueAt(record: JsonObject, path: string): JsonValue {
  return path
    .split('/')
    .reduce<JsonValue>((value, key) => (isObject(value) ? value[key] : undefined), record);
}
