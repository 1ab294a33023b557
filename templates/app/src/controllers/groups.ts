import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { removeGroup } from '../account/remove-group.ts';
import { unsubscribe } from '../engine/index.ts';
import { audit } from '../plugins/audit.ts';
import { tenantOf } from '../plugins/client-auth.ts';

/** A customer has cancelled at the hub. */
export default async function groups(app: FastifyInstance) {
  const fromHub = { onRequest: app.hubAuth, config: { rateLimit: { max: 1200 } } };
  // Nothing is read of a body: some clients declare one, and send none.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async () => undefined);
  app.delete<{ Params: { id: string } }>('/maestrano/account/groups/:id/:tenant?', fromHub, destroy);
}

/** Contract 234. What is not there needs no removing: the hub may ask twice (improvement 7.14). */
async function destroy(request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply) {
  const { connector } = request.server;
  const where = { uid_tenant: { uid: request.params.id, tenant: tenantOf(request).name } };
  const organization = await connector.database.organization.findUnique({ where });
  if (!organization) return reply.code(204).send();
  await unsubscribe(connector.engine, organization);
  if (!(await removeGroup(connector, organization))) return reply.code(204).send();
  await audit(request, 'organization removed', { account: organization.oauthUid }, { organization });
  return { success: true };
}
