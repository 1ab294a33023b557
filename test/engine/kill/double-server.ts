import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  type BatchOperation,
  isObject,
  type JsonObject,
  RecordError,
  RecordNotFoundError,
} from '../../../templates/app/src/engine/index.ts';
import type { ApplicationDouble, CollectionName } from '../doubles/application-double.ts';
import type { HubDouble } from '../doubles/hub-double.ts';

/** The two doubles over HTTP: they outlive whoever calls them. */
export interface DoubleServer {
  url: string;
  /** Look-ups and creations in the application, in the order they came: "list company", "create company 7". */
  readonly story: string[];
  /** Resolves when nobody is connected any more: what a killed caller had sent has been dealt with. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export async function serveDoubles(hub: HubDouble, application: ApplicationDouble): Promise<DoubleServer> {
  const story: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) =>
    answer(request, response, (path, query, body) =>
      path[0] === 'application'
        ? callApplication(application, String(path[1]), body as unknown[], story)
        : callHub(hub, path, query, body as JsonObject),
    ),
  );
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    story,
    async quiet() {
      await Promise.all(
        [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))),
      );
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Reply = [status: number, body: unknown];
type Handler = (path: string[], query: URLSearchParams, body: unknown) => Reply;

async function answer(request: IncomingMessage, response: ServerResponse, handler: Handler): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return; // Cut off in the middle of its request: it has asked for nothing.
  }
  const url = new URL(request.url ?? '/', 'http://double');
  const text = Buffer.concat(chunks).toString();
  const path = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const [status, body] = handler(path, url.searchParams, text === '' ? undefined : JSON.parse(text));
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** /api/v2/:group/:resource[/:id] and /batch (contract/connec-api.md §1, §8). */
function callHub(hub: HubDouble, path: string[], query: URLSearchParams, body: JsonObject): Reply {
  if (path[0] === 'batch')
    return [200, { results: (body.ops as JsonObject[]).map((op) => operate(hub, op)) }];
  const [resource = '', id] = path.slice(3);
  if (id !== undefined) {
    const record = hub.get(resource, id);
    return record ? [200, { [resource]: record }] : [404, {}];
  }
  const since = Date.parse(/updated_at gt '(.*?)'/.exec(query.get('$filter') ?? '')?.[1] ?? '');
  const records = hub.list(resource, Number.isNaN(since) ? undefined : since);
  const skip = Number(query.get('$skip') ?? 0);
  const next = skip + pageSize < records.length ? `/?%24skip=${skip + pageSize}&${filterOf(query)}` : null;
  return [200, { [resource]: records.slice(skip, skip + pageSize), pagination: { next } }];
}

const pageSize = 20;
const filterOf = (query: URLSearchParams) => new URLSearchParams({ $filter: query.get('$filter') ?? '' });

function operate(hub: HubDouble, op: JsonObject) {
  const [resource = '', id] = String(op.url).split('/').filter(Boolean).slice(3);
  if (op.method === 'get') {
    const found = hub.get(resource, id ?? '');
    return found ? { status: 200, body: { [resource]: found } } : { status: 404, body: {} };
  }
  const record = isObject(op.params) ? op.params[resource] : undefined;
  const operation = { method: op.method, resource, record, ...(id ? { id } : {}) } as BatchOperation;
  const result = hub.apply(operation);
  return result.record
    ? { status: result.status, body: { [resource]: result.record } }
    : { status: result.status, body: result.error };
}

/** One URL for each method of the double; the arguments are the body. */
function callApplication(
  application: ApplicationDouble,
  call: string,
  args: unknown[],
  story: string[],
): Reply {
  const [collection, ...rest] = args as [CollectionName, ...never[]];
  const what = call === 'create' ? ` ${(rest[0] as unknown as JsonObject).number}` : ` ${collection}`;
  story.push(`${call}${what}`);
  try {
    if (call === 'list') {
      const [since, skip] = rest as unknown as [number | null, number];
      return [200, application.list(collection, since ?? undefined).slice(skip, skip + pageSize)];
    }
    const method = application[call as 'get'] as (...args: unknown[]) => unknown;
    return [200, method(collection, ...rest) ?? null];
  } catch (error) {
    if (error instanceof RecordNotFoundError) return [404, error.message];
    if (error instanceof RecordError) return [422, error.message];
    throw error;
  }
}
