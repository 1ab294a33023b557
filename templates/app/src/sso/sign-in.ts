import type { FastifyRequest } from 'fastify';
import type { Connector } from '../connector.ts';
import {
  type Database,
  initialSwitches,
  type Membership,
  type Organization,
  type Tenant,
} from '../engine/index.ts';
import { createSession } from '../plugins/session-store.ts';
import type { HubSession, Identity } from './identity.ts';

declare module 'fastify' {
  interface Session {
    hubSession?: HubSession | null;
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
): Promise<Membership & { organization: Organization }> {
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
    include: { organization: true },
  });
}

/** A new session under a new id: whatever id the browser came with is worth nothing any more (improvement 6.5). */
export async function openSession(
  request: FastifyRequest,
  database: Database,
  membership: Membership,
  hubSession: HubSession | null,
): Promise<void> {
  await request.session.regenerate();
  const { userId, organizationId } = membership;
  Object.assign(request.session, { userId, organizationId, hubSession });
  await createSession(database, request.session.sessionId, request.session);
}
