import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSynchronizing, presentRun } from '../pages/runs.ts';
import { texts } from '../texts.ts';

export default async function history(app: FastifyInstance) {
  app.get('/history', show);
}

/** The 40 most recent synchronizations (contract 275, improvement 9.4). */
async function show(request: FastifyRequest, reply: FastifyReply) {
  const { connector } = request.server;
  if (!request.viewer)
    return reply.page('notice', { notice: texts.access.signInNotice, tenants: connector.tenants.list() });
  const { organization } = request.viewer;
  const rows = await connector.database.synchronization.findMany({
    where: { organizationId: organization.id },
    orderBy: { id: 'desc' },
    take: 40,
  });
  const running = await isSynchronizing(connector, organization, rows[0] ?? null);
  return reply.page('history', {
    title: texts.history.title,
    running,
    runs: rows.map((row) => presentRun(row, connector.external.entities)),
    refreshSeconds: running ? 3 : undefined,
  });
}
