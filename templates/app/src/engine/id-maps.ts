import type { Database } from './database.ts';
import type { IdMapRow } from './id-map-columns.ts';
import { type Holder, insertIdMaps, learnIds, selectIdMaps, updateIdMaps } from './id-map-rows.ts';

/** Which id maps: one entity of one organization. Names are lower-cased (contract 78). */
export interface IdMapScope {
  organizationId: number;
  connecEntity: string;
  externalEntity: string;
}

/** An id map as the engine works on it: changed in place, then saved with its page. */
export type IdMapDraft = IdMapRow;

/** The id maps of a page of records, found by either id in one statement. */
export interface IdMaps {
  byConnecId: Map<string, IdMapDraft>;
  byExternalId: Map<string, IdMapDraft>;
}

export function newIdMap(scope: IdMapScope): IdMapDraft {
  return {
    organizationId: scope.organizationId,
    connecEntity: scope.connecEntity,
    externalEntity: scope.externalEntity,
    connecId: null,
    externalId: null,
    name: null,
    toConnec: true,
    toExternal: true,
    externalInactive: false,
    lastPushToConnec: null,
    lastPushToExternal: null,
    connecVersion: null,
    externalVersion: null,
    connecHash: null,
    externalHash: null,
    baseFields: null,
    createKey: null,
    createStartedAt: null,
    begunWrites: null,
    writeBackPending: false,
    waitingFor: null,
    failedTo: null,
    failures: 0,
    message: null,
    dueAt: null,
    parkedAt: null,
    decisions: '[]',
    metadata: '{}',
  };
}

export async function readIdMaps(
  database: Database,
  scope: IdMapScope,
  ids: { connecIds?: readonly string[]; externalIds?: readonly string[] },
): Promise<IdMaps> {
  const { connecIds = [], externalIds = [] } = ids;
  const wanted = [['connec_id', connecIds] as const, ['external_id', externalIds] as const];
  const given = wanted.filter(([, some]) => some.length > 0);
  const rows = given.length === 0 ? [] : await selectIdMaps(database, scope, given);
  return {
    byConnecId: new Map(rows.flatMap((row) => (row.connecId === null ? [] : [[row.connecId, row]]))),
    byExternalId: new Map(rows.flatMap((row) => (row.externalId === null ? [] : [[row.externalId, row]]))),
  };
}

/**
 * Saves the id maps of a page: one statement for the known ones and one for the new, and one by which those learn their ids.
 *
 * @param last they are not saved again: new ones need not learn their ids.
 * @returns false when nothing was saved: the lease is another owner's, or the id maps are gone.
 */
export async function saveIdMaps(
  holder: Holder,
  idMaps: readonly IdMapDraft[],
  now: Date,
  last = false,
): Promise<boolean> {
  const known = idMaps.filter((idMap) => idMap.id !== undefined);
  const created = idMaps.filter((idMap) => idMap.id === undefined);
  if (known.length > 0 && (await updateIdMaps(holder, known, now)) === 0) return false;
  if (created.length === 0) return true;
  if ((await insertIdMaps(holder, created, now)) === 0) return false;
  if (!last) await learnIds(holder.database, created);
  return true;
}

export async function removeIdMaps({ database, owner }: Holder, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await database.idMap.deleteMany({
    where: { id: { in: [...ids] }, organization: { leaseOwner: owner } },
  });
}

/** Which of these external ids have an id map already. */
export async function externalIdsTaken(
  database: Database,
  scope: IdMapScope,
  ids: readonly (string | undefined)[],
): Promise<Set<string>> {
  const asked = ids.flatMap((id) => id ?? []);
  if (asked.length === 0) return new Set();
  const where = { ...scope, externalId: { in: asked } };
  const rows = await database.idMap.findMany({ where, select: { externalId: true } });
  return new Set(rows.flatMap(({ externalId }) => externalId ?? []));
}
