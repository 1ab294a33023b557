import { randomUUID } from 'node:crypto';
import { Prisma } from './database.ts';
import { textOf } from './give-rows.ts';
import type { IdMapDraft } from './id-maps.ts';
import type { Pass } from './pass.ts';
import type { JsonObject } from './record.ts';
import { savePage } from './save-page.ts';
import { isOfShape, type Shape, shapeOf } from './shape.ts';
import { dialect } from './sql-dialect.ts';
import type { Side } from './watermark.ts';

/*
 * What is sent to a side is noted before the first call, and the ids that external gives before the hub is told. A page
 * is one row for that, which takes a tenth of what noting each record of it does; their id maps are saved once, when
 * all is known, and the page goes. One that a run left behind is taken into id maps as soon as somebody holds the
 * organization again (settle-write-pages.ts).
 */

/** Writes under way. Creations whose id maps the database refuses stay in the page: they are not begun again. */
export interface WritePage {
  readonly id: string;
  readonly idMaps: readonly IdMapDraft[];
  readonly noted: Noted;
}

/** One record on its way: what is sent, and its fingerprint. */
export interface Sent {
  idMap: IdMapDraft;
  sent: JsonObject;
  hash: string;
}

export interface Noted {
  to: Side;
  /** Whether the hub is to learn the ids of what is created in external. */
  writeBack: boolean;
  /** Most records of a page have the same fields. */
  shapes: readonly Shape[];
  begun: readonly Begun[];
}

/** What an id map is found by, or made of where there is none. */
export type Begun = readonly [
  connecId: string | null,
  externalId: string | null,
  name: string | null,
  hash: string,
  shape: number,
  /** Of a creation in external that has no id map yet. */
  key: string | null,
  /** null where there was an id map: where it is gone by then, nothing is to be done. */
  metadata: string | null,
];

/**
 * To be called before the first call.
 *
 * @throws {LeaseLostError}
 */
export async function openWritePage(pass: Pass, to: Side, page: readonly Sent[]): Promise<WritePage> {
  const id = randomUUID();
  const noted = note(pass, to, page);
  const { organizationId, connecEntity, externalEntity } = pass.scope;
  const { scalar, held } = dialect(pass.database);
  const text = (value: string) => scalar('text', value);
  const saved = await pass.database.$executeRaw(Prisma.sql`
    INSERT INTO write_pages (id, organization_id, connec_entity, external_entity, started_at, noted)
    SELECT ${text(id)}, ${scalar('integer', organizationId)}, ${text(connecEntity)}, ${text(externalEntity)},
      ${scalar('timestamp', textOf(pass.now()))}, ${text(JSON.stringify(noted))}
    WHERE ${held(organizationId, pass.lease.owner)}`);
  if (saved === 0) await pass.lease.confirm();
  return { id, idMaps: page.map(({ idMap }) => idMap), noted };
}

function note(pass: Pass, to: Side, page: readonly Sent[]): Noted {
  const shapes: Shape[] = [];
  const begun = page.map(({ idMap, sent, hash }): Begun => {
    const { connecId, externalId, createKey, name, metadata } = idMap;
    const found = [connecId, externalId] as const;
    const place = placeOf(sent, shapes);
    if (idMap.id !== undefined) return [...found, null, hash, place, null, null];
    return [...found, name, hash, place, to === 'external' ? createKey : null, metadata];
  });
  return { to, writeBack: !pass.entity.sharedIdFromExternal, shapes, begun };
}

/** Where its shape is among those of the page. It is looked for among the last ones: more would take longer. */
function placeOf(sent: JsonObject, shapes: Shape[]): number {
  for (let place = shapes.length - 1; place >= 0 && place >= shapes.length - 8; place -= 1)
    if (isOfShape(sent, shapes[place] as Shape)) return place;
  return shapes.push(shapeOf(sent)) - 1;
}

/**
 * To be called when external has answered for what is new there: from here on nothing has to be looked for.
 *
 * @throws {LeaseLostError}
 */
export async function noteCreated(pass: Pass, { id, idMaps }: WritePage): Promise<void> {
  const saved = await pass.database
    .$executeRaw`UPDATE write_pages SET created = ${externalIdsOf(idMaps)} WHERE id = ${id}`;
  if (saved === 0) await pass.lease.confirm();
}

/**
 * To be called when all is known, and all id maps are saved but those of creations in external: these are saved here,
 * each once. Where it is not called, the id maps say which of the others were answered.
 *
 * @throws {LeaseLostError}
 */
export async function closeWritePage(pass: Pass, page: WritePage): Promise<void> {
  const refused = await savePage(pass, creationsOf(page), { last: true });
  pass.counts.toExternal.failed += refused.length;
  await keepRefused(pass, page, refused);
}

/** The id maps that are saved when the page is closed. */
export const creationsOf = ({ idMaps, noted }: WritePage): IdMapDraft[] =>
  idMaps.filter((_idMap, i) => isCreation(noted.begun[i] as Begun));

export const isCreation = ([, , , , , key]: Begun) => key !== null;

/** Nothing is left of a page but creations that could not be saved. */
export async function keepRefused(
  { database, lease }: Pick<Pass, 'database' | 'lease'>,
  { id, idMaps, noted }: Pick<WritePage, 'id' | 'noted'> & { idMaps: readonly (IdMapDraft | undefined)[] },
  refused: readonly IdMapDraft[],
): Promise<void> {
  const kept = noted.begun.flatMap((begun, i) => {
    const idMap = idMaps[i];
    return idMap && isCreation(begun) && refused.includes(idMap) ? [{ begun, idMap }] : [];
  });
  if (kept.length === 0) {
    await database.$executeRaw`DELETE FROM write_pages WHERE id = ${id}`;
    return;
  }
  for (const { idMap } of kept) lease.unsaved.add(nameOf(idMap));
  const left = JSON.stringify({ ...noted, begun: kept.map(({ begun }) => begun) } satisfies Noted);
  const created = externalIdsOf(kept.map(({ idMap }) => idMap));
  await database.writePage.updateMany({ where: { id }, data: { noted: left, created } });
}

const externalIdsOf = (idMaps: readonly IdMapDraft[]) =>
  JSON.stringify(idMaps.map(({ externalId }) => externalId));

/** Whether external may have a record that the database refuses the id map of. */
export const isUnsaved = ({ lease }: Pick<Pass, 'lease'>, idMap: IdMapDraft): boolean =>
  idMap.id === undefined && lease.unsaved.size > 0 && lease.unsaved.has(nameOf(idMap));

const nameOf = ({ connecEntity, externalEntity, connecId }: IdMapDraft) =>
  JSON.stringify([connecEntity, externalEntity, connecId]);
