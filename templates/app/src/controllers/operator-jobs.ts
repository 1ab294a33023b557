import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { FailedJob } from '../jobs/jobs.ts';
import { concernsOf } from '../operators/concerns.ts';
import { formToken, requireFormToken } from '../operators/form-token.ts';
import { presentOperatorJobs } from '../pages/operator-jobs.ts';
import { audit } from '../plugins/audit.ts';
import { texts } from '../texts.ts';

/** The jobs of all organizations, and those that have failed for good. Registered behind the operators' password. */
export default async function operatorJobs(app: FastifyInstance) {
  app.get('/operator/jobs', show);
  app.post('/operator/jobs/retry', { preHandler: requireFormToken }, retry);
  app.post('/operator/jobs/discard', { preHandler: requireFormToken }, discard);
}

async function show({ server, query }: FastifyRequest, reply: FastifyReply) {
  const { done } = z.object({ done: z.enum(outcomes).optional().catch(undefined) }).parse(query);
  const page = await presentOperatorJobs(server.connector);
  return reply.page('operator-jobs', {
    title: texts.operators.title,
    ...page,
    notice: done && texts.operators.done[done],
    hasQueues: server.hasRoute({ method: 'GET', url: '/operator/queues' }),
    csrfToken: formToken(server.connector.config.sessionSecret),
  });
}

/** What the page says afterwards. Operators have no session in which it could be kept. */
const outcomes = ['retried', 'discarded', 'gone'] as const;

async function retry(request: FastifyRequest, reply: FastifyReply) {
  const { jobs } = request.server.connector;
  return change(request, reply, {
    action: 'failed job retried',
    done: 'retried',
    to: (id) => jobs.retry(id),
  });
}

async function discard(request: FastifyRequest, reply: FastifyReply) {
  const { jobs } = request.server.connector;
  const to = (id: string) => jobs.discard(id);
  return change(request, reply, { action: 'failed job discarded', done: 'discarded', to });
}

interface Deed {
  action: string;
  done: (typeof outcomes)[number];
  to(id: string): Promise<boolean>;
}

/** Somebody else may have been faster. */
async function change(request: FastifyRequest, reply: FastifyReply, { action, done, to }: Deed) {
  const { jobs } = request.server.connector;
  const { id } = formSchema.parse(request.body);
  const job = (await jobs.failed(mostFailed)).find((failed) => failed.id === id);
  if (!job || !(await to(id))) return reply.redirect('/operator/jobs?done=gone', 303);
  await writeDown(request, action, job);
  return reply.redirect(`/operator/jobs?done=${done}`, 303);
}

async function writeDown(request: FastifyRequest, action: string, { kind, key, lane, reason }: FailedJob) {
  const [concern] = await concernsOf(request.server.connector.database, [{ kind, key }]);
  const { tenant = '', organization } = concern ?? {};
  const by = { actor: 'operator', tenant, ...(organization ? { organization } : {}) };
  await audit(request, action, { kind, key, lane, reason }, by);
}

/** More than all lanes keep. */
const mostFailed = 1000;

const formSchema = z.object({ id: z.string().min(1).max(200) });
