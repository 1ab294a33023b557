import type { FastifyRequest } from 'fastify';
import type { Connector } from '../connector.ts';
import { initialSwitches, type Membership, type Tenant } from '../engine/index.ts';
import type { Identity } from './identity.ts';

declare module 'fastify' {
  interface Session {
    hubSession?: Identity['hubSession'];
  }
}

/**
 * Finds or creates the user, the organization and the place of one in the other (contract 254, 255). What is there
 * stays as it is, but for the role, which is the hub's to say.
 */
export async function admit(
  { database, external }: Pick<Connector, 'database' | 'external'>,
  tenant: Pick<Tenant, 'name'>,
  { user, group, role }: Identity,
): Promise<Membership> {
  const { id: userId } = await database.user.upsert({
    where: { uid_tenant: { uid: user.uid, tenant: tenant.name } },
    create: { ...user, tenant: tenant.name },
    update: {},
  });
  const { id: organizationId } = await database.organization.upsert({
    where: { uid_tenant: { uid: group.uid, tenant: tenant.name } },
    create: {
      ...group,
      tenant: tenant.name,
      synchronizedEntities: { ...initialSwitches(external.entities) },
    },
    update: {},
  });
  return database.membership.upsert({
    where: { userId_organizationId: { userId, organizationId } },
    create: { userId, organizationId, role },
    update: { role },
  });
}

/** A new session under a new id: whatever id the browser came with is worth nothing any more (improvement 6.5). */
export async function openSession(request: FastifyRequest, membership: Membership, identity: Identity) {
  await request.session.regenerate();
  request.session.userId = membership.userId;
  request.session.organizationId = membership.organizationId;
  request.session.hubSession = identity.hubSession;
}
