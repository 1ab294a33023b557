import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { presentJobs } from '../pages/jobs.ts';
import { texts } from '../texts.ts';

export default async function jobs(app: FastifyInstance) {
  app.get('/jobs', show);
}

/** What is being done for the organization, what waits, and how the last things went. */
async function show({ viewer, server }: FastifyRequest, reply: FastifyReply) {
  const { connector } = server;
  if (!viewer)
    return reply.page('notice', { notice: texts.access.signInNotice, tenants: connector.tenants.list() });
  const page = await presentJobs(connector, viewer.organization);
  return reply.page('jobs', { title: texts.jobs.title, ...page });
}
