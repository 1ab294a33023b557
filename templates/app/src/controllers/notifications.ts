import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isObject, storeNotification } from '../engine/index.ts';
import { inboxJob } from '../jobs/group-key.ts';
import { tenantOf } from '../plugins/client-auth.ts';
import { HttpError } from '../plugins/errors.ts';
import { texts } from '../texts.ts';

/** What the hub tells us. */
export default async function notifications(app: FastifyInstance) {
  // It proves that it is the hub before its body is read; there may be many of them, and big ones.
  const fromHub = {
    onRequest: app.hubAuth,
    bodyLimit: 5 * 1024 * 1024,
    config: { rateLimit: { max: 6000 } },
  };
  app.post('/maestrano/connec/notifications/:tenant', fromHub, create);
}

/**
 * A notification is a row of `inbox` before it is acknowledged; the job only looks there, so that nothing is lost
 * when this process ends now (contract 217, 218, improvements 1.14, 3.1).
 */
async function create(request: FastifyRequest, reply: FastifyReply) {
  const { connector } = request.server;
  const { body } = request;
  if (!isObject(body)) throw new HttpError(400, texts.errors.badNotification);
  const tenant = tenantOf(request).name;
  const groups = await storeNotification(connector, tenant, body);
  await connector.jobs.enqueueAll(groups.map(inboxJob));
  request.log.info({ tenant, resources: Object.keys(body) }, 'notification stored');
  return reply.code(200).type('application/json').send();
}
