import { colors } from '../colors.ts';

const WIDTH = 12;

// What a person should look at; everything else is green.
const paints: Record<string, (text: string) => string> = {
  hint: colors.cyan,
  skip: colors.yellow,
  note: colors.yellow,
  overwrite: colors.yellow,
  warn: colors.yellow,
  fail: colors.red,
  conflict: colors.red,
};

/** One line of what happened: the verb right-aligned, then what it was done to. */
export function status(verb: string, subject: string): void {
  console.log(statusLine(verb, subject));
}

/** The line that `status` prints. */
export function statusLine(verb: string, subject: string): string {
  const paint = paints[verb] ?? colors.green;
  return `${paint(verb.padStart(WIDTH))}  ${subject}`;
}

/** A duration for people: '0.4 s', '1 min 12 s'. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
