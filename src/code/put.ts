/** An object that holds `value` at `path`. */
export function put(path: readonly string[], value: unknown): Record<string, unknown> {
  const [first = '', ...others] = path;
  return { [first]: others.length === 0 ? value : put(others, value) };
}

/** One object with what another one holds besides, at any depth. */
export function merge(one: Record<string, unknown>, other: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? merge(before, value) : value;
  }
  return merged;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
