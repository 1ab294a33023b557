/** Callers who wait: first come, first served. */
export interface Line {
  readonly length: number;
  /** Until `next` lets it go. @throws what `refuse` says, or why the signal was aborted. */
  wait(signal?: AbortSignal | null): Promise<void>;
  /** Lets the first one go. @returns false where nobody waits. */
  next(): boolean;
  /** Sends all of them away. Default: as if they had waited too long. */
  refuse(error?: unknown): void;
}

interface Caller {
  go(): void;
  leave(error: unknown): void;
}

/** @param tooLong what is thrown for one that has waited for `patienceMs`. */
export function createLine(patienceMs: number, tooLong: () => Error): Line {
  const callers = new Set<Caller>();

  function join(signal: AbortSignal | null, resolve: () => void, reject: (error: unknown) => void): void {
    const aborted = () => caller.leave(signal?.reason);
    const timer = setTimeout(() => caller.leave(tooLong()), patienceMs);
    const end = () => {
      callers.delete(caller);
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    };
    const caller: Caller = {
      go() {
        end();
        resolve();
      },
      leave(error) {
        end();
        reject(error);
      },
    };
    callers.add(caller);
    signal?.addEventListener('abort', aborted);
  }

  return {
    get length() {
      return callers.size;
    },
    async wait(signal = null) {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => join(signal, resolve, reject));
    },
    next() {
      const [first] = callers;
      first?.go();
      return first !== undefined;
    },
    refuse(error = tooLong()) {
      for (const caller of callers) caller.leave(error);
    },
  };
}
