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
  constructor() {
    super('The connector was stopped: the next synchronization goes on where this one ended');
  }
}

interface Stoppable {
  readonly stop?: Stop | undefined;
}

/** To be asked before something is begun that takes its time. */
export const isStopping = ({ stop }: Stoppable): boolean => stop?.soon.aborted ?? false;

/** @throws {StoppedError} where `isStopping`. */
export function stopWhereAsked(stoppable: Stoppable): void {
  if (isStopping(stoppable)) throw new StoppedError();
}

/**
 * What `work` comes to; it is not waited for any longer than the process may.
 *
 * @throws {StoppedError} when that time is over.
 */
export async function unlessStopped<T>({ stop }: Stoppable, work: () => Promise<T>): Promise<T> {
  if (!stop) return work();
  const { now } = stop;
  if (now.aborted) throw new StoppedError();
  return new Promise<T>((resolve, reject) => {
    const leave = () => reject(new StoppedError());
    now.addEventListener('abort', leave);
    work()
      .then(resolve, reject)
      .finally(() => now.removeEventListener('abort', leave));
  });
}
