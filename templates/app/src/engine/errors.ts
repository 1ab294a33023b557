/**
 * A record that cannot be pushed, in words for the person who looks at it: the message is kept on its id map and
 * the synchronization goes on. Throw it from `createExternal` and `updateExternal`.
 */
export class RecordError extends Error {
  override name = 'RecordError';
}

/** The external record is gone. Its id map becomes inactive and it is left alone (contract 191). */
export class RecordNotFoundError extends RecordError {
  override name = 'RecordNotFoundError';
}

/** Nobody said anything of a record: it is tried for longer than one that was refused. */
export class UnansweredError extends Error {
  override name = 'UnansweredError';
}

/** Whether an error comes of that: whoever met it may have wrapped it. */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof UnansweredError) return true;
  return error instanceof Error && error.cause !== undefined && isUnanswered(error.cause);
}

/** Ends the synchronization; the message is kept on its row. */
export class RunError extends Error {
  override name = 'RunError';
}

/** Another run holds the organization, or nobody does any more: this one may not write, and ends. */
export class LeaseLostError extends RunError {
  override name = 'LeaseLostError';
}

/** The external application no longer accepts our tokens: a person must link the account again. */
export class UnauthorizedError extends RunError {
  override name = 'UnauthorizedError';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
