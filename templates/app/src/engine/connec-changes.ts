import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, readIdMaps } from './id-maps.ts';
import { instantOf } from './instant.ts';
import { ahead, slices } from './pages.ts';
import { mapToExternal, type Pass, pageSize, unfolded } from './pass.ts';
import type { JsonObject } from './record.ts';

/** What the hub has changed, by external id: enough to see conflicts while external records stream by. */
export interface ConnecChanges {
  /** When, in milliseconds; undefined where the hub does not say. */
  instants: Map<string, number | undefined>;
  /** The ones external won over: not to be sent. */
  lost: Set<string>;
}

export const noChanges = (): ConnecChanges => ({ instants: new Map(), lost: new Set() });

/** Only what really changed is kept, as a few bytes each: memory does not grow with what is merely read. */
export async function readConnecChanges(
  pass: Pass,
  pages: AsyncIterable<JsonObject[]>,
): Promise<ConnecChanges> {
  const changes = noChanges();
  for await (const page of ahead(slices(pages, pageSize))) {
    const records = new Map(page.flatMap((record) => withExternalId(pass, record)));
    const known = await readIdMaps(pass.database, pass.scope, { externalIds: [...records.keys()] });
    for (const [id, record] of records) {
      const idMap = known.byExternalId.get(id);
      if (idMap && hasChanged(pass, record, idMap)) changes.instants.set(id, instantOf(record.updated_at));
    }
  }
  return changes;
}

function withExternalId(pass: Pass, record: JsonObject): [string, JsonObject][] {
  const { externalId } = unfolded(pass, record);
  return externalId === undefined ? [] : [[externalId, record]];
}

function hasChanged(pass: Pass, record: JsonObject, idMap: IdMapDraft): boolean {
  const updatedAt = instantOf(record.updated_at);
  if (idMap.connecVersion && updatedAt !== undefined && updatedAt < idMap.connecVersion.getTime())
    return false;
  try {
    return fingerprint(mapToExternal(pass, unfolded(pass, record).record, idMap)) !== idMap.externalHash;
  } catch {
    return true;
  }
}
