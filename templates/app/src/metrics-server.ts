import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connector } from './connector.ts';
import { challenge, mayReadMetrics } from './metrics/may-read.ts';
import type { Metrics } from './metrics/registry.ts';
import { texts } from './texts.ts';

export interface MetricsServer {
  url: string;
  close(): Promise<void>;
}

/**
 * What operators ask of a process without pages, on METRICS_PORT of HOST: /metrics, with the figures of this process, for
 * whom the web server gives its own; and /health/live.
 *
 * @returns undefined without METRICS_PORT: nothing listens, and nothing is counted.
 * @throws {Error} EADDRINUSE: each process of a machine needs a port of its own.
 */
export async function startMetricsServer(connector: Connector): Promise<MetricsServer | undefined> {
  const { metricsPort, host } = connector.config;
  if (metricsPort === undefined) return undefined;
  const metrics = await startCounting(connector);
  const server = createServer((request, response) => {
    answer(connector, metrics, request)
      .catch((error: unknown): Answer => {
        connector.log.error({ err: error }, 'the metrics could not be read');
        return refusal(500, texts.errors.internal);
      })
      .then((given) => send(response, given));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(metricsPort, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  connector.log.info({ url }, 'metrics are shown');
  return {
    url,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Those of the connector, and of the process: memory, event loop and the like. Loaded only where they are shown. */
async function startCounting(connector: Connector): Promise<Metrics> {
  const { collectDefaultMetrics } = await import('prom-client');
  const { createMetrics } = await import('./metrics/registry.ts');
  const metrics = createMetrics(connector);
  collectDefaultMetrics({ register: metrics.registry });
  return metrics;
}

interface Answer {
  status: number;
  body: string;
  headers: Record<string, string>;
}

async function answer(
  { config }: Connector,
  { registry, read }: Metrics,
  { method, url, headers, socket }: IncomingMessage,
): Promise<Answer> {
  const path = method === 'GET' ? url?.split('?')[0] : undefined;
  if (path === '/health/live') return json(200, { status: 'ok' });
  if (path !== '/metrics') return refusal(404, texts.errors.notFound);
  const { authorization } = headers;
  const allowed = mayReadMetrics(config, { authorization, address: socket.remoteAddress });
  if (allowed === 'hidden') return refusal(404, texts.errors.notFound);
  if (allowed === 'refused')
    return refusal(401, texts.errors.invalidCredentials, { 'www-authenticate': challenge });
  return { status: 200, body: await read(), headers: { 'content-type': registry.contentType } };
}

const refusal = (status: number, error: string, headers?: Record<string, string>) =>
  json(status, { error }, headers);

const json = (status: number, body: object, headers?: Record<string, string>): Answer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
});

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, {
    ...headers,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
