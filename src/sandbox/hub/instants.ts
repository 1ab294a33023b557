const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * The instant an ISO 8601 text names, in milliseconds; undefined for any other text. A date alone is its midnight,
 * and a time without a zone is UTC.
 */
export function instantOf(text: unknown): number | undefined {
  const [, day, time = '00:00', zone = 'Z'] = (typeof text === 'string' && ISO.exec(text)) || [];
  if (!day) return undefined;
  const instant = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(instant) ? undefined : instant;
}

/** `2016-10-04T00:36:23Z`: how the hub writes every instant (connec-api §5). */
export function formatInstant(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
