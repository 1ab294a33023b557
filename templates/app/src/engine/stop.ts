import { LeaseLostError } from './errors.ts';

/** How work under way is told that its process is about to end. */
export interface Stop {
  /** Begin no more: a run ends after the page at hand. */
  readonly soon: AbortSignal;
  /** Leave everything where it stands: what was begun is found by the next run, as after a crash. */
  readonly now: AbortSignal;
}

/** The process is about to end. For everybody else it is as if the organization had been taken away. */
export class StoppedError extends LeaseLostError {
  override name = 'StoppedError';
  constructor(message = 'The connector was stopped: the next synchronization goes on where this one ended') {
    super(message);
  }
}

interface Stoppable {
  readonly stop?: Stop | undefined;
}

/** To be asked before something is begun that takes its time. */
export const isStopping = ({ stop }: Stoppable): boolean => stop?.soon.aborted ?? false;

/** Why: what `soon` was aborted with, where that is a StoppedError. */
export const stopReason = ({ stop }: Stoppable): StoppedError =>
  stop?.soon.reason instanceof StoppedError ? stop.soon.reason : new StoppedError();

/** @throws {StoppedError} where `isStopping`. */
export function stopWhereAsked(stoppable: Stoppable): void {
  if (isStopping(stoppable)) throw stopReason(stoppable);
}

/** Whether everything is to be left where it stands. */
export const isStopped = ({ stop }: Stoppable): boolean => stop?.now.aborted ?? false;

/**
 * What `work` comes to; it is not waited for any longer than the process may.
 *
 * @param left is told of work that goes on all the same: calls that were begun cannot be taken back.
 * @throws {StoppedError} when that time is over.
 */
export async function unlessStopped<T>(
  stoppable: Stoppable,
  left: (work: Promise<unknown>) => void,
  work: () => Promise<T>,
): Promise<T> {
  if (!stoppable.stop) return work();
  if (isStopped(stoppable)) throw new StoppedError();
  const { now } = stoppable.stop;
  return new Promise<T>((resolve, reject) => {
    const underWay = work();
    const leave = () => {
      left(underWay);
      reject(new StoppedError());
    };
    now.addEventListener('abort', leave);
    underWay.then(resolve, reject).finally(() => now.removeEventListener('abort', leave));
  });
}
