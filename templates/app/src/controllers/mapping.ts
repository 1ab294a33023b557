import type { FastifyReply, FastifyRequest } from 'fastify';
import { presentMapping } from '../pages/mapping.ts';
import { texts } from '../texts.ts';

/** Which record is which on the other side; for administrators (contract 276, improvement 4.11). */
export async function show(request: FastifyRequest, reply: FastifyReply) {
  const { viewer, query, server } = request;
  const tenants = server.connector.tenants.list();
  if (!viewer) return reply.page('notice', { notice: texts.access.signInNotice, tenants });
  if (!viewer.isAdmin) return reply.code(403).page('notice', { notice: texts.access.noRights });
  const wanted = Number.parseInt(String((query as { page?: unknown }).page ?? '1'), 10) || 1;
  const page = await presentMapping(server.connector, viewer.organization, wanted);
  return reply.page('mapping', { title: texts.mapping.title, ...page });
}
