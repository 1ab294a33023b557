import type { Direction } from '../bench/bench-engine.ts';

/** What a run finds: records that both sides have, unchanged, or records that are new. */
export interface Kind {
  direction: Direction;
  known: boolean;
}

export const kinds: readonly Kind[] = [
  { direction: 'toConnec', known: true },
  { direction: 'toExternal', known: true },
  { direction: 'toConnec', known: false },
  { direction: 'toExternal', known: false },
];

export const nameOf = ({ direction, known }: Kind): string =>
  `${known ? 'unchanged' : 'new'}, ${direction === 'toConnec' ? 'to Connec!' : 'to external'}`;

/** One run of one kind over one database. */
export interface PageCost {
  msPerPage: number;
  statementsPerPage: number;
}

/** What a database weighs, and how long what goes through all of it takes. */
export interface Weight {
  rows: number;
  /** Of an id map: its row, and its part of all indexes. */
  bytesPerRow: { row: number; indexes: number };
  /** Rows that went, and how long that took. */
  prune: { rows: number; ms: number };
  /** How long it takes to count what waits, for /metrics. */
  backlogMs: number;
}

/** What the process of one database is asked for, and answers. */
export type Asked =
  | { ask: 'prepare'; url: string; migrations: readonly string[]; rows: number; rounds: number }
  | { ask: 'run'; kind: Kind; round: number }
  | { ask: 'weigh' };
