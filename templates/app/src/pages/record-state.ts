import type { IdMap } from '../engine/index.ts';
import { texts } from '../texts.ts';

/** Where a record stands, as `connector explain` tells it; see "What happens to a record" in the engine's README. */
export interface RecordState {
  /** Which colour goes with it. */
  kind: 'error' | 'waiting' | 'off' | 'success';
  text: string;
  /** What is going to happen, in a sentence. */
  sentence: string;
}

export function stateOf(row: IdMap, application: string): RecordState {
  const words = texts.record.states;
  if (row.parkedAt) return { kind: 'error', ...words.parked };
  if (row.waitingFor) return { kind: 'waiting', ...words.waiting };
  if (row.failures > 0) return { kind: 'error', ...(row.dueAt ? words.retried : words.failed) };
  if (row.createKey) return { kind: 'waiting', ...words.unsettled(application) };
  if (row.failedTo) return { kind: 'waiting', ...words.again };
  if (row.message) return { kind: 'error', ...words.failed };
  return inOrder(row, application);
}

function inOrder(row: IdMap, application: string): RecordState {
  const words = texts.record.states;
  if (row.externalInactive) return { kind: 'off', ...words.inactive(application) };
  if (!row.toConnec && !row.toExternal) return { kind: 'off', ...words.off };
  if (row.connecId && row.externalId)
    return { kind: 'success', ...(row.writeBackPending ? words.untold(application) : words.both) };
  return { kind: 'waiting', ...(row.connecId ? words.connecOnly : words.externalOnly(application)) };
}

/** Whether it helps to try it again at once. */
export const maybeStuck = ({ parkedAt, waitingFor, failedTo, createKey, failures, message }: IdMap) =>
  parkedAt !== null ||
  waitingFor !== null ||
  failedTo !== null ||
  createKey !== null ||
  failures > 0 ||
  message !== null;
