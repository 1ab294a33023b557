import { textTable } from '../table.ts';
import type { Latency } from './latency.ts';
import type { Part } from './parts.ts';
import type { Run } from './run.ts';

export interface Report {
  floor: number;
  runs: readonly Run[];
  parts: readonly Part[];
  latency: Latency;
  missed: readonly string[];
}

/** What the bench has measured, for people. */
export function reportOf({ floor, runs, parts, latency, missed }: Report): string {
  return [
    `floor: ${floor} records/s in the middle; each run is set against the floor measured right before it`,
    textTable(
      ['database', 'direction', 'kind', 'records', 'records/s', 'of the floor', 'statements/page', 'peak MB'],
      runs.map((run) => [
        run.database,
        run.direction,
        run.kind,
        run.records,
        run.recordsPerSecond,
        run.ratioToFloor,
        run.statementsPerPage,
        run.peakMb,
      ]),
    ),
    textTable(
      ['part', 'µs each'],
      parts.map(({ name, microseconds }) => [name, microseconds]),
    ),
    `with 50 ms on every external call: ${latency.ratio} times the sequential rate`,
    missed.length === 0 ? 'every target is met' : `targets missed:\n${missed.join('\n')}`,
  ].join('\n\n');
}
