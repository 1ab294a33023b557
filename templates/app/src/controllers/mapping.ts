import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { releaseRecord } from '../engine/index.ts';
import { presentMapping, readMappingQuery } from '../pages/mapping.ts';
import { presentStory } from '../pages/story.ts';
import { audit } from '../plugins/audit.ts';
import { HttpError } from '../plugins/errors.ts';
import { adminForm, adminPage, type Viewer } from '../plugins/viewer.ts';
import { readId } from '../read-id.ts';
import { texts } from '../texts.ts';
import { tryAgain } from '../try-again.ts';

/** Which record is which on the other side (contract 276, improvement 4.11). All of it is for administrators. */
export default async function mapping(app: FastifyInstance) {
  app.get('/mapping', adminPage, index);
  app.get('/mapping/:id', adminPage, show);
  app.post('/mapping/:id/release', adminForm(app), release);
}

async function index({ viewer, query, server }: FastifyRequest, reply: FastifyReply) {
  const { organization } = viewer as Viewer;
  const page = await presentMapping(server.connector, organization, readMappingQuery(query));
  return reply.page('mapping', { title: texts.mapping.title, ...page });
}

/** One record: both ids, and when and why each decision was taken. */
async function show({ viewer, params, server }: FastifyRequest, reply: FastifyReply) {
  const { organization } = viewer as Viewer;
  const id = readId((params as { id: string }).id);
  const story = id && (await presentStory(server.connector, organization, id));
  if (!story) throw new HttpError(404, texts.record.unknown);
  return reply.page('record', { title: story.record.name || texts.mapping.unnamed, ...story });
}

/** It is tried again, at once where that is possible. */
async function release(request: FastifyRequest, reply: FastifyReply) {
  const { database } = request.server.connector;
  const { organization } = request.viewer as Viewer;
  const id = readId((request.params as { id: string }).id);
  const record = id && (await releaseRecord(database, organization.id, id, new Date()));
  if (!record) throw new HttpError(404, texts.record.unknown);
  await audit(request, 'record released', { record: id });
  request.flash(
    'info',
    texts.record.released(await tryAgain(request.server.connector, organization, [record])),
  );
  const { from } = (request.body ?? {}) as { from?: unknown };
  return reply.redirect(from === 'parked' ? '/parked' : `/mapping/${id}`, 303);
}
