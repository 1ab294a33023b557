import type { Connector } from '../connector.ts';
import {
  type AnyEntity,
  isObject,
  type JsonValue,
  type Organization,
  type Synchronization,
  statusOf,
} from '../engine/index.ts';
import { isAskedFor } from '../run-requests.ts';
import { texts } from '../texts.ts';
import { externalNames } from './entity-names.ts';
import { formatNumber } from './format.ts';

/** One synchronization, as the pages show it. */
export interface Run {
  id: number;
  status: string;
  statusText: string;
  startedAt: Date;
  /** Milliseconds; so far, while it runs. */
  duration: number;
  message: string | null;
  partial: boolean;
  /** What it did, by entity; entities with nothing to tell are left out. */
  entities: RunEntity[];
  /** Records that it brought to the other side, and those that failed; of all entities, both ways. */
  changed: number;
  failed: number;
}

export interface RunEntity {
  key: string;
  name: string;
  toConnec: string[];
  toExternal: string[];
  error: string | undefined;
}

export function presentRun(run: Synchronization, entities: readonly AnyEntity[], now = new Date()): Run {
  const running = run.status === 'RUNNING';
  return {
    id: run.id,
    status: run.status,
    statusText: texts.runs.status[run.status] ?? run.status,
    startedAt: run.startedAt,
    duration: (run.finishedAt ?? (running ? now : run.updatedAt)).getTime() - run.startedAt.getTime(),
    message: run.message,
    partial: run.partial,
    entities: entities.flatMap((entity) => presentCounts(run, entity, running)),
    changed: sum(run, ['created', 'updated', 'merged']),
    failed: sum(run, ['failed']),
  };
}

/** The newest run of an organization, and whether one is under way or waits its turn: then pages follow it. */
export async function lastRun({ database, external }: Connector, organization: Organization) {
  const last = await database.synchronization.findFirst({
    where: { organizationId: organization.id },
    orderBy: { id: 'desc' },
  });
  const status = await statusOf(organization, last, () => isAskedFor(database, organization.id));
  const running = status === 'RUNNING' || status === 'ENQUEUED';
  const shown = last && presentRun(last, external.entities);
  return {
    running,
    run: shown && status === 'INTERRUPTED' ? { ...shown, ...interrupted } : shown,
    /** What of it is known so far. One that waits, or has only just begun, has no row yet. */
    progress: running && shown?.status === 'RUNNING' ? shown : null,
  };
}

/** It died, and its row does not say so yet. */
const interrupted = { status: 'INTERRUPTED', statusText: texts.runs.status.INTERRUPTED as string };

/** Counts of one entity in one direction; those of older versions may lack some. */
export type CountsOf = Partial<Record<string, number>>;

/** @returns undefined for an entity that the run did not get to. */
export function countsOf(
  { counts }: Pick<Synchronization, 'counts'>,
  { key }: AnyEntity,
): { toConnec: CountsOf; toExternal: CountsOf; error: string | undefined } | undefined {
  const found = isObject(counts) ? counts[key] : undefined;
  if (!isObject(found)) return undefined;
  const { toConnec, toExternal, error } = found;
  return {
    toConnec: numbersOf(toConnec),
    toExternal: numbersOf(toExternal),
    error: typeof error === 'string' ? error : undefined,
  };
}

function numbersOf(counts: JsonValue): CountsOf {
  if (!isObject(counts)) return {};
  return Object.fromEntries(
    Object.entries(counts).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** @param running then what was read is told, too: it is all there is for a while. */
function presentCounts(run: Synchronization, entity: AnyEntity, running: boolean): RunEntity[] {
  const counts = countsOf(run, entity);
  if (!counts) return [];
  const told = running ? (['fetched', ...outcomes] as const) : outcomes;
  const [toConnec, toExternal] = [inWords(counts.toConnec, told), inWords(counts.toExternal, told)];
  if (toConnec.length + toExternal.length === 0 && !counts.error && !running) return [];
  return [{ key: entity.key, name: externalNames(entity), toConnec, toExternal, error: counts.error }];
}

const outcomes = ['created', 'updated', 'merged', 'conflicts', 'failed'] as const;

const inWords = (counts: CountsOf, told: readonly (keyof typeof texts.counts)[]): string[] =>
  told.flatMap((what) => (counts[what] ? [texts.counts[what](formatNumber(counts[what]))] : []));

function sum({ counts }: Synchronization, kinds: readonly string[]): number {
  const directions = Object.values(isObject(counts) ? counts : {}).flatMap((entity) =>
    isObject(entity) ? [numbersOf(entity.toConnec), numbersOf(entity.toExternal)] : [],
  );
  return directions.flatMap((one) => kinds.map((kind) => one[kind] ?? 0)).reduce((all, n) => all + n, 0);
}
