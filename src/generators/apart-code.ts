import pluralize from 'pluralize';
import { docComment } from '../code/layout.ts';
import { type EntityName, joined } from './entity-name.ts';
import type { Whole } from './kinds.ts';

/**
 * What stands before the ids of a kind of the application's records. The first kind has nothing there, so that what
 * refers to it stays what it is.
 */
export const idPrefixOf = ({ snake }: EntityName): string => `${snake}-`;

/** What templates/complex-entity/apart asks for. */
export function apartCode({ name, kinds, externals, application }: Whole): Record<string, unknown> {
  const [first = '', ...others] = externals.map(({ spaced }) => pluralize(spaced));
  const inConnec = joined(
    kinds.map((kind) => pluralize(kind.name.spaced)),
    'or',
  );
  const [, prefixed = name] = externals;
  return {
    file: name.kebab,
    application,
    example: idPrefixOf(prefixed),
    summary: docComment(
      `${application} may number ${joined([first, ...others])} alike, and in Connec! all of them are ${inConnec}: ids of ${joined(others)} get a prefix, so that no two records are taken for one. Those of ${first} stay as they are, for other records to refer to. What else takes an id (archiveExternal, writeExternal) is to be overridden here too, where BaseEntity has it.`,
    ),
  };
}
