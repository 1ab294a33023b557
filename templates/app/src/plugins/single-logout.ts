import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import ky from 'ky';
import { z } from 'zod';
import type { Tenant } from '../engine/index.ts';

/**
 * Whoever signs out of the hub is signed out here, some minutes later: once the time the hub gave has passed, it is
 * asked whether the session still stands (contract 258, contract/sso.md §5). No answer counts as no.
 */
export default fp(
  async (app) => {
    app.addHook('preHandler', async (request, reply) => {
      const { viewer, session } = request;
      if (request.url.startsWith('/maestrano/auth/saml/')) return;
      if (!viewer || !session.hubSession || new Date(session.hubSession.recheckAt) > new Date()) return;
      const tenant = app.connector.tenants.get(viewer.organization.tenant);
      if (tenant && !tenant.sso.singleLogout) return;
      const recheckAt = tenant && (await recheck(tenant, session.hubSession).catch(() => undefined));
      if (!recheckAt) return leave(request, reply, viewer.organization.tenant);
      session.hubSession = { ...session.hubSession, recheckAt };
    });
  },
  { name: 'single-logout', dependencies: ['viewer'] },
);

async function leave(request: FastifyRequest, reply: FastifyReply, tenant: string) {
  request.log.info({ tenant }, 'the session at the hub has ended');
  await request.session.destroy();
  request.viewer = null;
  return reply.redirect(`/maestrano/auth/saml/init/${encodeURIComponent(tenant)}`, 303);
}

/** @returns when to ask again, or undefined when the session has ended. */
async function recheck(tenant: Tenant, { uid, token }: { uid: string; token: string }) {
  const base = new URL(`${tenant.api.base.replace(/\/*$/, '/')}auth/saml/`, tenant.sso.idp);
  const url = new URL(encodeURIComponent(uid), base);
  const answer = await ky.get(url, { searchParams: { session: token }, timeout: 5000, retry: 1 }).json();
  const { valid, recheck } = answerSchema.parse(answer);
  return valid ? recheck : undefined;
}

const answerSchema = z.object({ valid: z.boolean(), recheck: z.string() });
