import { HTTPError } from 'ky';
import { type Connection, type JsonObject, RecordError, RecordNotFoundError } from './engine/index.ts';
import { createHttp, type Patience, passing } from './http.ts';

/** The application's REST API, as one linked account sees it. */
export interface Client {
  get(path: string): Promise<JsonObject>;
  /** A collection, page by page. */
  pages(collection: string, query?: Record<string, string>): AsyncIterable<JsonObject[]>;
  /** @param key names the creation: what comes twice under one key is created once. */
  post(path: string, body: JsonObject, key: string): Promise<JsonObject>;
  put(path: string, body: JsonObject): Promise<JsonObject>;
  delete(path: string): Promise<void>;
}

/**
 * @throws {RecordError} when the application refuses a record, {RecordNotFoundError} when it is gone,
 *   {UnauthorizedError} when it no longer gives access. Any other error: nobody knows.
 */
export function createClient(url: string, connection: Connection, patience?: Patience): Client {
  const http = createHttp(`${url}/api`, connection, patience);
  const send = (...call: Parameters<typeof http>) =>
    http(...call)
      .json<JsonObject>()
      .catch(translate);

  return {
    get: (path) => send('get', path),
    post: (path, json, key) => send('post', path, { json, headers: { 'idempotency-key': key } }),
    put: (path, json) => send('put', path, { json }),
    async delete(path) {
      await send('delete', path);
    },
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

interface Refusal {
  error?: { message?: string };
}

/**
 * What the engine keeps on the record: that it is gone, or why it was refused. A fault of the server, or one request
 * too many, refuses nothing.
 */
async function translate(error: unknown): Promise<never> {
  if (!(error instanceof HTTPError)) throw error;
  const { status, statusText } = error.response;
  const body = await error.response.json<Refusal>().catch((): Refusal => ({}));
  const message = body.error?.message;
  if (status >= 500 || passing.includes(status))
    throw new Error(`answered ${status}: ${message ?? statusText}`, { cause: error });
  if (status === 404) throw new RecordNotFoundError(message ?? 'answered 404');
  throw new RecordError(message ?? `answered ${status}`, { cause: error });
}
