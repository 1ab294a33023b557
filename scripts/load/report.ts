import { textTable } from '../table.ts';
import type { Beside } from './beside.ts';
import type { Crash } from './crash.ts';
import type { Figures } from './measure.ts';

export interface Report {
  machine: string;
  database: string;
  figures: readonly Figures[];
  beside: Beside;
  crash: Crash;
}

/** What was measured, for people. */
export function reportOf({ machine, database, figures, beside, crash }: Report): string {
  const { sent, accepted, processed, waiting, lost, seconds } = crash;
  return [
    `On ${machine}, ${database}. Beside it ran ${beside.runs} synchronizations of ${beside.records} records.`,
    textTable(
      ['at a steady rate', 'due/s', 'answered/s', 'p50 ms', 'p99 ms', 'max ms', 'failed'],
      figures.map(({ what, rate, answered, p50, p99, max, failed }) => [
        what,
        rate,
        answered,
        p50,
        p99,
        max,
        failed,
      ]),
    ),
    textTable(
      ['killed in the middle', 'notifications'],
      [
        ['sent', sent],
        ['accepted (200)', accepted],
        [`processed, ${seconds.toFixed(1)} s after the restart`, processed],
        ['in the inbox still', waiting],
        ['lost', lost],
      ],
    ),
  ].join('\n\n');
}
