import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, readIdMaps } from './id-maps.ts';
import { lookUpPage, mapToConnec, type ToMap } from './mapping.ts';
import { mayBeInConnec } from './own-write.ts';
import type { Pass } from './pass.ts';
import type { JsonObject } from './record.ts';

/** What is known of external records before they are sent. */
export interface Known {
  /** The id maps of those that both sides have and that are not as the hub has them. */
  changed: IdMapDraft[];
  /** Those that may have been created in the hub without an answer: only a run finds out what it has. */
  unsettled: ReadonlySet<JsonObject>;
}

/** @param page at most a page. */
export async function changedInExternal(pass: Pass, page: readonly JsonObject[]): Promise<Known> {
  const pairs = page.flatMap((record) => identify(pass, record));
  const records = new Map(pairs);
  const { byExternalId } = await readIdMaps(pass.database, pass.scope, { externalIds: [...records.keys()] });
  const known = [...byExternalId].map(([id, idMap]): ToMap => ({ record: records.get(id) ?? {}, idMap }));
  const both = known.filter(({ idMap }) => idMap.connecId !== null);
  await lookUpPage(pass, 'toConnec', both);
  return {
    changed: both.flatMap(({ record, idMap }) => (isChanged(pass, record, idMap) ? [idMap] : [])),
    unsettled: new Set(pairs.flatMap(([id, record]) => (isUnsettled(byExternalId.get(id)) ? [record] : []))),
  };
}

const isUnsettled = (idMap: IdMapDraft | undefined) => idMap !== undefined && mayBeInConnec(idMap);

function identify({ entity, context }: Pass, record: JsonObject): [string, JsonObject][] {
  try {
    return entity.takesFromExternal(record, context) ? [[String(entity.idFromExternal(record)), record]] : [];
  } catch {
    return []; // Told when it comes to be sent.
  }
}

function isChanged(pass: Pass, record: JsonObject, idMap: IdMapDraft): boolean {
  try {
    return fingerprint(mapToConnec(pass, record, idMap)) !== idMap.connecHash;
  } catch {
    return false; // Told when it comes to be sent.
  }
}
