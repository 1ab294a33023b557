import { randomUUID } from 'node:crypto';
import type { IdMapDraft } from './id-maps.ts';

/** Under which key a creation was begun, and what it was to create. */
interface Begun {
  key: string;
  hash: string | null;
}

/**
 * To be called for a creation that was looked for in vain, before it is forgotten. Where nobody has answered, the call
 * may have been held up, in a process that stood still say, and arrive only now: made again under the same key it
 * creates nothing more, with an application that takes idempotency keys. After an answer another key is better: some
 * applications would give the same answer for ever.
 */
export function rememberKey(idMap: IdMapDraft): void {
  const { createKey: key, externalHash: hash } = idMap;
  if (key === null || idMap.failedTo !== null) return;
  const begun: Begun = { key, hash };
  idMap.metadata = JSON.stringify({ ...JSON.parse(idMap.metadata), begun });
}

/** The key for a creation: that of an earlier one of the same content, else a new one. */
export function keyFor(idMap: IdMapDraft, hash: string): string {
  const { begun, ...others } = JSON.parse(idMap.metadata) as { begun?: Begun };
  if (!begun) return randomUUID();
  idMap.metadata = JSON.stringify(others);
  return begun.hash === hash ? begun.key : randomUUID();
}
