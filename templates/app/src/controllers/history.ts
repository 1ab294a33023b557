import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { presentHistory } from '../pages/history.ts';
import { presentRunDetails } from '../pages/run-details.ts';
import { HttpError } from '../plugins/errors.ts';
import { readId } from '../read-id.ts';
import { texts } from '../texts.ts';

export default async function history(app: FastifyInstance) {
  app.get('/history', index);
  app.get('/history/:id', show);
}

/** The synchronizations, 40 a page, newest first (contract 275, improvement 9.4). */
async function index({ viewer, server, query }: FastifyRequest, reply: FastifyReply) {
  const { connector } = server;
  if (!viewer)
    return reply.page('notice', { notice: texts.access.signInNotice, tenants: connector.tenants.list() });
  const { before } = query as { before?: unknown };
  const page = await presentHistory(connector, viewer.organization, readId(before));
  return reply.page('history', { title: texts.history.title, ...page });
}

/** What one of them did, entity by entity. */
async function show({ viewer, server, params }: FastifyRequest, reply: FastifyReply) {
  const { connector } = server;
  if (!viewer)
    return reply.page('notice', { notice: texts.access.signInNotice, tenants: connector.tenants.list() });
  const id = readId((params as { id: string }).id);
  const details = id && (await presentRunDetails(connector, viewer.organization, id));
  if (!details) throw new HttpError(404, texts.history.unknown);
  return reply.page('run', { title: texts.history.runTitle, ...details });
}
