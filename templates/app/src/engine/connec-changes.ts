import { type ConnecCandidate, meetConnecRecords } from './connec-candidates.ts';
import { fingerprint } from './fingerprint.ts';
import { instantOf } from './instant.ts';
import { lookUpPage, mapToExternal } from './mapping.ts';
import { reasonNotToWrite } from './may-be-written.ts';
import { changedFields, hashFieldsOf, readBase } from './merge.ts';
import { isOwnWrite } from './own-write.ts';
import type { Pass } from './pass.ts';
import type { JsonObject } from './record.ts';

/** A record that the hub has changed since both sides last agreed. */
export interface ConnecChange {
  /** When, in milliseconds; undefined where the hub does not say. */
  at: number | undefined;
  /** Which fields, for an entity that merges. */
  fields: readonly string[];
}

/** What the hub has changed, by external id: enough to see conflicts while external records stream by. */
export interface ConnecChanges {
  /** Whether the hub was read for this at all. */
  compared: boolean;
  byExternalId: Map<string, ConnecChange>;
  /** The ones external won over: not to be sent. */
  lost: Set<string>;
  /** The ones that both sides have changed: what the side that is kept says nothing of, the other still has. */
  contested: Set<string>;
}

export const noChanges = (compared = false): ConnecChanges => ({
  compared,
  byExternalId: new Map(),
  lost: new Set(),
  contested: new Set(),
});

/**
 * Only what really changed, and would be written, is kept, as a few bytes each: memory does not grow with what is
 * merely read. What would not be written to external cannot be in conflict with it (contract 154).
 */
export async function noteConnecChanges(
  pass: Pass,
  page: JsonObject[],
  changes: ConnecChanges,
): Promise<void> {
  const { candidates, siblings } = await meetConnecRecords(pass, page);
  const known = candidates.filter(
    (candidate) =>
      candidate.idMap.externalId !== null &&
      candidate.missing.length === 0 &&
      !reasonNotToWrite(pass, candidate),
  );
  await lookUpPage(pass, 'toExternal', known, siblings);
  for (const candidate of known) {
    const { connec, record, idMap } = candidate;
    if (!hasChanged(pass, candidate)) continue;
    changes.byExternalId.set(idMap.externalId ?? '', {
      at: instantOf(connec.updated_at),
      fields: pass.entity.conflicts === 'merge' ? fieldsChanged(record, idMap.baseFields) : [],
    });
  }
}

function hasChanged(pass: Pass, { record, idMap }: ConnecCandidate): boolean {
  if (isOwnWrite(idMap, 'connec', record)) return false;
  try {
    return fingerprint(mapToExternal(pass, record, idMap)) !== idMap.externalHash;
  } catch {
    return true;
  }
}

function fieldsChanged(record: JsonObject, baseFields: string | null): string[] {
  const base = readBase(baseFields);
  return base ? changedFields(hashFieldsOf(record, base.connec), base.connec) : [];
}
