import type { Described } from '../description/described.ts';
import { toDescribedLines } from './described-line.ts';
import type { EntityName } from './entity-name.ts';
import type { Line } from './line.ts';
import type { Pair } from './pair.ts';
import { type RecordTypes, recordCode, recordTypesOf } from './record-code.ts';
import { requiredNotes } from './required-notes.ts';
import type { Sides } from './sides.ts';

/** What a description of the application's records makes of an entity. */
export interface TypedEntity {
  lines: Line[];
  types: RecordTypes;
  /** What templates/entity-records asks for. */
  records: Record<string, unknown>;
  notes: string[];
}

/** @throws {UserError} for a field that is not described, and for two that nothing can be converted between. */
export function typedEntity(
  name: EntityName,
  sides: Sides,
  pairs: readonly Pair[],
  described: Described,
  application: string,
): TypedEntity {
  const lines = toDescribedLines(pairs, sides.resource, described);
  const types = recordTypesOf(name, sides);
  return {
    lines,
    types,
    records: recordCode(types, sides, lines, described, application),
    notes: requiredNotes(lines, described, application),
  };
}
