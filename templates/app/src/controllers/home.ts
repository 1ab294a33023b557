import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { presentHome } from '../pages/home.ts';

export default async function home(app: FastifyInstance) {
  app.get('/', show);
  app.get('/home/redirect_to_external', goOn);
}

/** Where hubs send people who want the application itself (contract 274). */
async function goOn({ server, viewer }: FastifyRequest, reply: FastifyReply) {
  return reply.redirect((viewer && server.connector.external.home(viewer.organization)) || '/', 303);
}

/** The status page; for anonymous visitors, what this is and the way in (contract 263 to 271, improvement 8.1). */
async function show(request: FastifyRequest, reply: FastifyReply) {
  const { connector } = request.server;
  if (!request.viewer) return reply.page('welcome', { tenants: connector.tenants.list() });
  return reply.page('home', await presentHome(connector, request.viewer.organization));
}
