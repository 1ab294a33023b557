import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sameText } from '../plugins/client-auth.ts';
import { HttpError } from '../plugins/errors.ts';
import { texts } from '../texts.ts';

/** For Prometheus. What the figures mean stands in src/metrics/. */
export default async function metrics(app: FastifyInstance) {
  app.get('/metrics', { onRequest: mayRead, logLevel: 'warn' }, show);
}

/**
 * Whoever has METRICS_TOKEN (RFC 6750). Without one in the configuration: on a developer's machine whoever is on it, and
 * in production nobody, for behind a proxy everybody seems to be on this machine.
 */
async function mayRead(request: FastifyRequest, reply: FastifyReply) {
  const { metricsToken, environment } = request.server.connector.config;
  if (metricsToken === undefined) {
    if (environment !== 'production' && loopback.has(request.ip)) return;
    throw new HttpError(404, texts.errors.notFound);
  }
  if (sameText(request.headers.authorization ?? '', `Bearer ${metricsToken}`)) return;
  reply.header('www-authenticate', 'Bearer realm="metrics"');
  throw new HttpError(401, texts.errors.invalidCredentials);
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

async function show({ server }: FastifyRequest, reply: FastifyReply) {
  const { registry, read } = server.metrics;
  return reply.type(registry.contentType).send(await read());
}
