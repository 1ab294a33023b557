import picocolors from 'picocolors';

/** Whether what is written to `stream` may be coloured: a person looks at it, and did not say no (NO_COLOR). */
export function isColoured(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

// Left to itself picocolors paints on CI machines and on Windows too, where the output may be a file.
/** Colours for standard output. */
export const colors = picocolors.createColors(isColoured(process.stdout));

/** Colours for standard error. */
export const errorColors = picocolors.createColors(isColoured(process.stderr));
