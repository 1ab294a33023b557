import type { IdMapDraft } from './id-maps.ts';
import type { Pass, Siblings } from './pass.ts';

/** The id maps of these hub records in every part that has them; no statement where that is only this one. */
export async function readSiblings(pass: Pass, connecIds: readonly string[]): Promise<Siblings> {
  if (pass.partNames.length < 2 || connecIds.length === 0) return new Map();
  const { organizationId, connecEntity } = pass.scope;
  const rows = await pass.database.idMap.findMany({
    where: { organizationId, connecEntity, connecId: { in: [...connecIds] } },
  });
  const siblings = new Map<string, Record<string, IdMapDraft>>();
  for (const row of rows) {
    const known = siblings.get(row.connecId ?? '') ?? {};
    siblings.set(row.connecId ?? '', { ...known, [nameOf(pass, row.externalEntity)]: row });
  }
  return siblings;
}

/** As the connector writes it. */
function nameOf({ partNames }: Pass, stored: string): string {
  return partNames.find((name) => name.toLowerCase() === stored) ?? stored;
}
