import { type Database, type IdMap, sql } from './database.ts';

/** Which id maps: one entity of one organization. Names are lower-cased (contract 78). */
export interface IdMapScope {
  organizationId: number;
  connecEntity: string;
  externalEntity: string;
}

/** An id map as the engine works on it: changed in place, then saved with its page. */
export type IdMapDraft = Omit<IdMap, 'id' | 'createdAt' | 'updatedAt'> & { id?: number };

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
  const wanted = [
    ...(ids.connecIds?.length ? [{ connecId: { in: [...ids.connecIds] } }] : []),
    ...(ids.externalIds?.length ? [{ externalId: { in: [...ids.externalIds] } }] : []),
  ];
  const rows = wanted.length === 0 ? [] : await database.idMap.findMany({ where: { ...scope, OR: wanted } });
  return {
    byConnecId: new Map(rows.flatMap((row) => (row.connecId === null ? [] : [[row.connecId, row]]))),
    byExternalId: new Map(rows.flatMap((row) => (row.externalId === null ? [] : [[row.externalId, row]]))),
  };
}

/**
 * Saves the id maps of a page: one statement for the known ones and one for the new, which get their ids.
 * Prisma has no bulk upsert, so this is its SQL, the same on SQLite and PostgreSQL.
 */
export async function saveIdMaps(
  database: Database,
  idMaps: readonly IdMapDraft[],
  now: Date,
): Promise<void> {
  const known = idMaps.filter((idMap) => idMap.id !== undefined);
  const created = idMaps.filter((idMap) => idMap.id === undefined);
  if (known.length > 0) await database.$executeRaw(updateStatement(known, now));
  if (created.length > 0)
    adoptIds(created, await database.$queryRaw<Inserted[]>(insertStatement(created, now)));
}

export async function removeIdMaps(database: Database, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await database.idMap.deleteMany({ where: { id: { in: [...ids] } } });
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

interface Inserted {
  id: number;
  connec_id: string | null;
  external_id: string | null;
}

const columns: readonly (readonly [keyof IdMapDraft, string])[] = [
  ['organizationId', 'organization_id'],
  ['connecEntity', 'connec_entity'],
  ['connecId', 'connec_id'],
  ['externalEntity', 'external_entity'],
  ['externalId', 'external_id'],
  ['name', 'name'],
  ['toConnec', 'to_connec'],
  ['toExternal', 'to_external'],
  ['externalInactive', 'external_inactive'],
  ['lastPushToConnec', 'last_push_to_connec'],
  ['lastPushToExternal', 'last_push_to_external'],
  ['connecVersion', 'connec_version'],
  ['externalVersion', 'external_version'],
  ['connecHash', 'connec_hash'],
  ['externalHash', 'external_hash'],
  ['baseFields', 'base_fields'],
  ['createKey', 'create_key'],
  ['createStartedAt', 'create_started_at'],
  ['writeBackPending', 'write_back_pending'],
  ['waitingFor', 'waiting_for'],
  ['failedTo', 'failed_to'],
  ['failures', 'failures'],
  ['message', 'message'],
  ['dueAt', 'due_at'],
  ['parkedAt', 'parked_at'],
  ['decisions', 'decisions'],
  ['metadata', 'metadata'],
];

const columnList = columns.map(([, column]) => column).join(', ');
/** The switches are a person's to set, and what names the row does not change. */
const changeable = columns.filter(
  ([key]) => !['organizationId', 'connecEntity', 'externalEntity', 'toConnec', 'toExternal'].includes(key),
);
const updates = [...changeable.map(([, column]) => column), 'updated_at']
  .map((column) => `${column} = excluded.${column}`)
  .join(', ');

const valuesOf = (idMap: IdMapDraft, now: Date) => [...columns.map(([key]) => idMap[key] ?? null), now, now];

function updateStatement(idMaps: readonly IdMapDraft[], now: Date) {
  return sql(
    `INSERT INTO id_maps (id, ${columnList}, created_at, updated_at) VALUES `,
    idMaps.map((idMap) => [idMap.id, ...valuesOf(idMap, now)]),
    ` ON CONFLICT (id) DO UPDATE SET ${updates}`,
  );
}

function insertStatement(idMaps: readonly IdMapDraft[], now: Date) {
  return sql(
    `INSERT INTO id_maps (${columnList}, created_at, updated_at) VALUES `,
    idMaps.map((idMap) => valuesOf(idMap, now)),
    ' RETURNING id, connec_id, external_id',
  );
}

function adoptIds(created: readonly IdMapDraft[], rows: readonly Inserted[]): void {
  const keyOf = (connecId: string | null, externalId: string | null) =>
    JSON.stringify([connecId, externalId]);
  const ids = new Map(rows.map((row) => [keyOf(row.connec_id, row.external_id), Number(row.id)]));
  for (const idMap of created) idMap.id = ids.get(keyOf(idMap.connecId, idMap.externalId)) as number;
}
