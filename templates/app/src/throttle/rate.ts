/** So many calls in so long, evenly spread. */
export interface Rate {
  calls: number;
  perMs: number;
}

/** What to write, for whoever has written something else. */
export const rateForm = 'a number of calls and a time, such as 10/second, 600/minute or 20000/hour';

/** Instants are kept by the millisecond. */
const mostPerSecond = 1000;

const units: Readonly<Record<string, number>> = Object.freeze({
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
});

/** "600/minute"; undefined where it is something else, nothing at all, or more than 1000/second. */
export function readRate(text: string): Rate | undefined {
  const [, calls = '', unit = ''] = /^\s*([1-9]\d{0,8})\s*\/\s*(second|minute|hour)\s*$/.exec(text) ?? [];
  const rate = { calls: Number(calls), perMs: units[unit] ?? 0 };
  return rate.calls > 0 && intervalOf(rate) >= 1000 / mostPerSecond ? rate : undefined;
}

/** Milliseconds from one call to the next. */
export const intervalOf = ({ calls, perMs }: Rate): number => perMs / calls;
