import type { Counts } from './counts.ts';
import type { InboxMessage, Organization, Synchronization } from './database.ts';
import type { Log } from './log.ts';
import type { RunCounts } from './synchronization.ts';
import { serverOf, type Trace, traced } from './trace.ts';

/** What has happened, for whoever counts and times: names, numbers and outcomes, never anything of a record. */
export type EngineEvent = RunEvent | CallEvent | MessageEvent | InboxEvent;

/** A run has ended. */
export interface RunEvent {
  type: 'run';
  tenant: string;
  /** Its uid. */
  organization: string;
  status: string;
  /** Only some entities were asked for. */
  partial: boolean;
  durationMs: number;
  /** By entity key. `failed`: the entity was given up. */
  entities: Record<string, { toConnec: Counts; toExternal: Counts; failed: boolean }>;
}

/** One HTTP call; a repetition is a call of its own. */
export interface CallEvent {
  type: 'call';
  side: 'connec' | 'external';
  tenant: string;
  method: string;
  /** Of the answer; null when there was none. */
  status: number | null;
  /** ok: below 400. refused: 4xx. failed: 5xx, or no answer. */
  outcome: 'ok' | 'refused' | 'failed';
  /** Until the answer began. */
  durationMs: number;
}

/** A message of the inbox was tried. */
export interface MessageEvent {
  type: 'message';
  source: string;
  tenant: string;
  outcome: 'done' | 'ignored' | 'busy' | 'failed' | 'parked';
  durationMs: number;
  /** Since it was stored. */
  ageMs: number;
}

/** The inbox was looked into. */
export interface InboxEvent {
  type: 'inbox';
  /** Messages that are due, and of how many groups. */
  waiting: number;
  groups: number;
  /** How long the oldest of them has been waiting; 0 when there is none. */
  oldestMs: number;
}

/** Called at once, between two steps of the work: it must be quick, and what it throws is only logged. */
export type Observe = (event: EngineEvent) => void;

export interface Observed {
  readonly observe?: Observe | undefined;
  readonly trace?: Trace | undefined;
  readonly log?: Log | undefined;
}

export function tell({ observe, log }: Observed, event: EngineEvent): void {
  try {
    observe?.(event);
  } catch (error) {
    log?.error({ err: error, type: event.type }, 'an event was not taken in');
  }
}

export function runEvent(
  { tenant, uid }: Pick<Organization, 'tenant' | 'uid'>,
  { status, partial, startedAt, finishedAt }: Synchronization,
  counts: RunCounts,
): RunEvent {
  const entities = Object.entries(counts).map(([key, { toConnec, toExternal, error }]) => [
    key,
    { toConnec: { ...toConnec }, toExternal: { ...toExternal }, failed: error !== undefined },
  ]);
  const durationMs = (finishedAt ?? startedAt).getTime() - startedAt.getTime();
  const event = { type: 'run', tenant, organization: uid, status, partial, durationMs } as const;
  return { ...event, entities: Object.fromEntries(entities) };
}

export function messageEvent(
  { source, tenant, createdAt }: InboxMessage,
  outcome: MessageEvent['outcome'],
  [startedAt, now]: [Date, Date],
): MessageEvent {
  return {
    type: 'message',
    source,
    tenant,
    outcome,
    durationMs: now.getTime() - startedAt.getTime(),
    ageMs: Math.max(0, now.getTime() - createdAt.getTime()),
  };
}

/** @param groups as the database tells them. */
export function inboxEvent(
  groups: readonly { _count: { id: number }; _min: { createdAt: Date | null } }[],
  now: Date,
): InboxEvent {
  const ages = groups.map(({ _min }) => now.getTime() - (_min.createdAt ?? now).getTime());
  return {
    type: 'inbox',
    waiting: groups.reduce((sum, { _count }) => sum + _count.id, 0),
    groups: groups.length,
    oldestMs: Math.max(0, ...ages),
  };
}

/** `fetch`, with an event and a span for every call. */
export function observedFetch(observed: Observed, who: Pick<CallEvent, 'side' | 'tenant'>): typeof fetch {
  return (input, init) => {
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
    const call = { type: 'call', ...who, method } as const;
    return traced(observed, { ...call, server: serverOf(input) }, async (note) => {
      const startedAt = performance.now();
      const ended = (status: number | null) => {
        const durationMs = performance.now() - startedAt;
        tell(observed, { ...call, status, outcome: outcomeOf(status), durationMs });
        if (status !== null) note({ answer: status });
      };
      try {
        const response = await fetch(input, init);
        ended(response.status);
        return response;
      } catch (error) {
        ended(null);
        throw error;
      }
    });
  };
}

function outcomeOf(status: number | null): CallEvent['outcome'] {
  if (status === null || status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'ok';
}
