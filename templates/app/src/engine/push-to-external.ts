import { keyFor } from './creation-key.ts';
import type { IdMapDraft } from './id-maps.ts';
import { lookUpMore } from './mapping.ts';
import { lookSize, type Pass, pageSize, sendsToConnec } from './pass.ts';
import { isObject, type JsonObject } from './record.ts';
import { savePage } from './save-page.ts';
import { settleExternal } from './settle-external.ts';
import { tellIds, type WriteBack } from './write-back.ts';
import { closeWritePage, creationsOf, noteCreated, openWritePage, type WritePage } from './write-pages.ts';
import { type Answer, writeToExternal } from './write-to-external.ts';

/** A hub record on its way to the external application. */
export interface ToExternal {
  idMap: IdMapDraft;
  /** The hub's record as it came, and unfolded. */
  connec: JsonObject;
  record: JsonObject;
  mapped: JsonObject;
  hash: string;
  updatedAt: number | undefined;
  /** External has changed it too. */
  contested?: boolean;
}

/** Writes a page, so many at a time; one call of a bulk API takes a page of the hub's. */
export async function pushToExternal(pass: Pass, items: readonly ToExternal[]): Promise<void> {
  const size = pass.entity.writeExternal ? pageSize : lookSize;
  for (let start = 0; start < items.length; start += size)
    await pushSome(pass, items.slice(start, start + size));
}

/**
 * A failure stays with its record (contract 184). All writes are noted before they are begun, and the ids of what is
 * created are kept before the hub is told of them: whatever is cut off in between is looked for first (attend.ts).
 */
async function pushSome(pass: Pass, wanted: readonly ToExternal[]): Promise<void> {
  const items = await noteCreations(pass, wanted);
  const page = await openPage(pass, items);
  const created = new Set(page && creationsOf(page));
  const idMaps = items.map(({ idMap }) => idMap).filter((idMap) => !created.has(idMap));
  const answers = new Map<ToExternal, Answer>();
  const writeBacks: WriteBack[] = [];
  try {
    await writeToExternal(pass, items, (item, answer) => answers.set(item, answer));
  } finally {
    writeBacks.push(...(await settleAll(pass, answers)));
    await savePage(pass, idMaps);
    if (page && created.size > 0) await noteCreated(pass, page);
  }
  const told: IdMapDraft[] = [];
  try {
    await tellIds(pass, writeBacks, told);
  } finally {
    await savePage(
      pass,
      told.filter((idMap) => !created.has(idMap)),
    );
    if (page) await closeWritePage(pass, page);
  }
}

/**
 * The hash is of what is begun: by it the record is known again even if the hub has changed it since.
 *
 * @returns what may be written: a creation that cannot be noted might be made again in every run.
 */
async function noteCreations(pass: Pass, items: readonly ToExternal[]): Promise<readonly ToExternal[]> {
  const created = items.filter(({ idMap }) => idMap.externalId === null);
  if (created.length === 0) return items;
  const now = pass.now();
  for (const { idMap, hash } of created)
    Object.assign(idMap, {
      createKey: keyFor(idMap, hash),
      createStartedAt: now,
      dueAt: now,
      externalHash: hash,
    } satisfies Partial<IdMapDraft>);
  const refused = await savePage(
    pass,
    created.flatMap(({ idMap }) => (idMap.id === undefined ? [] : [idMap])),
  );
  pass.counts.toExternal.failed += refused.length;
  return items.filter(({ idMap }) => !refused.includes(idMap));
}

/** Where external's own edits are not read, nothing is gained by noting more than creations. */
function openPage(pass: Pass, items: readonly ToExternal[]): Promise<WritePage> | undefined {
  const noted = sendsToConnec(pass) ? items : items.filter(({ idMap }) => idMap.id === undefined);
  if (noted.length === 0) return undefined;
  return openWritePage(
    pass,
    'external',
    noted.map(({ idMap, mapped, hash }) => ({ idMap, sent: mapped, hash })),
  );
}

/** What the answers need to be mapped back is looked up together. */
async function settleAll(pass: Pass, answers: ReadonlyMap<ToExternal, Answer>): Promise<WriteBack[]> {
  const written = [...answers].flatMap(([{ idMap }, answer]) =>
    isObject(answer) ? [{ record: answer, idMap }] : [],
  );
  await lookUpMore(pass, 'toConnec', written);
  const now = pass.now();
  return [...answers].flatMap(([item, answer]) => {
    const parts = settleExternal(pass, item, answer, now);
    return parts || item.idMap.writeBackPending ? [{ idMap: item.idMap, parts }] : [];
  });
}
