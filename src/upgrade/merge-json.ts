type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** A package.json that two sides have changed, put together. */
export interface MergedPackage {
  text: string;
  /** The keys that both changed, and that stay as the project has them: 'dependencies.fastify'. */
  kept: string[];
}

/**
 * Merges key by key what `ours` and `theirs` made of `base`: where only they changed a value it is theirs, and where
 * we did it stays ours. The order of keys and the indentation stay ours as well.
 *
 * @throws {SyntaxError} when `ours` is not JSON.
 */
export function mergePackage(base: string, ours: string, theirs: string): MergedPackage {
  const kept: string[] = [];
  const merged = mergeObjects(JSON.parse(base), JSON.parse(ours), JSON.parse(theirs), '', kept);
  const indent = /^\{\r?\n([ \t]+)/.exec(ours)?.[1] ?? '  ';
  return { text: `${JSON.stringify(merged, null, indent)}\n`, kept };
}

function mergeObjects(
  base: JsonObject,
  ours: JsonObject,
  theirs: JsonObject,
  path: string,
  kept: string[],
): JsonObject {
  const merged: JsonObject = {};
  for (const key of keysOf(ours, theirs)) {
    const value = mergeValues(base[key], ours[key], theirs[key], path + key, kept);
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

function mergeValues(
  base: Json | undefined,
  ours: Json | undefined,
  theirs: Json | undefined,
  path: string,
  kept: string[],
): Json | undefined {
  if (isObject(ours) && isObject(theirs))
    return mergeObjects(isObject(base) ? base : {}, ours, theirs, `${path}.`, kept);
  if (isSame(ours, base) || isSame(ours, theirs)) return theirs;
  if (!isSame(theirs, base)) kept.push(path);
  return ours;
}

// What is new goes before the first of our keys that comes after it in the alphabet, where ours are in that order.
function keysOf(ours: JsonObject, theirs: JsonObject): string[] {
  const keys = Object.keys(ours);
  const isSorted = keys.every((key, index) => index === 0 || (keys[index - 1] as string) < key);
  for (const key of Object.keys(theirs).filter((name) => !(name in ours))) {
    const place = isSorted ? keys.findIndex((other) => other > key) : -1;
    keys.splice(place < 0 ? keys.length : place, 0, key);
  }
  return keys;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
