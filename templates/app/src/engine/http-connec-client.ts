import ky, { HTTPError, type KyInstance, type Options } from 'ky';
import { type BatchAddress, readBatch, sendBatch } from './connec-batch.ts';
import { ConnecCallError, call, refuses } from './connec-call.ts';
import type { ConnecClient, ConnecQuery } from './connec-client.ts';
import { messageOf, RecordError, RunError, UnansweredError } from './errors.ts';
import { fencedFetch } from './fenced-fetch.ts';
import type { Lease } from './lease.ts';
import { type Log, silentLog } from './log.ts';
import { type Observe, observedFetch } from './observe.ts';
import { isObject, type JsonObject } from './record.ts';
import type { Tenant } from './tenant.ts';
import type { Trace } from './trace.ts';

/** How patient a client is. The defaults are meant for the hub; tests wait for less. */
export interface Patience {
  /** Before the first repetition; doubled for each one after it, and jittered. Default 500. */
  firstDelayMs?: number;
  /** Repetitions in the life of the client, which is one run. Default 30. */
  repetitions?: number;
  /** Told of every call (debug) and of every repetition (warn), without what is in the records. Default: nobody. */
  log?: Log | undefined;
  /** Is told of every call, repetitions too. */
  observe?: Observe | undefined;
  /** Follows every call, repetitions too. */
  trace?: Trace | undefined;
  /** Of the organization, where it is held: once that is lost, no call is made any more. */
  lease?: Pick<Lease, 'check'> | undefined;
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
    fetch: fencedFetch(observedFetch(patience, { side: 'connec', tenant: tenant.name }), patience.lease),
    ...repeatAndTell(patience),
  });
  const root = `${connec.basePath}/${encodeURIComponent(group)}`;
  const address: BatchAddress = { url: `${connec.host}/batch`, root };
  return {
    pages: (resource, query = {}) => pages(http, `${connec.host}${root}/${resource}`, resource, query),
    get: (resource, id) => get(http, `${connec.host}${root}/${resource}/${encodeURIComponent(id)}`, resource),
    getMany: (resource, ids) => getMany(http, address, resource, ids),
    batch: (operations) => sendBatch(http, address, operations),
  };
}

const passing = [408, 429, 500, 502, 503, 504];

/** Contract 143, 182, 290, 291: three tries in all, each told in the log. */
function repeatAndTell({ firstDelayMs = 500, repetitions = 30, log = silentLog }: Patience): Options {
  let left = repetitions;
  return {
    retry: {
      limit: 2,
      methods: ['get', 'post'],
      statusCodes: passing,
      afterStatusCodes: [429, 503],
      maxRetryAfter: 60_000,
      delay: (attempt) => firstDelayMs * 2 ** (attempt - 1),
      jitter: (delay) => delay * (0.5 + Math.random()),
      retryOnTimeout: true,
      shouldRetry({ error, retryCount: attempt }) {
        const lasts = error instanceof HTTPError && !passing.includes(error.response.status);
        if (left === 0 || lasts || error instanceof RunError) return false;
        left -= 1;
        log.warn({ reason: messageOf(error), attempt }, 'Connec! is asked again');
        return undefined; // ky would not heed Retry-After otherwise.
      },
    },
    hooks: {
      afterResponse: [
        ({ method, url }, { context }, { status }) => {
          log.debug({ method, path: new URL(url).pathname, status, ...context }, 'Connec! was asked');
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

async function get(http: KyInstance, url: string, resource: string): Promise<JsonObject | undefined> {
  try {
    const body = await call(() => http.get(url), `reading one of ${resource}`, 404);
    return isObject(body[resource]) ? body[resource] : undefined;
  } catch (error) {
    throw error instanceof ConnecCallError ? ofOneRecord(error) : error;
  }
}

/** A record that the hub fails at says nothing of the others; one that may not be read at all does. */
function ofOneRecord(error: ConnecCallError): Error {
  const { status, message: reason } = error;
  if (status === 401 || status === 403) return error;
  return refuses(error)
    ? new RecordError(reason, { cause: error })
    : new UnansweredError(reason, { cause: error });
}

/**
 * The API has no query for many records by their ids, but a batch may read as well as write. A hub that does not do
 * that has nothing in it.
 */
async function getMany(http: KyInstance, address: BatchAddress, resource: string, ids: readonly string[]) {
  try {
    return await readBatch(http, address, resource, ids);
  } catch (error) {
    if (error instanceof ConnecCallError && !saysNothing.includes(error.status)) return new Map();
    throw error;
  }
}

/** Not reached, no access, too many requests: asking for each record would be no better. */
const saysNothing = [0, 401, 403, 429];
