import { fingerprint } from './fingerprint.ts';
import type { IdMapDraft } from './id-maps.ts';
import type { JsonObject } from './record.ts';
import { pick, type Shape } from './shape.ts';
import type { Side } from './watermark.ts';

/**
 * What was sent to a side, where nobody has seen the outcome: the run was cut off, or the side did not answer. When the
 * side turns out to have exactly that, it is no edit of that side, whatever its date: taken for one, it would win over
 * what was edited on the other side in the meantime.
 */
export interface OwnWrite {
  to: Side;
  /** The fields that were sent, and the fingerprint of what they said. */
  shape: Shape;
  hash: string;
}

/** The id map does not say for certain any more what that side has: the record is sent again, whatever it says. */
export function mayHaveWritten(idMap: IdMapDraft, write: OwnWrite): void {
  idMap.begunWrite = JSON.stringify(write);
  if (write.to === 'connec') idMap.connecHash = null;
  else if (idMap.externalId !== null) idMap.externalHash = null; // A creation is looked for by it.
}

/**
 * Whether what a side has is what we may have written there.
 *
 * @param record as it was sent: in external's terms, or in the hub's with plain ids. It may say more.
 */
export function isOwnWrite({ begunWrite }: IdMapDraft, side: Side, record: JsonObject): boolean {
  if (begunWrite === null) return false;
  const { to, shape, hash }: OwnWrite = JSON.parse(begunWrite);
  return to === side && fingerprint(pick(record, shape)) === hash;
}
