import { Counter, Histogram, type Registry } from 'prom-client';
import type { Counts, EngineEvent, Observe } from '../engine/index.ts';

type EventOf<Type> = Extract<EngineEvent, { type: Type }>;

/**
 * Counts what the engine does. Labels are few and known beforehand: entities, sides, outcomes; never an organization or
 * a record, of which there are more every day.
 */
export function countEngineEvents(registry: Registry): Observe {
  const runs = countRuns(registry);
  const calls = timeCalls(registry);
  const messages = countMessages(registry);
  return (event) => {
    if (event.type === 'run') runs(event);
    if (event.type === 'call') calls(event);
    if (event.type === 'message') messages(event);
  };
}

function countRuns(registry: Registry): (event: EventOf<'run'>) => void {
  const registers = [registry];
  const runs = new Counter({
    name: 'connector_runs_total',
    help: 'Synchronizations that have ended',
    labelNames: ['status'],
    registers,
  });
  const durations = new Histogram({
    name: 'connector_run_duration_seconds',
    help: 'How long synchronizations took',
    buckets: [1, 5, 15, 60, 300, 900, 3600],
    registers,
  });
  const givenUp = new Counter({
    name: 'connector_entities_given_up_total',
    help: 'Entities that a synchronization could not finish',
    labelNames: ['entity'],
    registers,
  });
  const records = countRecords(registry);
  return ({ status, durationMs, entities }) => {
    runs.inc({ status });
    durations.observe(durationMs / 1000);
    for (const [entity, { toConnec, toExternal, failed }] of Object.entries(entities)) {
      if (failed) givenUp.inc({ entity });
      records(entity, 'connec', toConnec);
      records(entity, 'external', toExternal);
    }
  };
}

const outcomes = ['created', 'updated', 'merged', 'skipped', 'failed'] as const;

function countRecords(registry: Registry): (entity: string, to: string, counts: Counts) => void {
  const registers = [registry];
  const labelNames = ['entity', 'to'] as const;
  const read = new Counter({
    name: 'connector_records_read_total',
    help: 'Records that synchronizations read, by the side they are to go to',
    labelNames,
    registers,
  });
  const done = new Counter({
    name: 'connector_records_total',
    help: 'What became of records in synchronizations, by the side they were to go to',
    labelNames: [...labelNames, 'outcome'],
    registers,
  });
  const conflicts = new Counter({
    name: 'connector_conflicts_total',
    help: 'Records changed on both sides, by the side that was overwritten',
    labelNames,
    registers,
  });
  return (entity, to, counts) => {
    read.inc({ entity, to }, counts.fetched);
    conflicts.inc({ entity, to }, counts.conflicts);
    for (const outcome of outcomes) done.inc({ entity, to, outcome }, counts[outcome]);
  };
}

function timeCalls(registry: Registry): (event: EventOf<'call'>) => void {
  const calls = new Histogram({
    name: 'connector_call_duration_seconds',
    help: 'Until a side began to answer a call. refused: 4xx. failed: 5xx, or no answer',
    labelNames: ['side', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  return ({ side, outcome, durationMs }) => calls.observe({ side, outcome }, durationMs / 1000);
}

function countMessages(registry: Registry): (event: EventOf<'message'>) => void {
  const registers = [registry];
  const messages = new Counter({
    name: 'connector_messages_total',
    help: 'How messages of the inbox were tried. busy: a synchronization was in the way',
    labelNames: ['source', 'outcome'],
    registers,
  });
  const ages = new Histogram({
    name: 'connector_message_age_seconds',
    help: 'From the moment a message was stored until it was dealt with',
    labelNames: ['source'],
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 1800],
    registers,
  });
  return ({ source, outcome, ageMs }) => {
    messages.inc({ source, outcome });
    if (outcome === 'done') ages.observe({ source }, ageMs / 1000);
  };
}
