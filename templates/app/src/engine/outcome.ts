import type { IdMapDraft } from './id-maps.ts';
import type { Side } from './watermark.ts';

/** What became of a record, and when. The last ones are kept on its id map, for whoever asks why. */
export interface Decision {
  at: string;
  what: string;
}

const keptDecisions = 10;
/** After this many refusals in a row a record is left to a person. */
export const maxFailures = 8;
/** The same where the other side did not answer at all: about a week. An outage must not park what it meets. */
export const maxUnanswered = 24;
const firstDelayMs = 60_000;
const longestDelayMs = 12 * 60 * 60 * 1000;

/** The one decision that is a person's. */
export const wasReleased = 'was released by a person';

/** Notes a decision, the newest first. */
export function decide(idMap: IdMapDraft, now: Date, what: string): void {
  const decision = { at: now.toISOString(), what };
  const before = idMap.decisions === '[]' ? [] : decisionsOf(idMap).slice(0, keptDecisions - 1);
  idMap.decisions = JSON.stringify([decision, ...before]);
}

/** The same, but the same thing over and over pushes out no other decision: the last one moves to now. */
function decideAgain(idMap: IdMapDraft, now: Date, what: string): void {
  const [last, ...others] = decisionsOf(idMap);
  if (last?.what === what) idMap.decisions = JSON.stringify(others);
  decide(idMap, now, what);
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
  idMap.begunWrites = null;
  idMap.dueAt = idMap.writeBackPending ? earlier(idMap.dueAt, now) : null;
}

/** What is due already stays due since then: an index has less to move. */
const earlier = (due: Date | null, now: Date): Date => (due !== null && due < now ? due : now);

/** Nothing is left to do after all: the record is equal on both sides, or does not travel any more. */
export function nothingLeft(idMap: IdMapDraft, now: Date): void {
  decide(idMap, now, 'nothing is left to do');
  Object.assign(idMap, { failures: 0, failedTo: null, message: null, waitingFor: null, parkedAt: null });
  idMap.dueAt = idMap.writeBackPending ? now : null;
}

/** Connec! may have changed while the record did not travel: it is asked for it in the next run. */
export function isBack(idMap: IdMapDraft, now: Date): void {
  decide(idMap, now, 'is active again');
  Object.assign(idMap, { failedTo: 'external', dueAt: now });
}

/** Whether something is left to do for this side, or a person was told that there is. */
export function isLeft(idMap: IdMapDraft, side: Side): boolean {
  const { failedTo, waitingFor, parkedAt, writeBackPending } = idMap;
  if (side === 'external' && waitingFor !== null) return true;
  return failedTo === side || (failedTo === null && parkedAt !== null && !writeBackPending);
}

/**
 * The record did not get to `side`: it is tried again later, each time later, and parked in the end.
 *
 * @param unanswered nobody has refused it: it is tried for longer.
 */
export function failed(idMap: IdMapDraft, now: Date, side: Side, reason: string, unanswered = false): void {
  idMap.failedTo = side;
  postpone(idMap, now, reason, unanswered);
}

/** The same for what is not a matter of the record itself: the hub has not taken our id for it. */
export function postpone(idMap: IdMapDraft, now: Date, reason: string, unanswered: boolean): void {
  decideAgain(idMap, now, reason);
  idMap.message = reason.slice(0, 255);
  idMap.failures += 1;
  if (idMap.failures < (unanswered ? maxUnanswered : maxFailures)) {
    const delay = Math.min(firstDelayMs * 2 ** (idMap.failures - 1), longestDelayMs);
    idMap.dueAt = new Date(now.getTime() + delay);
  } else park(idMap, now);
}

/** A record that has just failed, and comes by again in the same run, is not tried again. */
export function hasFailedSince(idMap: IdMapDraft, side: Side, since: Date): boolean {
  if (idMap.failedTo !== side) return false;
  const [last] = decisionsOf(idMap);
  return last !== undefined && last.at >= since.toISOString() && last.what.slice(0, 255) === idMap.message;
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
