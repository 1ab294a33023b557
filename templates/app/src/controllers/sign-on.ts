import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLinked, type Tenant } from '../engine/index.ts';
import { HttpError } from '../plugins/errors.ts';
import { tenantOf } from '../plugins/tenant-auth.ts';
import { admit, openSession } from '../sso/sign-in.ts';
import { texts } from '../texts.ts';

/** To the hub (contract 251). */
export async function init(request: FastifyRequest, reply: FastifyReply) {
  const settings = (request.query as { settings?: unknown }).settings !== undefined;
  return reply.redirect(await request.server.saml.begin(request, reply, tenantOf(request), settings), 302);
}

/** Back from the hub. What is wrong with its answer is for our log, not for the browser (contract 252). */
export async function consume(request: FastifyRequest, reply: FastifyReply) {
  const tenant = tenantOf(request);
  const { SAMLResponse } = (request.body ?? {}) as { SAMLResponse?: unknown };
  if (typeof SAMLResponse !== 'string' || !SAMLResponse)
    throw new HttpError(400, texts.errors.noSamlResponse);
  try {
    return reply.redirect(await signIn(request, reply, tenant), 303);
  } catch (error) {
    request.log.warn({ tenant: tenant.name, err: error }, texts.signIn.failed);
    return reply.redirect(new URL('/app_access_unauthorized?err=internal', tenant.sso.idp).href, 303);
  }
}

/** Every trace of the session goes, not only the names in it (improvement 6.5, 6.6). */
export async function destroy(request: FastifyRequest, reply: FastifyReply) {
  await request.session.destroy();
  return reply.clearCookie('connector_session', { path: '/' }).redirect('/', 303);
}

/** @returns where the person goes next (contract 257). */
async function signIn(request: FastifyRequest, reply: FastifyReply, tenant: Tenant): Promise<string> {
  const { connector, saml } = request.server;
  const { identity, settings } = await saml.finish(request, reply, tenant);
  const membership = await admit(connector, tenant, identity);
  await openSession(request, membership, identity);
  const where = { id: membership.organizationId };
  const organization = await connector.database.organization.findUniqueOrThrow({ where });
  request.log.info(
    { tenant: tenant.name, organization: organization.uid, user: identity.user.uid },
    'signed in',
  );
  if (settings || !isLinked(organization) || !organization.syncEnabled) return '/';
  return connector.external.home(organization) ?? '/';
}
