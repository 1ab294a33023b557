import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Organization, User } from '../engine/index.ts';
import { texts } from '../texts.ts';
import { signInFirst } from './flash.ts';

/** The person who looks, and the organization they look at. */
export interface Viewer {
  user: User;
  organization: Organization;
  isAdmin: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer | null;
  }
  interface Session {
    userId?: number;
    organizationId?: number;
  }
}

/**
 * Reads `request.viewer` from the session, anew for every request: whoever was removed from the organization, or
 * is no longer an administrator, notices at once (contract 259, 260, improvement 6.12).
 */
export default fp(
  async (app) => {
    app.decorateRequest('viewer', null);
    app.addHook('onRequest', async (request) => {
      if (!request.url.startsWith('/public/')) request.viewer = await findViewer(request);
    });
  },
  { name: 'viewer', dependencies: ['session'] },
);

/** Before routes that change something: everybody else goes back home and is told why (contract 272, 277). */
export async function requireAdmin(request: FastifyRequest, reply: FastifyReply) {
  if (request.viewer?.isAdmin) return;
  if (!request.viewer) return reply.redirect(signInFirst, 303);
  request.flash('warning', texts.access.adminsOnly);
  return reply.redirect('/', 303);
}

/** For routes that a form of an administrator posts to. */
export const adminForm = (app: FastifyInstance) => ({ preHandler: [app.csrfProtection, requireAdmin] });

/** For pages that only administrators see: others are told so, and strangers to sign in (contract 276). */
export const adminPage = { preHandler: showToAdmins };

async function showToAdmins({ viewer, server }: FastifyRequest, reply: FastifyReply) {
  if (viewer?.isAdmin) return;
  if (viewer) return reply.code(403).page('notice', { notice: texts.access.noRights });
  const tenants = server.connector.tenants.list();
  return reply.page('notice', { notice: texts.access.signInNotice, tenants });
}

/** For the log: who changed something, and of which organization (improvement 6.11). */
export const whoActs = ({ viewer }: FastifyRequest) => ({
  user: viewer?.user.uid,
  organization: viewer?.organization.uid,
  tenant: viewer?.organization.tenant,
});

/** @returns null for strangers, and for whoever was removed from the organization. */
export async function findViewer({ session, server }: FastifyRequest): Promise<Viewer | null> {
  const { userId, organizationId } = session;
  if (userId === undefined || organizationId === undefined) return null;
  const membership = await server.connector.database.membership.findUnique({
    where: { userId_organizationId: { userId, organizationId } },
    include: { user: true, organization: true },
  });
  if (!membership) return null;
  const { user, organization, role } = membership;
  return { user, organization, isAdmin: role === 'Admin' || role === 'Super Admin' };
}
