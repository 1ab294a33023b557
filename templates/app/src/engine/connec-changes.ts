import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, readIdMaps } from './id-maps.ts';
import { instantOf } from './instant.ts';
import { changedFields, hashFieldsOf, readBase } from './merge.ts';
import { mapToExternal, type Pass } from './pass.ts';
import type { JsonObject } from './record.ts';
import { unfold } from './references.ts';

/** A record that the hub has changed since both sides last agreed. */
export interface ConnecChange {
  /** When, in milliseconds; undefined where the hub does not say. */
  at: number | undefined;
  /** Which fields, for an entity that merges. */
  fields: readonly string[];
}

/** What the hub has changed, by external id: enough to see conflicts while external records stream by. */
export interface ConnecChanges {
  byExternalId: Map<string, ConnecChange>;
  /** The ones external won over: not to be sent. */
  lost: Set<string>;
}

export const noChanges = (): ConnecChanges => ({ byExternalId: new Map(), lost: new Set() });

/** Only what really changed is kept, as a few bytes each: memory does not grow with what is merely read. */
export async function noteConnecChanges(
  pass: Pass,
  page: JsonObject[],
  changes: ConnecChanges,
): Promise<void> {
  const records = page.map((record) => unfold(record, pass.references, pass.ours, pass.partIds));
  const externalIds = records.flatMap(({ externalId }) => externalId ?? []);
  const known = await readIdMaps(pass.database, pass.scope, { externalIds });
  for (const { externalId = '', record } of records) {
    const idMap = known.byExternalId.get(externalId);
    if (!idMap || !hasChanged(pass, record, idMap)) continue;
    changes.byExternalId.set(externalId, {
      at: instantOf(record.updated_at),
      fields: pass.entity.conflicts === 'merge' ? fieldsChanged(record, idMap) : [],
    });
  }
}

function hasChanged(pass: Pass, record: JsonObject, idMap: IdMapDraft): boolean {
  const updatedAt = instantOf(record.updated_at);
  if (idMap.connecVersion && updatedAt !== undefined && updatedAt < idMap.connecVersion.getTime())
    return false;
  try {
    return fingerprint(mapToExternal(pass, record, idMap)) !== idMap.externalHash;
  } catch {
    return true;
  }
}

function fieldsChanged(record: JsonObject, idMap: IdMapDraft): string[] {
  const base = readBase(idMap.baseFields);
  return base ? changedFields(hashFieldsOf(record, base.connec), base.connec) : [];
}
