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

/** An outage may swallow several in a row, and any of them may be the one that has gone through. */
const mostKept = 4;

/**
 * To be kept until a write is answered: see `succeeded` in outcome.ts. What was sent the other way before is forgotten:
 * that side was read when this was sent.
 */
export function remember(idMap: IdMapDraft, write: OwnWrite): void {
  const others = writesOf(idMap).filter(({ to, hash }) => to === write.to && hash !== write.hash);
  idMap.begunWrites = JSON.stringify([write, ...others].slice(0, mostKept));
}

/** The same for a record that was there: what the side has is not certain any more, and it is not taken to be equal. */
export function mayHaveWritten(idMap: IdMapDraft, write: OwnWrite): void {
  remember(idMap, write);
  if (write.to === 'connec') idMap.connecHash = null;
  else if (idMap.externalId !== null) idMap.externalHash = null; // A creation is looked for by it.
}

/**
 * Whether what a side has is what we may have written there.
 *
 * @param record as it was sent: in external's terms, or in the hub's with plain ids. It may say more.
 */
export const isOwnWrite = (idMap: IdMapDraft, side: Side, record: JsonObject): boolean =>
  writesOf(idMap).some(({ to, shape, hash }) => to === side && fingerprint(pick(record, shape)) === hash);

/** The newest to a side. */
export const begunTo = (idMap: IdMapDraft, side: Side): OwnWrite | undefined =>
  writesOf(idMap).find(({ to }) => to === side);

/** Created there by a write that nobody has answered, under an id that nobody knows. */
export const mayBeInConnec = ({ connecId, externalId, begunWrites }: IdMapDraft): boolean =>
  connecId === null && externalId !== null && begunWrites !== null;

const writesOf = ({ begunWrites }: IdMapDraft): OwnWrite[] =>
  begunWrites === null ? [] : JSON.parse(begunWrites);
