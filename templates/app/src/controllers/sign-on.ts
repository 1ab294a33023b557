import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLinked, messageOf, type Tenant } from '../engine/index.ts';
import { audit } from '../plugins/audit.ts';
import { tenantOf } from '../plugins/client-auth.ts';
import { ownCookie } from '../plugins/cookies.ts';
import { HttpError } from '../plugins/errors.ts';
import { admit, openSession } from '../sso/sign-in.ts';
import { texts } from '../texts.ts';

/** Signing on through the hub, and out. */
export default async function signOn(app: FastifyInstance) {
  const config = { rateLimit: { max: 60 } };
  app.get('/maestrano/auth/saml/init/:tenant?', { config }, init);
  app.post('/maestrano/auth/saml/consume/:tenant?', { config, bodyLimit: 256 * 1024 }, consume);
  app.post('/maestrano/signout', { preHandler: app.csrfProtection }, destroy);
}

/** To the hub (contract 251). */
async function init(request: FastifyRequest, reply: FastifyReply) {
  const settings = (request.query as { settings?: unknown }).settings !== undefined;
  return reply.redirect(await request.server.saml.begin(request, reply, tenantOf(request), settings), 302);
}

/**
 * Back from the hub. What is wrong with its answer is for our log, not for the browser, but on a developer's machine
 * (contract 252).
 */
async function consume(request: FastifyRequest, reply: FastifyReply) {
  const tenant = tenantOf(request);
  const { SAMLResponse } = (request.body ?? {}) as { SAMLResponse?: unknown };
  if (typeof SAMLResponse !== 'string' || !SAMLResponse)
    throw new HttpError(400, texts.errors.noSamlResponse);
  try {
    return reply.redirect(await signIn(request, reply, tenant), 303);
  } catch (error) {
    request.log.warn({ tenant: tenant.name, err: error }, texts.signIn.failed);
    if (request.server.connector.config.environment === 'development')
      throw new HttpError(403, `${texts.signIn.failed}: ${messageOf(error)}`);
    return reply.redirect(new URL('/app_access_unauthorized?err=internal', tenant.sso.idp).href, 303);
  }
}

/** Every trace of the session goes, not only the names in it (improvement 6.5, 6.6). */
async function destroy(request: FastifyRequest, reply: FastifyReply) {
  const { name, options } = ownCookie(request.server.connector.config, 'connector_session');
  await request.session.destroy();
  if (request.viewer) await audit(request, 'signed out');
  return reply.clearCookie(name, options).redirect('/', 303);
}

/** @returns where the person goes next (contract 257). */
async function signIn(request: FastifyRequest, reply: FastifyReply, tenant: Tenant): Promise<string> {
  const { connector, saml } = request.server;
  const { identity, settings } = await saml.finish(request, reply, tenant);
  const membership = await admit(connector, tenant, identity);
  const { organization } = membership;
  const atHome = !settings && isLinked(organization) && organization.syncEnabled;
  const next = (atHome && connector.external.home(organization)) || '/';
  await openSession(request, connector.database, membership, identity.hubSession);
  const user = { id: membership.userId, uid: identity.user.uid };
  await audit(request, 'signed in', { role: membership.role }, { user, organization });
  return next;
}
