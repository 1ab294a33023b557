import { isObject, type JsonObject, type JsonValue } from './record.ts';

/** A parsed path: "lines[0]/item/id" → ['lines', 0, 'item', 'id']. */
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
  const path = text
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
  return path;
}

/**
 * The value at a path; undefined where anything on the way is null or missing.
 * @throws {PathError} when the way leads through something that is neither object nor list.
 */
export function readPath(record: JsonObject, path: Path): JsonValue {
  let value: JsonValue = record;
  for (const segment of path) {
    if (value === undefined || value === null) return undefined;
    if (typeof segment === 'number' ? !Array.isArray(value) : !isObject(value)) {
      throw new PathError(`${describe(value)} stands where ${JSON.stringify(segment)} is to be read`);
    }
    value = (value as JsonObject)[segment];
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
  let container = record as JsonObject & JsonValue[];
  for (let i = 0; i < path.length - 1; i += 1) {
    container = enter(container, path[i] as never, typeof path[i + 1] === 'number') as typeof container;
  }
  const leaf = path[path.length - 1] as never;
  if (isFree(container, leaf)) container[leaf] = value as never;
}

/** Whether `writePath` would write there. */
export function isWritten(record: JsonObject, path: Path): boolean {
  let value: JsonValue = record;
  for (const segment of path) {
    if (value === undefined || value === null || typeof value !== 'object') return false;
    value = (value as JsonObject)[segment];
  }
  return value !== undefined && value !== null;
}

function enter(container: JsonObject & JsonValue[], key: never, asList: boolean): JsonValue {
  const present = container[key] as JsonValue;
  if (present === undefined || present === null) {
    isFree(container, key);
    const created = asList ? [] : {};
    container[key] = created as never;
    return created;
  }
  if (asList ? !Array.isArray(present) : !isObject(present)) {
    throw new PathError(
      `${describe(present)} stands where ${asList ? 'a list' : 'an object'} is to be written`,
    );
  }
  return present;
}

function isFree(container: JsonObject & JsonValue[], key: string | number): boolean {
  if (typeof key === 'number') while (container.length < key) container.push(null);
  const present = container[key as never] as JsonValue;
  return present === undefined || present === null;
}

function describe(value: JsonValue): string {
  return Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : `a ${typeof value}`;
}
