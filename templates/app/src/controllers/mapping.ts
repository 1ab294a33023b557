import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { presentMapping } from '../pages/mapping.ts';
import { texts } from '../texts.ts';

export default async function mapping(app: FastifyInstance) {
  app.get('/mapping', show);
}

/** Which record is which on the other side; for administrators (contract 276, improvement 4.11). */
async function show(request: FastifyRequest, reply: FastifyReply) {
  const { viewer, query, server } = request;
  const tenants = server.connector.tenants.list();
  if (!viewer) return reply.page('notice', { notice: texts.access.signInNotice, tenants });
  if (!viewer.isAdmin) return reply.code(403).page('notice', { notice: texts.access.noRights });
  const wanted = Number.parseInt(String((query as { page?: unknown }).page ?? '1'), 10) || 1;
  const page = await presentMapping(server.connector, viewer.organization, wanted);
  return reply.page('mapping', { title: texts.mapping.title, ...page });
}
