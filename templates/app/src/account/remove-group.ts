import type { Connector } from '../connector.ts';
import type { Organization } from '../engine/index.ts';
import { endSessions } from '../plugins/session-store.ts';

/**
 * All that is kept of an organization goes at once: its tokens, id maps, runs and memberships, what waits in the inbox,
 * and its people's sessions here (contract 234, improvement 7.11). Its lease goes with it: a run under way keeps
 * nothing more, and finds out. People stay, for they may be in others; so does what was audited.
 *
 * @returns false when it was gone already.
 */
export async function removeGroup(
  { database }: Pick<Connector, 'database'>,
  { id, uid, tenant }: Pick<Organization, 'id' | 'uid' | 'tenant'>,
): Promise<boolean> {
  const [{ count }] = await database.$transaction([
    // What belongs to it goes with it, see prisma/schema.prisma.
    database.organization.deleteMany({ where: { id } }),
    database.inboxMessage.deleteMany({ where: { tenant, group: uid } }),
    endSessions(database, id),
  ]);
  return count > 0;
}
