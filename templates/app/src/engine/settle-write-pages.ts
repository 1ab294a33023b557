import type { Database, WritePage as WritePageRow } from './database.ts';
import type { Engine } from './engine.ts';
import { type IdMapDraft, newIdMap, readIdMaps } from './id-maps.ts';
import type { Lease } from './lease.ts';
import { decide, decisionsOf, wasReleased } from './outcome.ts';
import { mayHaveWritten, type OwnWrite, remember } from './own-write.ts';
import { saveRows } from './save-page.ts';
import type { Shape } from './shape.ts';
import { type Begun, isCreation, keepRefused, type Noted } from './write-pages.ts';

/**
 * Takes what earlier holders of the organization left behind into id maps: creations in external are looked for
 * (recover-creations.ts), any other write is known again by what it said (own-write.ts). To be called before anything
 * is read: what is in no id map would be created again.
 *
 * @throws {LeaseLostError}
 */
export async function settleWritePages({ database, log, external }: Engine, lease: Lease): Promise<void> {
  const where = { organizationId: lease.organization.id };
  for (const row of await database.writePage.findMany({ where, orderBy: { startedAt: 'asc' } })) {
    const noted: Noted = JSON.parse(row.noted);
    const idMaps = await toIdMaps(database, row, noted, external.name);
    const saving = { database, lease, log, now: row.startedAt };
    const refused = await saveRows(
      saving,
      idMaps.filter((idMap) => idMap !== undefined),
    );
    await keepRefused({ database, lease }, { id: row.id, noted, idMaps }, refused);
  }
}

/** In the order of the page; undefined where nothing is to be saved. */
async function toIdMaps(
  database: Database,
  row: WritePageRow,
  { to, writeBack, shapes, begun }: Noted,
  externalName: string,
): Promise<(IdMapDraft | undefined)[]> {
  const known = await readIdMaps(database, row, {
    connecIds: begun.flatMap(([connecId]) => connecId ?? []),
    externalIds: begun.flatMap(([, externalId]) => externalId ?? []),
  });
  const given: (string | null)[] = JSON.parse(row.created ?? '[]');
  const side = to === 'connec' ? 'Connec!' : externalName;
  return begun.map((one, i) => {
    const [connecId, externalId, name, hash, shape, , metadata] = one;
    const found = known.byConnecId.get(connecId ?? '') ?? known.byExternalId.get(externalId ?? '');
    const write: OwnWrite = { to, shape: shapes[shape] as Shape, hash };
    if (isCreation(one)) return found ? undefined : creation(row, one, given[i] ?? null, writeBack, write);
    if (found ? isSettled(found, row.startedAt) : metadata === null) return undefined;
    const idMap = found ?? { ...newIdMap(row), connecId, externalId, name, metadata: metadata ?? '{}' };
    cutOff(idMap, row.startedAt, write, side);
    return idMap;
  });
}

/** Whether the write was answered, and that was saved: something was decided after the page was begun. */
function isSettled(idMap: IdMapDraft, startedAt: Date): boolean {
  const last = decisionsOf(idMap).find(({ what }) => what !== wasReleased);
  return last !== undefined && last.at >= startedAt.toISOString();
}

/** Reading what changed may not bring the record again: it is asked for. */
function cutOff(idMap: IdMapDraft, startedAt: Date, write: OwnWrite, side: string): void {
  decide(idMap, startedAt, `was on its way to ${side} when the run was cut off`);
  mayHaveWritten(idMap, write);
  const { connecId, externalId, parkedAt } = idMap;
  const isCreated = write.to === 'connec' ? externalId !== null : connecId !== null && externalId !== null;
  if (!isCreated || parkedAt !== null) return;
  const message = `May have reached ${side}: the run was cut off`;
  Object.assign(idMap, { failedTo: write.to, message, dueAt: startedAt } satisfies Partial<IdMapDraft>);
}

/** @param externalId as external has given it; null where that is not known. */
function creation(
  { startedAt, ...scope }: WritePageRow,
  [connecId, , name, externalHash, , createKey, metadata]: Begun,
  externalId: string | null,
  writeBack: boolean,
  write: OwnWrite,
): IdMapDraft {
  const idMap = { ...newIdMap(scope), connecId, name, externalHash, metadata: metadata ?? '{}' };
  remember(idMap, write);
  if (externalId === null) return { ...idMap, createKey, createStartedAt: startedAt, dueAt: startedAt };
  decide(idMap, startedAt, 'was created by a run that was cut off');
  return { ...idMap, externalId, writeBackPending: writeBack, dueAt: writeBack ? startedAt : null };
}
