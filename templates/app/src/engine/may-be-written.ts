import type { ConnecCandidate } from './connec-candidates.ts';
import { instantOf } from './instant.ts';
import { hasFailedSince } from './outcome.ts';
import { isTooOld, type Pass } from './pass.ts';
import { isUnsaved } from './write-pages.ts';

/** Why a hub record is not written to external, for the log; undefined: it may be (contract 148, 152, 153, 186). */
export function reasonNotToWrite(pass: Pass, { connec, idMap }: ConnecCandidate): string | undefined {
  if (isTooOld(pass, connec.created_at)) return 'older than what is shared';
  if (idMap.externalInactive) return 'inactive';
  if (!idMap.toExternal) return 'switched off';
  if (idMap.createKey !== null) return 'its creation is not settled';
  if (isUnsaved(pass, idMap)) return 'its id map cannot be saved';
  if (!pass.entity.canUpdateExternal && idMap.externalId !== null) return 'not to be updated';
  if (hasFailedSince(idMap, 'external', pass.startedAt)) return 'has failed in this run';
  return isStale(pass, idMap.connecVersion, connec.updated_at) ? 'read late' : undefined;
}

function isStale({ context }: Pass, seen: Date | null, updatedAt: unknown): boolean {
  if (context.options.fullSync || seen === null) return false;
  const instant = instantOf(updatedAt);
  return instant !== undefined && instant < seen.getTime();
}
