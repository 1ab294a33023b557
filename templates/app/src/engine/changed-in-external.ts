import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, readIdMaps } from './id-maps.ts';
import { lookUpPage, mapToConnec, type ToMap } from './mapping.ts';
import type { Pass } from './pass.ts';
import type { JsonObject } from './record.ts';

/** The id maps of those external records, at most a page, that both sides have and that are not as the hub has them. */
export async function changedInExternal(pass: Pass, page: readonly JsonObject[]): Promise<IdMapDraft[]> {
  const records = new Map(page.flatMap((record) => identify(pass, record)));
  const { byExternalId } = await readIdMaps(pass.database, pass.scope, { externalIds: [...records.keys()] });
  const known = [...byExternalId].flatMap(([id, idMap]): ToMap[] => {
    const record = records.get(id);
    return record && idMap.connecId !== null ? [{ record, idMap }] : [];
  });
  await lookUpPage(pass, 'toConnec', known);
  return known.flatMap(({ record, idMap }) => (isChanged(pass, record, idMap) ? [idMap] : []));
}

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
