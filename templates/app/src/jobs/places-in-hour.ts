/** Knuth's multiplicative hash: ids that follow each other are spread over the whole range. */
const spread = (id: number) => Math.imul(id, 0x9e3779b1) >>> 0;

const [minuteMs, hourMs] = [60_000, 3_600_000];

/** The beginning of the next minute, after `now`, that is an organization's own: the same one in each hour. */
export function nextPlace(id: number, now: Date): Date {
  const hour = Math.floor(now.getTime() / hourMs) * hourMs;
  const place = hour + (spread(id) % 60) * minuteMs;
  return new Date(place > now.getTime() ? place : place + hourMs);
}

/** Milliseconds into that minute. */
export const withinMinute = (id: number): number => Math.floor(spread(id) / 60) % minuteMs;
