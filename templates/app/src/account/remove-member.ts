import type { Connector } from '../connector.ts';
import type { Tenant } from '../engine/index.ts';
import { endSessions } from '../plugins/session-store.ts';

/**
 * Takes a person out of an organization, and ends their sessions there (contract 235). Both stay, and so do the
 * person's places in other organizations.
 *
 * @returns who was taken out, and of what; undefined where that person has no place there.
 */
export async function removeMember(
  { database }: Pick<Connector, 'database'>,
  tenant: Pick<Tenant, 'name' | 'sso'>,
  group: string,
  person: string,
) {
  const membership = await database.membership.findFirst({
    where: {
      organization: { uid: group, tenant: tenant.name },
      user: { uid: uidOf(person, group, tenant), tenant: tenant.name },
    },
    include: { organization: true, user: true },
  });
  if (!membership) return undefined;
  const { id, organizationId, userId } = membership;
  const [{ count }] = await database.$transaction([
    database.membership.deleteMany({ where: { id } }),
    endSessions(database, organizationId, userId),
  ]);
  return count > 0 ? membership : undefined;
}

/** The hub names the person; in the mode "virtual" we know them as one user per group (contract/sso.md §4). */
function uidOf(person: string, group: string, { sso }: Pick<Tenant, 'sso'>): string {
  return sso.creationMode === 'virtual' ? `${person.split('.')[0]}.${group}` : person;
}
