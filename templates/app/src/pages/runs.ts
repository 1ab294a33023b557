import type { Connector } from '../connector.ts';
import {
  type AnyEntity,
  isObject,
  type JsonValue,
  type Organization,
  type Synchronization,
  statusOf,
} from '../engine/index.ts';
import { texts } from '../texts.ts';
import { externalNames } from './entity-names.ts';
import { formatNumber } from './format.ts';

/** One synchronization, as the pages show it. */
export interface Run {
  status: string;
  statusText: string;
  startedAt: Date;
  /** Milliseconds; so far, while it runs. */
  duration: number;
  message: string | null;
  partial: boolean;
  /** What it did, by entity; entities with nothing to tell are left out. */
  entities: { name: string; toConnec: string[]; toExternal: string[]; error: string | undefined }[];
}

export function presentRun(run: Synchronization, entities: readonly AnyEntity[], now = new Date()): Run {
  return {
    status: run.status,
    statusText: texts.runs.status[run.status] ?? run.status,
    startedAt: run.startedAt,
    duration:
      (run.finishedAt ?? (run.status === 'RUNNING' ? now : run.updatedAt)).getTime() -
      run.startedAt.getTime(),
    message: run.message,
    partial: run.partial,
    entities: entities.flatMap((entity) => presentCounts(run, entity)),
  };
}

/** Whether one is under way or waiting its turn: then the pages follow it. */
export async function isSynchronizing(
  { jobs }: Connector,
  organization: Organization,
  last: Synchronization | null,
) {
  return ['RUNNING', 'ENQUEUED'].includes(await statusOf(jobs, organization, last));
}

function presentCounts(run: Synchronization, entity: AnyEntity) {
  const counts = isObject(run.counts) ? run.counts[entity.key] : undefined;
  if (!isObject(counts)) return [];
  const toConnec = inWords(counts.toConnec);
  const toExternal = inWords(counts.toExternal);
  const error = typeof counts.error === 'string' ? counts.error : undefined;
  if (toConnec.length + toExternal.length === 0 && !error) return [];
  return [{ name: externalNames(entity), toConnec, toExternal, error }];
}

const told = ['created', 'updated', 'merged', 'conflicts', 'failed'] as const;

function inWords(counts: JsonValue): string[] {
  if (!isObject(counts)) return [];
  return told.flatMap((what) => {
    const count = counts[what];
    return typeof count === 'number' && count > 0 ? [texts.counts[what](formatNumber(count))] : [];
  });
}
