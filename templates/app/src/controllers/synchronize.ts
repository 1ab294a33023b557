import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isLinked, type SyncOptions } from '../engine/index.ts';
import { audit } from '../plugins/audit.ts';
import { adminForm, type Viewer } from '../plugins/viewer.ts';
import { requestRun } from '../run-requests.ts';
import { texts } from '../texts.ts';

export default async function synchronize(app: FastifyInstance) {
  app.post('/synchronize', adminForm(app), create);
}

/** "Synchronize now": everything, or one entity (contract 268, 273, 275). */
async function create(request: FastifyRequest, reply: FastifyReply) {
  const { connector } = request.server;
  const { external } = connector;
  const { organization } = request.viewer as Viewer;
  const { entity } = z
    .object({ entity: z.enum(external.entities.map(({ key }) => key)).optional() })
    .parse(request.body);
  if (!isLinked(organization) || !organization.syncEnabled) {
    request.flash('warning', texts.runs.notReady);
  } else {
    const options: SyncOptions = { forced: true, ...(entity ? { onlyEntities: [entity] } : {}) };
    await requestRun(connector, organization.id, options);
    await audit(request, 'synchronization asked for', { options });
    request.flash('info', texts.runs.requested);
  }
  return reply.redirect('/', 303);
}
