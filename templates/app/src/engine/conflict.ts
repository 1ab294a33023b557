import type { ConnecChange } from './connec-changes.ts';
import type { SyncOptions } from './context.ts';
import type { IdMapDraft } from './id-maps.ts';
import { changedFields, hashFields, pickFields, readBase } from './merge.ts';
import { decide } from './outcome.ts';
import type { Pass } from './pass.ts';
import type { JsonObject } from './record.ts';

/**
 * Which side is kept when both have changed a record: the forced side where one is forced, else the newest. A tie,
 * or a date that nobody knows, keeps external (contract 155, 156; dates are instants: improvement 2.1).
 */
export function winner(
  options: SyncOptions,
  connecUpdatedAt: number | undefined,
  externalUpdatedAt: number | undefined,
): 'connec' | 'external' {
  if (options.connecPreemption !== undefined) return options.connecPreemption ? 'connec' : 'external';
  if (connecUpdatedAt === undefined || externalUpdatedAt === undefined) return 'external';
  return connecUpdatedAt > externalUpdatedAt ? 'connec' : 'external';
}

/** What of the external record goes to the hub, and whether the hub's own change is lost. */
export interface Settled {
  send?: JsonObject;
  lost?: boolean;
}

/** Both sides changed this record: decides, and says so in the counts and on the id map. */
export function settleConflict(
  pass: Pass,
  idMap: IdMapDraft,
  record: JsonObject,
  externalUpdatedAt: number | undefined,
  change: ConnecChange,
): Settled {
  const kept = winner(pass.context.options, change.at, externalUpdatedAt);
  const merges = pass.entity.conflicts === 'merge' && readBase(idMap.baseFields) !== undefined;
  return merges ? merge(pass, idMap, record, change, kept) : keepOneSide(pass, idMap, record, kept);
}

function keepOneSide(
  pass: Pass,
  idMap: IdMapDraft,
  record: JsonObject,
  kept: 'connec' | 'external',
): Settled {
  note(pass, idMap, kept, `changed on both sides: ${nameOf(pass, kept)} is kept`);
  return kept === 'external' ? { send: record, lost: true } : {};
}

/** What only one side changed is kept; of a field that both changed, the winner's. */
function merge(
  pass: Pass,
  idMap: IdMapDraft,
  record: JsonObject,
  { fields }: ConnecChange,
  kept: 'connec' | 'external',
): Settled {
  const mine = changedFields(hashFields(record), readBase(idMap.baseFields)?.external);
  const both = mine.filter((path) => fields.includes(path));
  if (both.length > 0) {
    note(pass, idMap, kept, `${both.join(', ')} changed on both sides: ${nameOf(pass, kept)} is kept`);
  } else decide(idMap, pass.now(), 'changed on both sides, in different fields: all are kept');
  const sent = kept === 'external' ? mine : mine.filter((path) => !both.includes(path));
  return sent.length > 0 ? { send: pickFields(record, sent) } : {};
}

function note(pass: Pass, idMap: IdMapDraft, kept: 'connec' | 'external', what: string): void {
  pass.counts[kept === 'external' ? 'toConnec' : 'toExternal'].conflicts += 1;
  decide(idMap, pass.now(), what);
  pass.context.log.info({ externalId: idMap.externalId, kept }, 'changed on both sides');
}

const nameOf = (pass: Pass, side: 'connec' | 'external') =>
  side === 'connec' ? 'Connec!' : pass.externalName;
