import ky, { HTTPError, type Options, type ResponsePromise } from 'ky';
import { type Connection, RunError, type TimedFetch, timedFetch, UnauthorizedError } from './engine/index.ts';

/** How patient a client is. The defaults are meant for the application; tests wait for less. */
export interface Patience {
  /** For one answer, from when it is asked for: a call may have to wait for its turn before. Default 30,000. */
  timeoutMs?: number;
  /** At most, before the first repetition; doubled for each one after it. Default 500. */
  firstDelayMs?: number;
  /** Repetitions in the life of the client, which is one run. Default 100. */
  repetitions?: number;
}

/** One call: by its path from the API's address, or by a whole address. */
export type Send = (
  method: 'get' | 'post' | 'put' | 'patch' | 'delete',
  path: string | URL,
  options?: Options,
) => ResponsePromise;

/** Puts what the linked account gave us, a token or a key, into a call. */
export type Present = (request: Request, secret: string) => Request;

/** Answers that may be different the next time. */
export const passing: readonly number[] = [408, 429, 500, 502, 503, 504];

/** A token of OAuth 2 (RFC 6750). */
export const bearer: Present = (request, token) => {
  request.headers.set('authorization', `Bearer ${token}`);
  return request;
};

/**
 * Calls carry the connection's token; an answer of 401 renews it once. Timeouts, lost connections, too many requests
 * (429, Retry-After) and server errors are tried again, five times in all, but a creation (POST) only after a 429: it
 * was surely not carried out. What else becomes of a creation the engine finds out (`findCreated`).
 *
 * @throws {HTTPError} for what is no success, {UnauthorizedError} when the application no longer gives access.
 */
export function createHttp(
  api: string,
  connection: Connection,
  patience: Patience = {},
  present: Present = bearer,
): Send {
  const { timeoutMs = 30_000, firstDelayMs = 500, repetitions = 100 } = patience;
  const { fetch = timedFetch() } = connection;
  const timed: TimedFetch = (input, init) => fetch(input, { ...init, timeoutMs });
  const mayRepeat = withinBudget(repetitions);
  const sent: Sent = new WeakMap();
  const http = ky.create({
    prefixUrl: api,
    fetch: timed,
    timeout: false,
    retry: {
      limit: 4,
      methods: ['get', 'put', 'patch', 'post', 'delete'],
      statusCodes: [...passing],
      afterStatusCodes: [429, 503],
      maxRetryAfter: 60_000,
      delay: (attempt) => firstDelayMs * 2 ** (attempt - 1),
      jitter: true,
      retryOnTimeout: true,
    },
    hooks: {
      beforeRequest: [authorize(connection, present, sent)],
      afterResponse: [renew(connection, present, sent, timed)],
    },
  });
  return (method, path, options) => {
    const retry = { shouldRetry: ({ error }: { error: Error }) => mayRepeat(error, method === 'post') };
    return http(path, { ...options, method, retry });
  };
}

/** Whether a call is tried again. `undefined` leaves it to ky, which would not heed Retry-After otherwise. */
function withinBudget(repetitions: number) {
  let left = repetitions;
  return (error: Error, creates: boolean): false | undefined => {
    if (left === 0 || !isPassing(error, creates)) return false;
    left -= 1;
    return undefined;
  };
}

function isPassing(error: Error, creates: boolean): boolean {
  if (error instanceof RunError) return false;
  if (!(error instanceof HTTPError)) return !creates;
  return (creates ? [429] : passing).includes(error.response.status);
}

type Hooks = NonNullable<Options['hooks']>;
type BeforeRequest = NonNullable<Hooks['beforeRequest']>[number];
type AfterResponse = NonNullable<Hooks['afterResponse']>[number];

/** What each call carries, by its context: not in there, for errors show it. */
type Sent = WeakMap<object, string>;

function authorize(connection: Connection, present: Present, sent: Sent): BeforeRequest {
  return async (request, { context }) => {
    const secret = await connection.accessToken();
    sent.set(context, secret);
    return present(request, secret);
  };
}

// A key is never renewed: the connection says so, and that it must be entered again.
function renew(connection: Connection, present: Present, sent: Sent, timed: TimedFetch): AfterResponse {
  return async (request, { context }, response) => {
    if (response.status !== 401) return;
    const refused = sent.get(context);
    const secret = await connection.refreshToken(refused);
    const answer = await timed(present(new Request(request), secret));
    if (answer.status === 401) throw new UnauthorizedError(noAccess);
    return answer;
  };
}

const noAccess =
  'The application no longer gives access (it refuses the token it has just given): unlink the account and link it again';
