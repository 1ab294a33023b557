/** The record that has those values at those paths, as the engine's mappings would write it. */
export function sampleRecord(values: readonly (readonly [path: string, value: unknown])[]): object {
  const record = {};
  for (const [path, value] of values) write(record, keysOf(path), value);
  return record;
}

type Container = Record<string | number, unknown>;

function write(container: Container, [key, ...rest]: (string | number)[], value: unknown): void {
  if (key === undefined) return;
  if (Array.isArray(container)) while (container.length < Number(key)) container.push(null);
  if (rest.length === 0) {
    container[key] = value;
    return;
  }
  // What objects inherit, as "toString", is not in the record.
  if (!Object.hasOwn(container, key)) container[key] = typeof rest[0] === 'number' ? [] : {};
  write(container[key] as Container, rest, value);
}

function keysOf(path: string): (string | number)[] {
  return path.split('/').flatMap((segment) => {
    const [, name = '', index] = /^([^[]+)(?:\[(\d+)\])?$/.exec(segment) ?? [];
    return index === undefined ? [name] : [name, Number(index)];
  });
}
