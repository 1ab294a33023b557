import ky, { HTTPError, type Options } from 'ky';
import { type Connection, type JsonObject, RecordError, RecordNotFoundError } from './engine/index.ts';

/** The application's REST API, as one linked account sees it. */
export interface Client {
  get(path: string): Promise<JsonObject>;
  /** A collection, page by page. */
  pages(collection: string, query?: Record<string, string>): AsyncIterable<JsonObject[]>;
  post(path: string, body: JsonObject): Promise<JsonObject>;
  put(path: string, body: JsonObject): Promise<JsonObject>;
}

/**
 * Calls carry the connection's token; an answer of 401 renews it once. Too many requests (429, Retry-After), lost
 * connections and server errors are tried again, but a creation only when it was surely not carried out.
 */
export function createClient(url: string, connection: Connection): Client {
  const http = ky.create({
    prefixUrl: `${url}/api`,
    timeout: 30_000,
    retry: {
      limit: 4,
      methods: ['get', 'put', 'post'],
      afterStatusCodes: [429, 503],
      maxRetryAfter: 60_000,
      jitter: true,
      shouldRetry: ({ error }) => mayRepeat(error),
    },
    hooks: { beforeRequest: [authorize(connection)], afterResponse: [renew(connection)] },
  });
  const send = (method: string, path: string, json?: JsonObject) =>
    http(path, { method, ...(json ? { json } : {}) })
      .json<JsonObject>()
      .catch(translate);

  return {
    get: (path) => send('get', path),
    post: (path, body) => send('post', path, body),
    put: (path, body) => send('put', path, body),
    async *pages(collection, query = {}) {
      for (let page: unknown = 1; page; ) {
        const search = new URLSearchParams({ ...query, page: String(page), per_page: '50' });
        const answer = await send('get', `${collection}?${search}`);
        yield answer[collection] as JsonObject[];
        page = answer.next_page;
      }
    },
  };
}

type Hooks = NonNullable<Options['hooks']>;
type BeforeRequest = NonNullable<Hooks['beforeRequest']>[number];
type AfterResponse = NonNullable<Hooks['afterResponse']>[number];

function authorize(connection: Connection): BeforeRequest {
  return async (request) => {
    if (request.headers.has('authorization')) return;
    request.headers.set('authorization', `Bearer ${await connection.accessToken()}`);
  };
}

function renew(connection: Connection): AfterResponse {
  return async (request, _options, response) => {
    if (response.status !== 401) return;
    const refused = request.headers.get('authorization')?.replace('Bearer ', '');
    const repeated = new Request(request, { headers: new Headers(request.headers) });
    repeated.headers.set('authorization', `Bearer ${await connection.refreshToken(refused)}`);
    return fetch(repeated);
  };
}

/** undefined leaves the choice to ky: its status codes, and lost connections. */
function mayRepeat(error: Error): boolean | undefined {
  const creates = error instanceof HTTPError && error.request.method === 'POST';
  return creates ? error.response.status === 429 : undefined;
}

interface Refusal {
  error?: { message?: string };
}

/**
 * What the engine keeps on the record: that it is gone, or why it was refused. A fault of the server refuses
 * nothing: nobody knows whether it did the work.
 */
async function translate(error: unknown): Promise<never> {
  if (!(error instanceof HTTPError) || error.response.status >= 500) throw error;
  const body = await error.response.json<Refusal>().catch((): Refusal => ({}));
  const message = body.error?.message ?? `answered ${error.response.status}`;
  if (error.response.status === 404) throw new RecordNotFoundError(message);
  throw new RecordError(message, { cause: error });
}
