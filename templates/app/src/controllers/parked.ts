import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { discardMessage, releaseMessages, releaseParked } from '../engine/index.ts';
import { inboxJob } from '../jobs/group-key.ts';
import { presentParked } from '../pages/parked.ts';
import { audit } from '../plugins/audit.ts';
import { adminForm, adminPage, type Viewer } from '../plugins/viewer.ts';
import { texts } from '../texts.ts';
import { tryAgain } from '../try-again.ts';

/** What does not get on without a person. All of it is for administrators. */
export default async function parked(app: FastifyInstance) {
  app.get('/parked', adminPage, show);
  app.post('/parked/release', adminForm(app), releaseAll);
  app.post('/parked/messages/release', adminForm(app), releaseSome);
  app.post('/parked/messages/discard', adminForm(app), discard);
}

async function show({ viewer, server }: FastifyRequest, reply: FastifyReply) {
  const page = await presentParked(server.connector, (viewer as Viewer).organization);
  return reply.page('parked', { title: texts.parked.title, ...page });
}

async function releaseAll(request: FastifyRequest, reply: FastifyReply) {
  const { connector } = request.server;
  const { organization } = request.viewer as Viewer;
  const released = await releaseParked(connector.database, organization.id, new Date());
  const count = released.length;
  if (count > 0) await audit(request, 'parked records released', { count });
  const now = await tryAgain(connector, organization, released);
  request.flash('info', texts.parked.released(count, now));
  return reply.redirect('/parked', 303);
}

/** One message, or all of them. */
async function releaseSome(request: FastifyRequest, reply: FastifyReply) {
  const { database, jobs } = request.server.connector;
  const { organization } = request.viewer as Viewer;
  const { id } = messageSchema.parse(request.body);
  const count = await releaseMessages(database, organization, id);
  if (count > 0) await audit(request, 'parked messages released', { count, ...(id ? { message: id } : {}) });
  await jobs.enqueue(inboxJob({ tenant: organization.tenant, group: organization.uid }));
  request.flash('info', texts.parked.messages.released(count));
  return reply.redirect('/parked', 303);
}

async function discard(request: FastifyRequest, reply: FastifyReply) {
  const { database } = request.server.connector;
  const { organization } = request.viewer as Viewer;
  const { id } = messageSchema.required().parse(request.body);
  if (await discardMessage(database, organization, id)) {
    await audit(request, 'parked message discarded', { message: id });
    request.flash('info', texts.parked.messages.discarded);
  }
  return reply.redirect('/parked', 303);
}

const messageSchema = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .optional(),
});
