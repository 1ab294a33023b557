/** What APIs give for a moment: a Date, ISO 8601 text, or milliseconds since 1970. */
export type DateLike = Date | string | number | null | undefined;

const withoutZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/**
 * Milliseconds since 1970, or undefined where there is no date to be read (improvement 2.1, 2.2). A time that does
 * not name its zone is UTC: it must not depend on the zone of this machine.
 */
export function instantOf(date: unknown): number | undefined {
  if (date === null || date === undefined || date === '') return undefined;
  const value = date instanceof Date || typeof date === 'number' ? date : String(date);
  const instant = new Date(isLocal(value) ? `${value}Z` : value).getTime();
  return Number.isNaN(instant) ? undefined : instant;
}

/** The same as a Date, or null: how the database wants it. */
export function dateOf(date: unknown): Date | null {
  const instant = instantOf(date);
  return instant === undefined ? null : new Date(instant);
}

function isLocal(value: Date | number | string): boolean {
  return typeof value === 'string' && withoutZone.test(value);
}
