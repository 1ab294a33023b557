/** What APIs give for a moment: a Date, ISO 8601 text, or milliseconds since 1970. */
export type DateLike = Date | string | number | null | undefined;

/** Milliseconds since 1970, or undefined where there is no date to be read (improvement 2.1, 2.2). */
export function instantOf(date: unknown): number | undefined {
  if (date === null || date === undefined || date === '') return undefined;
  const instant =
    date instanceof Date ? date.getTime() : typeof date === 'number' ? date : Date.parse(String(date));
  return Number.isNaN(instant) ? undefined : instant;
}

export function dateOf(date: unknown): Date | null {
  const instant = instantOf(date);
  return instant === undefined ? null : new Date(instant);
}
