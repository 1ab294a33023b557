import { formatDuration } from '../pages/format.ts';

interface Summary {
  runs: string;
  well: string;
  problems: number;
  failed: number;
  interrupted: number;
  changed: string;
  /** Milliseconds: as many took longer as took less. */
  duration: number;
}

/** The list of synchronizations, and one of them. */
export const history = {
  title: 'History',
  lead: 'What each synchronization did, the newest first. The last hundred are kept.',
  emptyTitle: 'No synchronization yet',
  empty: 'Once you start synchronizing, every run is listed here with what it did.',
  caption: 'Synchronizations, newest first',
  columns: { when: 'Started', status: 'Outcome', duration: 'Took', did: 'What it did' },
  pages: 'Pages',
  newest: 'Newest',
  older: 'Older',
  chart: 'Records changed by each synchronization',
  bar: (date: string, changed: string, outcome: string) => `${date}: ${changed} records changed. ${outcome}.`,
  summary: ({ runs, well, problems, failed, interrupted, changed, duration }: Summary) =>
    [
      `${runs} synchronizations: ${well} in sync`,
      ...(problems > 0 ? [`${problems} with problems`] : []),
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(interrupted > 0 ? [`${interrupted} interrupted`] : []),
      `${changed} records changed. Half of them took no more than ${formatDuration(duration)}.`,
    ].join(', '),
  unknown: 'There is no such synchronization.',
  runTitle: 'One synchronization',
  back: 'All synchronizations',
  started: 'Started',
  took: 'Took',
  details: {
    title: 'What it did',
    caption: 'Records by kind and direction',
    kind: 'Kind',
    way: 'Direction',
    fetched: 'Read',
    created: 'New',
    updated: 'Updated',
    merged: 'Joined',
    skipped: 'Unchanged',
    conflicts: 'Changed on both sides',
    failed: 'Failed',
    none: 'It did not get to any kind of record.',
    legend:
      'Joined: recognised as a record that was there already. Unchanged: nothing to do, switched off, or waiting for another record.',
    see: 'See the records that failed',
  },
};
