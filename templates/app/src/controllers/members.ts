import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { removeMember } from '../account/remove-member.ts';
import { audit } from '../plugins/audit.ts';
import { tenantOf } from '../plugins/client-auth.ts';

/** A person was taken out of a group at the hub. */
export default async function members(app: FastifyInstance) {
  const fromHub = { onRequest: app.hubAuth, config: { rateLimit: { max: 1200 } } };
  // Nothing is read of a body: some clients declare one, and send none.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async () => undefined);
  app.delete<Route>('/maestrano/account/groups/:group_id/users/:id/:tenant?', fromHub, destroy);
}

interface Route {
  Params: { group_id: string; id: string };
}

/** Contract 235. What is not there needs no removing: the hub may ask twice (improvement 7.10, 7.14). */
async function destroy(request: FastifyRequest<Route>, reply: FastifyReply) {
  const { group_id: group, id } = request.params;
  const removed = await removeMember(request.server.connector, tenantOf(request), group, id);
  if (!removed) return reply.code(204).send();
  const { user, organization, role } = removed;
  await audit(request, 'member removed', { member: user.uid, role }, { organization });
  return { success: true };
}
