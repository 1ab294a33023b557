import type { IdMapDraft } from './id-maps.ts';
import type { Side } from './watermark.ts';

/** What became of a record, and when. The last ones are kept on its id map, for whoever asks why. */
export interface Decision {
  at: string;
  what: string;
}

const keptDecisions = 10;
/** After this many failures in a row a record is left to a person. */
export const maxFailures = 8;
const firstDelayMs = 60_000;
const longestDelayMs = 12 * 60 * 60 * 1000;

/** Notes a decision, the newest first. */
export function decide(idMap: IdMapDraft, now: Date, what: string): void {
  const decisions = [{ at: now.toISOString(), what }, ...decisionsOf(idMap)];
  idMap.decisions = JSON.stringify(decisions.slice(0, keptDecisions));
}

export function decisionsOf({ decisions }: Pick<IdMapDraft, 'decisions'>): Decision[] {
  return JSON.parse(decisions) as Decision[];
}

/** The record is where it should be: nothing is left to do, but for an id that the hub has yet to take. */
export function succeeded(idMap: IdMapDraft, now: Date, what: string): void {
  decide(idMap, now, what);
  idMap.failures = 0;
  idMap.failedTo = null;
  idMap.message = null;
  idMap.waitingFor = null;
  idMap.parkedAt = null;
  idMap.createKey = null;
  idMap.createStartedAt = null;
  idMap.dueAt = idMap.writeBackPending ? now : null;
}

/** The record did not get to `side`: it is tried again later, each time later, and parked in the end. */
export function failed(idMap: IdMapDraft, now: Date, side: Side, reason: string): void {
  decide(idMap, now, reason);
  idMap.message = reason.slice(0, 255);
  idMap.failedTo = side;
  idMap.failures += 1;
  if (idMap.failures < maxFailures) {
    const delay = Math.min(firstDelayMs * 2 ** (idMap.failures - 1), longestDelayMs);
    idMap.dueAt = new Date(now.getTime() + delay);
  } else park(idMap, now);
}

/** Left alone until a person releases it, or it changes. */
export function park(idMap: IdMapDraft, now: Date): void {
  idMap.parkedAt = now;
  idMap.dueAt = null;
}

/** The record refers to one that external does not have yet: it goes as soon as that one has arrived. */
export function waits(idMap: IdMapDraft, now: Date, connecId: string, path: string): void {
  if (idMap.waitingFor !== connecId) decide(idMap, now, `waits for ${path} to be synchronized`);
  idMap.message = `Waits for ${path} to be synchronized`;
  idMap.waitingFor = connecId;
  idMap.dueAt = now;
}
