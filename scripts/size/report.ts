import { textTable } from '../table.ts';
import { type Kind, nameOf, type PageCost, type Weight } from './kinds.ts';

/** What the cost of a page may grow by from the smallest table to the one that is a hundred times as large. */
export const mostGrowth = 1.5;

/** The middle of all rounds, by the rows of the table. */
export interface Measured {
  kind: Kind;
  costs: readonly PageCost[];
  /** Largest : smallest, the middle of what it was in each round. */
  growth: number;
}

export interface Report {
  sizes: readonly number[];
  measured: readonly Measured[];
  weights: readonly Weight[];
}

export function reportOf({ sizes, measured, weights }: Report): string {
  const columns = sizes.map((size) => `ms at ${inWords(size)}`);
  const costs = textTable(
    ['page of 50 records', ...columns, 'statements', `${inWords(sizes.at(-1))} : ${inWords(sizes[0])}`],
    measured.map(({ kind, costs, growth }) => [
      nameOf(kind),
      ...costs.map(({ msPerPage }) => msPerPage.toFixed(2)),
      (costs.at(-1)?.statementsPerPage ?? 0).toFixed(2),
      growth.toFixed(2),
    ]),
  );
  const disk = textTable(
    ['id maps', 'bytes of a row', 'of its indexes', 'prune: rows', 'ms', 'metrics: ms'],
    weights.map(({ rows, bytesPerRow, prune, backlogMs }) => [
      rows.toLocaleString('en'),
      bytesPerRow.row,
      bytesPerRow.indexes,
      prune.rows,
      prune.ms,
      backlogMs,
    ]),
  );
  const missed = missedOf(measured);
  return [costs, disk, missed.length === 0 ? 'every page costs what it did' : missed.join('\n')].join('\n\n');
}

export const missedOf = (measured: readonly Measured[]): string[] =>
  measured
    .filter(({ growth }) => growth > mostGrowth)
    .map(({ kind, growth }) => `${nameOf(kind)}: ${growth.toFixed(2)} times, more than ${mostGrowth}`);

const inWords = (size = 0): string =>
  size >= 1_000_000 ? `${size / 1_000_000}M` : size >= 1000 ? `${size / 1000}k` : String(size);
