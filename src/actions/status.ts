import colors from 'picocolors';

const WIDTH = 12;

/** One line of what happened: the verb right-aligned, then what it was done to. */
export function status(verb: string, subject: string): void {
  console.log(statusLine(verb, subject));
}

/** The line that `status` prints. */
export function statusLine(verb: string, subject: string): string {
  const paint = verb === 'skip' || verb === 'fail' ? colors.yellow : colors.green;
  return `${paint(verb.padStart(WIDTH))}  ${subject}`;
}

/** A duration for people: '0.4 s', '1 min 12 s'. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
