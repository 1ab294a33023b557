import type { Direction } from './bench-engine.ts';
import type { Kind } from './child.ts';
import type { DatabaseKind } from './databases.ts';

/** One measured run of the engine. */
export interface Run {
  database: DatabaseKind;
  direction: Direction;
  kind: Kind;
  records: number;
  recordsPerSecond: number;
  ratioToFloor: number;
  statementsPerPage: number;
  peakMb: number;
}
