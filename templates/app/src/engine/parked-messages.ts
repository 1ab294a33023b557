import type { Database, InboxMessage, Organization } from './database.ts';

/** A message of the inbox that is left to a person: why, but not what it tells. */
export type ParkedMessage = Pick<InboxMessage, 'id' | 'source' | 'attempts' | 'reason' | 'createdAt'> & {
  parkedAt: Date;
};

type Group = Pick<Organization, 'tenant' | 'uid'>;

/** Those of an organization, the oldest first. */
export async function listParkedMessages(
  database: Database,
  organization: Group,
  take = 100,
): Promise<ParkedMessage[]> {
  const found = await database.inboxMessage.findMany({
    where: parkedOf(organization),
    select: { id: true, source: true, attempts: true, reason: true, createdAt: true, parkedAt: true },
    orderBy: { id: 'asc' },
    take,
  });
  return found as ParkedMessage[];
}

/**
 * Lets them be tried again, as if they had just come.
 *
 * @param id left out: all of them.
 * @returns how many.
 */
export async function releaseMessages(database: Database, organization: Group, id?: number): Promise<number> {
  const { count } = await database.inboxMessage.updateMany({
    where: { ...parkedOf(organization), ...(id === undefined ? {} : { id }) },
    data: { parkedAt: null, attempts: 0, dueAt: null },
  });
  return count;
}

/** Throws one away. The next run reads what it told from the side that told it. */
export async function discardMessage(database: Database, organization: Group, id: number): Promise<boolean> {
  const { count } = await database.inboxMessage.deleteMany({ where: { ...parkedOf(organization), id } });
  return count === 1;
}

const parkedOf = ({ tenant, uid }: Group) => ({ tenant, group: uid, parkedAt: { not: null } });
