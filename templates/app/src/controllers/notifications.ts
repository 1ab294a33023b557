import type { FastifyReply, FastifyRequest } from 'fastify';
import { isObject, storeNotification } from '../engine/index.ts';
import { HttpError } from '../plugins/errors.ts';
import { tenantOf } from '../plugins/tenant-auth.ts';
import { texts } from '../texts.ts';

/**
 * A notification is a row of `inbox` before it is acknowledged; the job only looks there, so that nothing is lost
 * when this process ends now (contract 217, 218, improvements 1.14, 3.1).
 */
export async function create(request: FastifyRequest, reply: FastifyReply) {
  const { connector } = request.server;
  const { body } = request;
  if (!isObject(body)) throw new HttpError(400, texts.errors.badNotification);
  const tenant = tenantOf(request).name;
  await storeNotification(connector, tenant, body);
  await connector.jobs.enqueue({ kind: 'inbox', key: 'inbox', data: {} });
  request.log.info({ tenant, resources: Object.keys(body) }, 'notification stored');
  return reply.code(200).type('application/json').send();
}
