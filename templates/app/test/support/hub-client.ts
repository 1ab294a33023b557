import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Hub, startHub } from 'create-connector/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
  type ConnecClient,
  createConnecClient,
  type JsonObject,
  type Log,
  silentLog,
} from '../../src/engine/index.ts';
import { testTenant } from './tenants.ts';

/** The client of the hub at work on a sandbox hub, for the tests of a file. */
export interface HubClientWorld {
  readonly hub: Hub;
  readonly connec: ConnecClient;
  /** What the client has warned of. */
  readonly heard: readonly { fields: object; event: string }[];
  readonly log: Log;
  /** For a client that a test makes for itself. */
  readonly patience: { firstDelayMs: number; log: Log };
  tenantAt(url: string, timeoutSeconds?: number): ReturnType<typeof testTenant>;
  /** Does `work` with a client of a server that answers every request with the same thing, and keeps what was asked. */
  withServer(answer: Answer, work: (client: ConnecClient, server: Answering) => Promise<void>): Promise<void>;
}

type Answer = (path: string, body: string) => { status?: number; body: string };
type Answering = Awaited<ReturnType<typeof answering>>;

export function hubClientWorld(): HubClientWorld {
  let hub: Hub;
  let connec: ConnecClient;
  let heard: { fields: object; event: string }[] = [];
  const log = { ...silentLog, warn: (fields: object, event: string) => heard.push({ fields, event }) } as Log;
  const patience = { firstDelayMs: 1, log };
  const tenantAt = (url: string, timeoutSeconds = 5) =>
    testTenant({
      api: { id: hub.apiId, key: hub.apiKey, host: url, base: '/api/v1/' },
      connec: { host: url, basePath: '/api/v2', timeoutSeconds },
    });
  beforeAll(async () => {
    hub = await startHub({ seed: false });
  });
  afterAll(() => hub.close());
  beforeEach(() => {
    heard = [];
    hub.calls.length = 0;
    connec = createConnecClient(tenantAt(hub.url), 'cld-fern', patience);
  });
  afterEach(() => hub.misbehave(null));
  return {
    get hub() {
      return hub;
    },
    get connec() {
      return connec;
    },
    get heard() {
      return heard;
    },
    log,
    patience,
    tenantAt,
    async withServer(answer, work) {
      const server = await answering(answer);
      try {
        await work(createConnecClient(tenantAt(server.url), 'cld-1', patience), server);
      } finally {
        await server.close();
      }
    },
  };
}

/** All records of all pages. */
export async function all(pages: AsyncIterable<JsonObject[]>) {
  const records: JsonObject[] = [];
  for await (const page of pages) records.push(...page);
  return records;
}

/** Answers every request with the same thing, and keeps what was asked: what the sandbox does not do wrong. */
export async function answering(answer: Answer) {
  const asked: { path: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      asked.push({ path: request.url ?? '', headers: request.headers, body });
      const { status = 200, body: text } = answer(request.url ?? '', body);
      response.writeHead(status, { 'content-type': 'application/vnd.api+json' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, close: () => new Promise((resolve) => server.close(resolve)) };
}
