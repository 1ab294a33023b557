import type { IdMapDraft } from './id-maps.ts';
import { removeIdMaps } from './id-maps.ts';
import { holderOf, type Pass } from './pass.ts';

/** An id map that the hub has just given a record to. */
export interface Claim {
  idMap: IdMapDraft;
  connecId: string;
  /** The hub has made the record just now: no id map of an earlier page has it. */
  isNew: boolean;
}

/**
 * A hub record belongs to one id map (improvement 1.4). The hub may recognise an external record as one that it
 * has for another already: what is only a leftover there, or of an external record that is gone, gives way; else
 * the newcomer goes without. Costs one statement, and only where a record is not new.
 *
 * @returns the id maps whose hub record belongs to another one.
 */
export async function claimConnecIds(pass: Pass, claims: readonly Claim[]): Promise<Set<IdMapDraft>> {
  const owners = new Map<string, IdMapDraft>();
  for (const { connecId, idMap } of claims) if (!owners.has(connecId)) owners.set(connecId, idMap);
  const others = await othersWith(pass, claims, owners);
  const givingWay = others.filter((row) => row.externalId === null || row.externalInactive);
  await removeIdMaps(
    holderOf(pass),
    givingWay.map(({ id }) => id),
  );
  for (const row of others) if (!givingWay.includes(row)) owners.delete(row.connecId ?? '');
  return new Set(claims.flatMap(({ connecId, idMap }) => (owners.get(connecId) === idMap ? [] : [idMap])));
}

async function othersWith(pass: Pass, claims: readonly Claim[], owners: ReadonlyMap<string, IdMapDraft>) {
  const connecIds = claims.flatMap(({ connecId, isNew }) => (isNew ? [] : connecId));
  if (connecIds.length === 0) return [];
  const rows = await pass.database.idMap.findMany({
    where: { ...pass.scope, connecId: { in: connecIds } },
    select: { id: true, connecId: true, externalId: true, externalInactive: true },
  });
  return rows.filter((row) => row.id !== owners.get(row.connecId ?? '')?.id);
}
