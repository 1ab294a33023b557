import type { IdMapDraft } from './id-maps.ts';
import { removeIdMaps } from './id-maps.ts';
import type { Pass } from './pass.ts';

/** An id map that the hub has just given a record to. */
export interface Claim {
  idMap: IdMapDraft;
  connecId: string;
}

/**
 * A hub record belongs to one id map (improvement 1.4). The hub may recognise an external record as one that it
 * has for another already: what is only a leftover there, or of an external record that is gone, gives way; else
 * the newcomer goes without. Costs one statement, and only where there is a claim.
 *
 * @returns the id maps whose hub record belongs to another one.
 */
export async function claimConnecIds(pass: Pass, claims: readonly Claim[]): Promise<Set<IdMapDraft>> {
  if (claims.length === 0) return new Set();
  const owners = new Map<string, IdMapDraft>();
  for (const { connecId, idMap } of claims) if (!owners.has(connecId)) owners.set(connecId, idMap);
  const rows = await pass.database.idMap.findMany({
    where: { ...pass.scope, connecId: { in: [...owners.keys()] } },
    select: { id: true, connecId: true, externalId: true, externalInactive: true },
  });
  const others = rows.filter((row) => row.id !== owners.get(row.connecId ?? '')?.id);
  const givingWay = others.filter((row) => row.externalId === null || row.externalInactive);
  await removeIdMaps(
    pass.database,
    givingWay.map(({ id }) => id),
  );
  for (const row of others) if (!givingWay.includes(row)) owners.delete(row.connecId ?? '');
  return new Set(claims.flatMap(({ connecId, idMap }) => (owners.get(connecId) === idMap ? [] : [idMap])));
}
