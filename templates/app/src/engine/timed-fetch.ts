import { TimeoutError } from 'ky';

/** `fetch`, where the time for one answer is counted from when it is asked for, not from when it waits for its turn. */
export type TimedFetch = (input: Parameters<typeof fetch>[0], init?: TimedInit) => Promise<Response>;

export interface TimedInit extends RequestInit {
  /** Until the answer begins. Left out: for ever. */
  timeoutMs?: number;
}

/** @throws {TimeoutError} of ky, when nothing is answered in time. */
export function timedFetch(plain: typeof fetch = fetch): TimedFetch {
  return async (input, { timeoutMs, ...init } = {}) => {
    if (timeoutMs === undefined) return plain(input, init);
    const request = new Request(input, init);
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new TimeoutError(request)), timeoutMs);
    try {
      return await plain(request, { signal: AbortSignal.any([request.signal, late.signal]) });
    } finally {
      clearTimeout(timer);
    }
  };
}
