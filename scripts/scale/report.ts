import { textTable } from '../table.ts';
import type { Waits, Wave } from './phases.ts';

export interface Report {
  machine: string;
  organizations: number;
  /** Of each small organization, and of the large one. */
  records: number;
  large: number;
  fleets: { workers: number; first: Wave; hourly: Wave; alone: Waits; beside: Waits }[];
  /** None, it is hoped. */
  wrong: string[];
}

/** What was measured, for people. */
export function reportOf({ machine, organizations, records, large, fleets, wrong }: Report): string {
  const rows = fleets.flatMap(({ workers, first, hourly }) => [
    rowOf(workers, 'first', first, records),
    rowOf(workers, 'hourly', hourly, records),
  ]);
  const waiting = fleets.flatMap(({ workers, alone, beside }) => [
    [workers, 'alone', ...figuresOf(alone)],
    [workers, `beside a first one of ${large} records`, ...figuresOf(beside)],
  ]);
  return [
    `On ${machine}: ${organizations} organizations of ${records} records. Web server, workers, PostgreSQL, hub and Acme share the cores.`,
    textTable(
      [
        'workers',
        'runs',
        'organizations/min',
        'records/s',
        'transactions each',
        'connections',
        'CPU s: workers',
        'PostgreSQL',
        'web',
        'home p50 ms',
        'p99 ms',
      ],
      rows,
    ),
    textTable(['workers', 'a small one', 'runs', 'p50 ms', 'p99 ms', 'longest ms'], waiting),
    wrong.length === 0 ? 'Every record is once on both sides; nothing is left to do.' : wrong.join('\n'),
  ].join('\n\n');
}

function rowOf(workers: number, runs: string, wave: Wave, records: number) {
  const { seconds, organizations, transactions, connections, cpu, home } = wave;
  return [
    workers,
    runs,
    Math.round((organizations / seconds) * 60),
    Math.round((organizations * records) / seconds),
    (transactions / organizations).toFixed(1),
    connections,
    cpu.workers.toFixed(1),
    cpu.postgres.toFixed(1),
    cpu.web.toFixed(1),
    home.p50,
    home.p99,
  ];
}

const figuresOf = ({ runs, p50, p99, longest }: Waits) => [runs, p50, p99, longest];
