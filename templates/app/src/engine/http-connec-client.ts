import ky, { HTTPError, type KyInstance, type KyResponse, type Options } from 'ky';
import type { BatchOperation, BatchResult, ConnecClient, ConnecQuery } from './connec-client.ts';
import { messageOf, RunError } from './errors.ts';
import type { Log } from './log.ts';
import { type Observe, observedFetch } from './observe.ts';
import { isObject, type JsonObject, type JsonValue } from './record.ts';
import type { Tenant } from './tenant.ts';

/** How patient a client is. The defaults are meant for the hub; tests wait for less. */
export interface Patience {
  /** Before the first repetition; doubled for each one after it, and jittered. Default 500. */
  firstDelayMs?: number;
  /** Repetitions in the life of the client, which is one run. Default 30. */
  repetitions?: number;
  log?: Log | undefined;
  /** Is told of every call, repetitions too. */
  observe?: Observe | undefined;
}

/**
 * The hub over HTTP, as one group (organization) of a tenant sees it. Timeouts, lost connections, 429 and 5xx are
 * tried three times in all, with growing, jittered waits and Retry-After heeded: everything sent can be sent
 * twice, since records carry their ids (improvement 9.2, 9.3). A hub that fails all the time does not take the run
 * long: after so many repetitions nothing is repeated any more.
 */
export function createConnecClient(tenant: Tenant, group: string, patience: Patience = {}): ConnecClient {
  const { connec, api } = tenant;
  const http = ky.create({
    timeout: connec.timeoutSeconds * 1000,
    headers: {
      accept: 'application/vnd.api+json',
      'content-type': 'application/vnd.api+json',
      authorization: `Basic ${Buffer.from(`${api.id}:${api.key}`).toString('base64')}`,
      'connec-external-ids': 'true',
    },
    fetch: observedFetch(patience, { side: 'connec', tenant: tenant.name }),
    ...repeat(patience),
  });
  const root = `${connec.basePath}/${encodeURIComponent(group)}`;
  return {
    pages: (resource, query = {}) => pages(http, `${connec.host}${root}/${resource}`, resource, query),
    get: (resource, id) => get(http, `${connec.host}${root}/${resource}/${encodeURIComponent(id)}`, resource),
    batch: (operations) => batch(http, `${connec.host}/batch`, root, operations),
  };
}

/** Contract 143, 182: three tries in all, each told in the log. */
function repeat({ firstDelayMs = 500, repetitions = 30, log }: Patience): Options {
  let left = repetitions;
  return {
    retry: {
      limit: 2,
      methods: ['get', 'post'],
      statusCodes: [408, 429, 500, 502, 503, 504],
      afterStatusCodes: [429, 503],
      maxRetryAfter: 60_000,
      delay: (attempt) => firstDelayMs * 2 ** (attempt - 1),
      jitter: (delay) => delay * (0.5 + Math.random()),
      retryOnTimeout: true,
    },
    hooks: {
      beforeRetry: [
        ({ error, retryCount }) => {
          if (left === 0) throw error;
          left -= 1;
          log?.warn({ reason: messageOf(error), attempt: retryCount + 1 }, 'Connec! is asked again');
        },
      ],
    },
  };
}

async function* pages(http: KyInstance, url: string, resource: string, query: ConnecQuery) {
  let search: string | undefined = searchOf(query);
  while (search !== undefined) {
    const body = await call(() => http.get(search ? `${url}?${search}` : url), `reading ${resource}`);
    const records = body[resource];
    if (Array.isArray(records)) yield records.filter(isObject);
    else if (isObject(records)) yield [records];
    else throw new RunError(`Connec! answered without "${resource}" when reading it`);
    const next: string | undefined = query.top === undefined ? nextOf(body) : undefined;
    if (next === search) throw new RunError(`Connec! gives a page of ${resource} as the one after itself`);
    search = next;
  }
}

async function get(http: KyInstance, url: string, resource: string): Promise<JsonObject | undefined> {
  const body = await call(() => http.get(url), `reading one of ${resource}`, 404);
  return isObject(body[resource]) ? body[resource] : undefined;
}

/** Sorted, as the original sends them (contract 136). */
function searchOf({ filter, orderBy, skip, top }: ConnecQuery): string {
  const query = { $filter: filter, $orderby: orderBy, $skip: skip, $top: top };
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)])).toString();
}

/** `next` is absolute: only its query is taken, so that credentials never go to another host. */
function nextOf(body: JsonObject): string | undefined {
  const next = isObject(body.pagination) ? body.pagination.next : undefined;
  return typeof next === 'string' ? new URL(next, 'http://hub').search.slice(1) : undefined;
}

async function batch(
  http: KyInstance,
  url: string,
  root: string,
  operations: readonly BatchOperation[],
): Promise<BatchResult[]> {
  if (operations.length === 0) return [];
  const ops = operations.map(({ method, resource, id = '', record }) => ({
    method,
    url: `${root}/${resource}/${encodeURIComponent(id)}`,
    params: { [resource]: record },
  }));
  const body = await call(() => http.post(url, { json: { sequential: true, ops } }), 'sending a batch');
  const results = Array.isArray(body.results) ? body.results : [];
  return operations.map(({ resource }, i) => resultOf(results[i], resource));
}

function resultOf(result: JsonValue, resource: string): BatchResult {
  if (!isObject(result)) return { status: 0, error: 'did not answer this operation' };
  const status = Number(result.status);
  const record = isObject(result.body) ? result.body[resource] : undefined;
  if ((status === 200 || status === 201) && isObject(record)) return { status, record };
  return { status, error: `${status} ${reasonOf(result.body)}` };
}

/** What a refusal says, without the record it may repeat. */
function reasonOf(body: JsonValue): string {
  if (typeof body === 'string') return body;
  const errors = isObject(body) && Array.isArray(body.errors) ? body.errors.filter(isObject) : [];
  const reasons = errors.map((error) => String(error.detail ?? error.title ?? error.message ?? ''));
  return reasons.join('; ') || (body === undefined ? 'nothing that could be read' : JSON.stringify(body));
}

/** @param allowed a status, besides success, whose answer is not an error. */
async function call(send: () => Promise<KyResponse>, what: string, allowed?: number): Promise<JsonObject> {
  const response = await send().catch((error: unknown) => {
    if (error instanceof HTTPError) return error.response;
    throw new RunError(`Connec! could not be reached when ${what}: ${messageOf(error)}`, { cause: error });
  });
  const body = (await response.json().catch(() => undefined)) as JsonValue;
  if (response.ok && isObject(body)) return body;
  if (response.status === allowed) return {};
  throw new RunError(`Connec! answered ${response.status} when ${what}: ${reasonOf(body)}`);
}
