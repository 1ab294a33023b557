import { textTable } from '../table.ts';
import { kinds } from './mapping.ts';
import type { Counts, Run } from './runs.ts';

const HEADINGS = [
  'records',
  'direction',
  'fetched',
  'created',
  'updated',
  'merged',
  'conflicts',
  'who won',
  'failed',
];

/** Says in a table what a synchronization did, with a last row for all of it. */
export function reportRun(title: string, run: Run): string {
  const rows = kinds.flatMap(({ name, key }) => {
    const counts = run.counts[key];
    return counts
      ? [
          row(name, 'Acme → Connec!', counts.toConnec, 'Acme'),
          row('', 'Connec! → Acme', counts.toExternal, 'Connec!'),
        ]
      : [];
  });
  const fetched = records(run);
  const speed = `${fetched} records in ${run.seconds.toFixed(2)} s, ${perSecond(fetched, run.seconds)} records/s`;
  return [
    `${title}: ${run.status}${run.message ? ` (${run.message})` : ''}, ${speed}`,
    '',
    textTable(HEADINGS, rows),
  ].join('\n');
}

/** How many records a synchronization wrote, on either side. */
export function written(run: Run): number {
  return directions(run).reduce((sum, { created, updated, merged }) => sum + created + updated + merged, 0);
}

function row(name: string, direction: string, counts: Counts, winner: string) {
  const { fetched, created, updated, merged, conflicts, failed } = counts;
  return [name, direction, fetched, created, updated, merged, conflicts, conflicts > 0 ? winner : '', failed];
}

const records = (run: Run): number => directions(run).reduce((sum, { fetched }) => sum + fetched, 0);

const directions = (run: Run): Counts[] =>
  Object.values(run.counts).flatMap(({ toConnec, toExternal }) => [toConnec, toExternal]);

const perSecond = (count: number, seconds: number): string =>
  seconds > 0 ? Math.round(count / seconds).toLocaleString('en') : '–';
