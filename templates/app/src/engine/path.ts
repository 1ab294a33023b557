import { isObject, type JsonObject, type JsonValue, kindOf } from './record.ts';

/** A parsed path: "lines[0]/item/id" → ['lines', 0, 'item', 'id']. Never empty, and never begins with an index. */
export type Path = readonly (string | number)[];

/** A path that cannot be followed in a record: names where, and what was found there. */
export class PathError extends Error {
  override name = 'PathError';
}

const segmentPattern = /^([^/[\]]+)(?:\[(\d+)\])?$/;
const unsafeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Segments are parted by "/"; one leading and one trailing "/" are ignored; "name[3]" is an item of a list.
 * Wildcards, ranges and negative indexes do not exist: lists are mapped with `using` (contract/mapper.md §2).
 *
 * @throws {PathError} when the text is not a path.
 */
export function parsePath(text: string): Path {
  return text
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split('/')
    .flatMap((segment) => {
      const [, key, index] = segmentPattern.exec(segment) ?? [];
      if (key === undefined || unsafeKeys.has(key)) {
        throw new PathError(
          `"${text}" is not a path: "${segment}" must be a name, or a name and an index like lines[0]`,
        );
      }
      return index === undefined ? [key] : [key, Number(index)];
    });
}

/** ['lines', 0, 'id'] → "lines[0]/id" */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}/${key}` : key),
    '',
  );
}

/**
 * The value at a path; undefined where anything on the way is null or missing.
 * @throws {PathError} when the way leads through something that is neither object nor list.
 */
export function readPath(record: JsonObject, path: Path): JsonValue {
  let value: JsonValue = record;
  for (const segment of path) {
    if (isMissing(value)) return undefined;
    if (typeof segment === 'number' ? !Array.isArray(value) : !isObject(value)) {
      throw new PathError(`${kindOf(value)} stands where ${JSON.stringify(segment)} is to be read`);
    }
    value = own(value as Container, segment);
  }
  return value ?? undefined;
}

/**
 * Writes a value unless there is one already: the first writer wins. Containers on the way are created, gaps in
 * lists are filled with null (contract 110).
 *
 * @throws {PathError} when something else stands in the way.
 */
export function writePath(record: JsonObject, path: Path, value: JsonValue): void {
  const leaf = path.length - 1;
  let container: Container = record;
  for (let i = 0; i < leaf; i += 1) {
    container = enter(container, path[i] as Key, typeof path[i + 1] === 'number');
  }
  const key = path[leaf] as Key;
  if (isMissing(own(container, key))) put(container, key, value);
}

/** Whether a value stands at the path, so that `writePath` would leave it alone. */
export function isWritten(record: JsonObject, path: Path): boolean {
  let value: JsonValue = record;
  for (const segment of path) {
    if (isMissing(value) || typeof value !== 'object') return false;
    value = own(value as Container, segment);
  }
  return !isMissing(value);
}

type Key = string | number;
/** An object or a list. */
type Container = Record<Key, JsonValue>;

const isMissing = (value: JsonValue): value is null | undefined => value === undefined || value === null;

/** What objects inherit, as `toString`, is not in the record: functions, all of it that a path can name. */
function own(container: Container, key: Key): JsonValue {
  const value = container[key];
  return typeof value === 'function' ? undefined : value;
}

function enter(container: Container, key: Key, asList: boolean): Container {
  const present = own(container, key);
  if (isMissing(present)) return put(container, key, asList ? [] : {}) as Container;
  if (asList ? Array.isArray(present) : isObject(present)) return present as Container;
  throw new PathError(`${kindOf(present)} stands where ${asList ? 'a list' : 'an object'} is to be written`);
}

function put(container: Container, key: Key, value: JsonValue): JsonValue {
  if (Array.isArray(container)) while (container.length < Number(key)) container.push(null);
  container[key] = value;
  return value;
}
