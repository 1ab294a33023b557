import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { presentHome } from '../pages/home.ts';

export default async function home(app: FastifyInstance) {
  app.get('/', show);
}

/** The status page; for anonymous visitors, what this is and the way in (contract 263 to 271, improvement 8.1). */
async function show(request: FastifyRequest, reply: FastifyReply) {
  const { connector } = request.server;
  if (!request.viewer) return reply.page('welcome', { tenants: connector.tenants.list() });
  const page = await presentHome(connector, request.viewer.organization);
  return reply.page('home', { ...page, refreshSeconds: page.running ? 3 : undefined });
}
