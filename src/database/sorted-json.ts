/** A JSON text with the keys of every object in order, without spaces: the same for the same value. */
export function sortedJson(text: string): string {
  return JSON.stringify(JSON.parse(text), (_key, value) => (isObject(value) ? sorted(value) : value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1)));
}
