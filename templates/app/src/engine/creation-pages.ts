import { randomUUID } from 'node:crypto';
import { type CreationPage as CreationRow, Prisma } from './database.ts';
import type { Engine } from './engine.ts';
import { textOf } from './give-rows.ts';
import { type IdMapDraft, newIdMap, readIdMaps } from './id-maps.ts';
import type { Lease } from './lease.ts';
import { decide } from './outcome.ts';
import type { Pass } from './pass.ts';
import { savePage, saveRows } from './save-page.ts';
import { dialect } from './sql-dialect.ts';

/*
 * What is begun in external is noted before the first call, and what external answered before the hub is told. A page
 * of new records is one row for that, which takes a tenth of what noting each of them does; their id maps are saved
 * once, when all is known, and the page goes. One that a run left behind becomes id maps as soon as somebody holds
 * the organization again, and what is not known of them is looked for (recover-creations.ts).
 */

/** Creations under way. Those whose id maps the database refused stay in the page: they are not begun again. */
export interface CreationPage {
  readonly id: string;
  readonly idMaps: readonly IdMapDraft[];
}

interface Noted {
  /** Whether the hub is to learn the ids. */
  writeBack: boolean;
  begun: readonly Begun[];
}

type Begun = readonly [
  connecId: string | null,
  name: string | null,
  hash: string | null,
  key: string | null,
  metadata: string,
];

/**
 * To be called before the first creation.
 *
 * @param idMaps none of them is in the database.
 * @throws {LeaseLostError}
 */
export async function openCreationPage(
  pass: Pass,
  idMaps: readonly IdMapDraft[],
  startedAt: Date,
): Promise<CreationPage> {
  const page = { id: randomUUID(), idMaps };
  const begun = idMaps.map(begunOf);
  const noted: Noted = { writeBack: !pass.entity.sharedIdFromExternal, begun };
  const { organizationId, connecEntity, externalEntity } = pass.scope;
  const { scalar, held } = dialect(pass.database);
  const text = (value: string) => scalar('text', value);
  const saved = await pass.database.$executeRaw(Prisma.sql`
    INSERT INTO creation_pages (id, organization_id, connec_entity, external_entity, started_at, noted)
    SELECT ${text(page.id)}, ${scalar('integer', organizationId)}, ${text(connecEntity)}, ${text(externalEntity)},
      ${scalar('timestamp', textOf(startedAt))}, ${text(JSON.stringify(noted))}
    WHERE ${held(organizationId, pass.lease.owner)}`);
  if (saved === 0) await pass.lease.confirm();
  return page;
}

const begunOf = ({ connecId, name, externalHash, createKey, metadata }: IdMapDraft): Begun => [
  connecId,
  name,
  externalHash,
  createKey,
  metadata,
];

/**
 * To be called when external has answered: from here on nothing has to be looked for.
 *
 * @throws {LeaseLostError}
 */
export async function noteCreated(pass: Pass, { id, idMaps }: CreationPage): Promise<void> {
  const saved = await pass.database
    .$executeRaw`UPDATE creation_pages SET created = ${createdOf(idMaps)} WHERE id = ${id}`;
  if (saved === 0) await pass.lease.confirm();
}

/**
 * To be called when all is known: saves the id maps, each once.
 *
 * @throws {LeaseLostError}
 */
export async function closeCreationPage(pass: Pass, { id, idMaps }: CreationPage): Promise<void> {
  const refused = await savePage(pass, idMaps, { last: true });
  pass.counts.toExternal.failed += refused.length;
  await keep(pass, id, refused, !pass.entity.sharedIdFromExternal);
}

/**
 * Makes id maps of what earlier holders of the organization left behind. To be called before anything is read: what
 * is in no id map would be created again.
 *
 * @throws {LeaseLostError}
 */
export async function settleCreationPages({ database, log }: Engine, lease: Lease): Promise<void> {
  const where = { organizationId: lease.organization.id };
  for (const page of await database.creationPage.findMany({ where })) {
    const { writeBack, begun } = JSON.parse(page.noted) as Noted;
    const idMaps = idMapsOf(page, writeBack, begun);
    const connecIds = begun.flatMap(([connecId]) => connecId ?? []);
    const { byConnecId } = await readIdMaps(database, page, { connecIds });
    const unsaved = idMaps.filter(({ connecId }) => !byConnecId.has(connecId ?? ''));
    const refused = await saveRows({ database, lease, log, now: page.startedAt }, unsaved);
    await keep({ database, lease }, page.id, refused, writeBack);
  }
}

function idMapsOf(page: CreationRow, writeBack: boolean, begun: readonly Begun[]): IdMapDraft[] {
  const created: (string | null)[] = JSON.parse(page.created ?? '[]');
  const { startedAt } = page;
  return begun.map(([connecId, name, externalHash, createKey, metadata], i) => {
    const idMap = { ...newIdMap(page), connecId, name, externalHash, metadata };
    const externalId = created[i] ?? null;
    if (externalId === null) return { ...idMap, createKey, createStartedAt: startedAt, dueAt: startedAt };
    decide(idMap, startedAt, 'was created by a run that was cut off');
    return { ...idMap, externalId, writeBackPending: writeBack, dueAt: writeBack ? startedAt : null };
  });
}

/** Nothing is left of a page but what could not be saved. */
async function keep(
  { database, lease }: Pick<Pass, 'database' | 'lease'>,
  id: string,
  refused: readonly IdMapDraft[],
  writeBack: boolean,
): Promise<void> {
  if (refused.length === 0) {
    await database.$executeRaw`DELETE FROM creation_pages WHERE id = ${id}`;
    return;
  }
  for (const idMap of refused) lease.unsaved.add(nameOf(idMap));
  const noted = JSON.stringify({ writeBack, begun: refused.map(begunOf) } satisfies Noted);
  await database.creationPage.updateMany({ where: { id }, data: { noted, created: createdOf(refused) } });
}

const createdOf = (idMaps: readonly IdMapDraft[]) =>
  JSON.stringify(idMaps.map(({ externalId }) => externalId));

/** Whether external may have a record that the database refuses the id map of. */
export const isUnsaved = ({ lease }: Pick<Pass, 'lease'>, idMap: IdMapDraft): boolean =>
  idMap.id === undefined && lease.unsaved.size > 0 && lease.unsaved.has(nameOf(idMap));

const nameOf = ({ connecEntity, externalEntity, connecId }: IdMapDraft) =>
  JSON.stringify([connecEntity, externalEntity, connecId]);
