import { collectionOf } from '../connec/names.ts';
import type { KnownEntity } from '../registry/known-entities.ts';
import type { Line } from './line.ts';
import { fieldsIn } from './matching.ts';
import type { Sides } from './sides.ts';

/** A name of the hub's that nothing is known of. */
export function unknownNotes({ connecName, singleton, resource }: Sides): string[] {
  if (resource) return [];
  return [
    `Connec! has no "${collectionOf(connecName, singleton)}" that is known of: if these records are called otherwise there, say so with --connec.`,
  ];
}

/** Lists travel as they are, until their items have a mapping. */
export function listNotes(lines: readonly Line[]): string[] {
  const lists = lines.filter(({ connecType }) => connecType === 'list');
  return lists.map(
    ({ connec }) =>
      `${connec} is a list and travels as it is: give its items a mapper of their own, { using: lineMapper }.`,
  );
}

/** Fields the hub is to recognise records by, which it is never sent. */
export function matchingNotes(matching: readonly string[], lines: readonly Line[]): string[] {
  const fields = matching.flatMap(fieldsIn);
  const unmapped = fields.filter((field) => !lines.some(({ connec }) => connec === field));
  return unmapped.map(
    (field) => `${field} is to be matched by and is not mapped: map it, or Connec! cannot compare it.`,
  );
}

/** Another entity with the same records: both would write them. */
export function twinNotes(
  className: string,
  sides: readonly Sides[],
  entities: readonly KnownEntity[],
): string[] {
  const twins = entities.filter(
    (other) =>
      other.className !== className &&
      sides.some(
        ({ connecName, externalName }) =>
          other.connecNames.includes(connecName) && other.externalNames.includes(externalName),
      ),
  );
  return twins.map(
    ({ className: twin, path }) =>
      `${path} synchronizes the same records: take ${twin} or ${className} out of src/entities/index.ts.`,
  );
}
