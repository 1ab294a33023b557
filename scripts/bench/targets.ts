import type { Run } from './run.ts';

/**
 * What the engine promises, and the runs that do not keep it, a sentence each. Small sizes say little: a run of
 * 2,000 records is over before the code is warm.
 */
export function missedTargets(runs: readonly Run[], latencyRatio: number): string[] {
  const large = runs.filter(({ records }) => records >= 20_000);
  return [
    ...large
      .filter(({ kind, ratioToFloor }) => ['new', 'unchanged'].includes(kind) && ratioToFloor < 0.5)
      .map((run) => `${nameOf(run)}: ${run.ratioToFloor} of the floor, less than 0.5`),
    ...runs
      .filter(({ statementsPerPage }) => statementsPerPage > 6)
      .map((run) => `${nameOf(run)}: ${run.statementsPerPage} statements a page, more than 6`),
    ...runs
      .filter(({ records, peakMb }) => records >= 1_000_000 && peakMb > 300)
      .map((run) => `${nameOf(run)}: ${run.peakMb} MB, more than 300`),
    ...runs.flatMap((run) => growth(run, runs)),
    ...(latencyRatio < 3.5
      ? [`${latencyRatio} times the sequential rate at 50 ms a call, less than 3.5`]
      : []),
  ];
}

/** The cost of a record at 200,000 against that at 20,000. */
function growth(run: Run, runs: readonly Run[]): string[] {
  if (run.records !== 200_000) return [];
  const small = runs.find(
    ({ database, direction, kind, records }) =>
      records === 20_000 && database === run.database && direction === run.direction && kind === run.kind,
  );
  const factor = small ? small.recordsPerSecond / run.recordsPerSecond : 1;
  return factor > 1.15
    ? [`${nameOf(run)}: a record costs ${factor.toFixed(2)} times what it does at 20,000`]
    : [];
}

const nameOf = ({ database, direction, kind, records }: Run) =>
  `${database}, ${direction}, ${records} ${kind}`;
