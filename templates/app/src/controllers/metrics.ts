import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { challenge, mayReadMetrics } from '../metrics/may-read.ts';
import { HttpError } from '../plugins/errors.ts';
import { texts } from '../texts.ts';

/** For Prometheus. What the figures mean stands in src/metrics/. */
export default async function metrics(app: FastifyInstance) {
  app.get('/metrics', { onRequest: mayRead, logLevel: 'warn' }, show);
}

async function mayRead({ server, headers, ip }: FastifyRequest, reply: FastifyReply) {
  const { authorization } = headers;
  const answer = mayReadMetrics(server.connector.config, { authorization, address: ip });
  if (answer === 'yes') return;
  if (answer === 'hidden') throw new HttpError(404, texts.errors.notFound);
  reply.header('www-authenticate', challenge);
  throw new HttpError(401, texts.errors.invalidCredentials);
}

async function show({ server }: FastifyRequest, reply: FastifyReply) {
  const { registry, read } = server.metrics;
  return reply.type(registry.contentType).send(await read());
}
