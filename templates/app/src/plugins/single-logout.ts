import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import ky from 'ky';
import { z } from 'zod';
import type { Tenant } from '../engine/index.ts';
import type { HubSession } from '../sso/identity.ts';

/**
 * Whoever signs out of the hub is signed out here, some minutes later: once the time the hub gave has passed, it is
 * asked whether the session still stands (contract 258, contract/sso.md §5). No time counts as a past one, and no
 * answer, no session and no tenant as a no: whoever is in doubt signs in again.
 */
export default fp(
  async (app) => {
    const ask = asking();
    app.addHook('preHandler', async (request, reply) => {
      const { viewer, session } = request;
      if (!viewer || request.url.startsWith('/maestrano/auth/saml/')) return;
      const tenant = app.connector.tenants.get(viewer.organization.tenant);
      if (tenant && (!tenant.sso.singleLogout || isFresh(session.hubSession))) return;
      const recheckAt = tenant && session.hubSession && (await ask(tenant, session.hubSession));
      if (!recheckAt) return leave(request, reply, viewer.organization.tenant);
      session.hubSession = { ...session.hubSession, recheckAt } as HubSession;
    });
  },
  { name: 'single-logout', dependencies: ['viewer'] },
);

const isFresh = (hubSession?: HubSession | null) =>
  Boolean(hubSession?.recheckAt && new Date(hubSession.recheckAt) > new Date());

async function leave(request: FastifyRequest, reply: FastifyReply, tenant: string) {
  request.log.info({ tenant }, 'the session at the hub has ended');
  await request.session.destroy();
  request.viewer = null;
  return reply.redirect(`/maestrano/auth/saml/init/${encodeURIComponent(tenant)}`, 303);
}

/** One call at a time for a session, however many requests wait for its answer. */
function asking() {
  const underWay = new Map<string, Promise<string | undefined>>();
  return (tenant: Tenant, hubSession: HubSession): Promise<string | undefined> => {
    const key = JSON.stringify([tenant.name, hubSession.uid, hubSession.token]);
    const asked = underWay.get(key);
    if (asked) return asked;
    const answer = recheck(tenant, hubSession)
      .catch(() => undefined)
      .finally(() => underWay.delete(key));
    underWay.set(key, answer);
    return answer;
  };
}

/** @returns when to ask again, or undefined when the session has ended. */
async function recheck(tenant: Tenant, { uid, token }: HubSession): Promise<string | undefined> {
  const base = new URL(`${tenant.api.base.replace(/\/*$/, '/')}auth/saml/`, tenant.sso.idp);
  const url = new URL(encodeURIComponent(uid), base);
  const answer = await ky.get(url, { searchParams: { session: token }, timeout: 5000, retry: 1 }).json();
  const { valid, recheck } = answerSchema.parse(answer);
  return valid ? recheck : undefined;
}

const answerSchema = z.object({ valid: z.boolean(), recheck: z.string() });
