import { messageOf, RecordError, RunError } from './errors.ts';

/** Calls to one side in a row that nobody answered. */
export interface Outage {
  unanswered: number;
}

/** After so many calls in a row without an answer a side counts as down. */
export const outageAfter = 20;

/**
 * Trying every record of a side that is down would take the whole run, and count against each of them.
 *
 * @throws {RunError} when `side` does not answer any more.
 */
export function watch(outage: Outage, side: string, answer: unknown): void {
  const unanswered = answer instanceof Error && !(answer instanceof RecordError);
  outage.unanswered = unanswered ? outage.unanswered + 1 : 0;
  if (outage.unanswered < outageAfter) return;
  throw new RunError(`${side} does not answer (${messageOf(answer)}): the next run goes on`, {
    cause: answer,
  });
}
