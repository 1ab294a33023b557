import { messageOf } from './errors.ts';
import { type IdMapDraft, type IdMaps, newIdMap, readIdMaps } from './id-maps.ts';
import type { Pass, Siblings } from './pass.ts';
import type { JsonObject } from './record.ts';
import { ownIdsOf, type Unfolded, unfold } from './references.ts';
import { readSiblings } from './siblings.ts';

/** A hub record with its id map; a record that nobody has met has a new one, without ids. */
export interface ConnecCandidate extends Unfolded {
  connec: JsonObject;
  connecId: string;
  idMap: IdMapDraft;
  /** An id map that an attempt without result has left for the same record: of no use any more. */
  leftover: IdMapDraft | undefined;
  /** Whether the hub has the external id of the id map already. */
  hubKnowsUs: boolean;
}

/** The records of a page that are for this part, each once, with what is known of them: one statement, or two. */
export async function meetConnecRecords(
  pass: Pass,
  page: readonly JsonObject[],
): Promise<{ candidates: ConnecCandidate[]; siblings: Siblings; failed: number }> {
  const { records, failed } = identify(pass, page);
  const siblings = await readSiblings(pass, [...records.keys()]);
  const known = await readIdMaps(pass.database, pass.scope, {
    connecIds: [...records.keys()],
    externalIds: [...records.values()].flatMap((record) => ownIds(pass, record, siblings)),
  });
  const candidates = [...records.values()].map((record) => recognise(pass, record, siblings, known));
  return { candidates: eachIdMapOnce(candidates), siblings, failed };
}

type Identified = Unfolded & { connec: JsonObject; connecId: string };

/** By hub id; where a page has a record twice, the last one counts. */
function identify(pass: Pass, page: readonly JsonObject[]) {
  const records = new Map<string, Identified>();
  let failed = 0;
  for (const connec of page) {
    try {
      if (!pass.entity.takesFromConnec(connec, pass.context)) continue;
      const record = unfold(connec, pass.references, pass.ours, pass.partIds);
      const { connecId } = record;
      if (connecId !== undefined) records.set(connecId, { ...record, connecId, connec });
      else pass.context.log.warn({}, 'a hub record has no hub id');
    } catch (error) {
      failed += 1;
      pass.context.log.warn({ reason: messageOf(error) }, 'takesFromConnec failed');
    }
  }
  return { records, failed };
}

/** Our ids in the hub's record but for those of other parts of the entity: a lead that was a contact. */
function ownIds(pass: Pass, { connec, connecId }: Identified, siblings: Siblings): string[] {
  if (pass.entity.sharedIdFromExternal) return [];
  const others = Object.entries(siblings.get(connecId) ?? {});
  const taken = others.flatMap(([name, { externalId }]) =>
    name === pass.entity.externalName ? [] : (externalId ?? []),
  );
  return ownIdsOf(connec.id, pass.ours).filter((id) => !taken.includes(id));
}

/**
 * What we know of a hub record counts first, then our id in it; its name never does (improvement 1.5, 1.6). The
 * hub knows us when it has our id, though another part may have the same one.
 */
function recognise(pass: Pass, record: Identified, siblings: Siblings, known: IdMaps): ConnecCandidate {
  const ids = ownIds(pass, record, siblings);
  const byConnecId = known.byConnecId.get(record.connecId);
  const byExternalId = ids.flatMap((id) => known.byExternalId.get(id) ?? [])[0];
  const settled = byConnecId && (byConnecId.externalId !== null || !byExternalId);
  const idMap = (settled ? byConnecId : byExternalId) ?? newIdMap(pass.scope);
  const externalId = idMap.externalId ?? ids[0];
  return {
    ...record,
    externalId,
    idMap,
    leftover: byConnecId === idMap ? undefined : byConnecId,
    hubKnowsUs: externalId !== undefined && ownIdsOf(record.connec.id, pass.ours).includes(externalId),
  };
}

/** Where two hub records carry the same id of ours, the last one counts. */
function eachIdMapOnce(candidates: ConnecCandidate[]): ConnecCandidate[] {
  const keyOf = ({ externalId, connecId }: ConnecCandidate) => externalId ?? `connec ${connecId}`;
  return [...new Map(candidates.map((candidate) => [keyOf(candidate), candidate])).values()];
}
