import type { Organization } from './database.ts';
import type { Engine } from './engine.ts';
import type { TimedFetch } from './timed-fetch.ts';

/** A limit on calls to external that all processes keep together. The connector hands one over: src/throttle.ts. */
export interface Throttle {
  /**
   * Makes a call for a linked account when its turn has come.
   *
   * @throws {RunError} when that does not come soon enough, {StoppedError} when the process ends before.
   */
  call<T>(account: string, call: () => Promise<T>, signal?: AbortSignal | null): Promise<T>;
  /** External has asked for it: for so long no process begins a call for the account. */
  holdBack(account: string, ms: number): Promise<void>;
}

type Throttled = Pick<Engine, 'throttle' | 'log' | 'now'>;

/** Makes any call to external that is not made by `throttledFetch`, such as one for new tokens. */
export function inTurn<T>(
  { throttle }: Pick<Engine, 'throttle'>,
  organization: Organization,
  call: () => Promise<T>,
): Promise<T> {
  return throttle ? throttle.call(accountOf(organization), call) : call();
}

/** `fetch`, each call in its turn. Where external says "too many", and for how long, it is believed (RFC 6585 §4). */
export function throttledFetch(
  { throttle, log, now }: Throttled,
  organization: Organization,
  fetch: TimedFetch,
): TimedFetch {
  if (!throttle) return fetch;
  const account = accountOf(organization);
  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
    const answer = await throttle.call(account, () => fetch(input, init), signal);
    const waitMs = answer.status === 429 ? retryAfterMs(answer, now()) : 0;
    if (waitMs > 0)
      await throttle.holdBack(account, waitMs).catch((error) => {
        log.warn({ err: error, organizationId: organization.id }, 'other calls were not held back');
      });
    return answer;
  };
}

const accountOf = ({ id, oauthUid }: Organization) => oauthUid ?? `organization ${id}`;

/** Seconds, or a date (RFC 9110 §10.2.3); 0 where nothing is said that can be read. */
function retryAfterMs({ headers }: Response, now: Date): number {
  const text = headers.get('retry-after') ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
