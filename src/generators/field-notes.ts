import type { Field, Resource } from '../connec/resources.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { type Line, withoutIndexes } from './line.ts';

// What every record of the hub has (contract/connec-api.md §5).
const EVERYWHERE = new Set(['id', 'code', 'status', 'created_at', 'updated_at', 'group_id', 'channel_id']);

/**
 * Fields that records of `resources` are not known to have: mistyped, or no field but a group of them. There is
 * nothing to say where one of the resources is not known itself.
 */
export function fieldNotes(lines: readonly Line[], resources: readonly (Resource | undefined)[]): string[] {
  const known = resources.filter((resource) => resource !== undefined);
  if (known.length < resources.length) return [];
  const fields = known.flatMap((resource) => resource.fields);
  const records = [...new Set(known.map(({ name }) => name.replaceAll('_', ' ')))].join(' or ');
  const paths = [...new Set(lines.map(({ connec }) => withoutIndexes(connec)))];
  return paths
    .filter((path) => !EVERYWHERE.has(path) && !fields.some((field) => reaches(field, path)))
    .map((path) => noteOf(path, records, fields));
}

// What the items of a list hold is not known.
const reaches = ({ path, type }: Field, wanted: string) =>
  wanted === path || (type === 'list' && wanted.startsWith(`${path}/`));

function noteOf(path: string, records: string, fields: readonly Field[]): string {
  const paths = fields.map((field) => field.path);
  const inside = paths.find((other) => other.startsWith(`${path}/`));
  if (inside) return `"${path}" of ${records} holds fields of its own, as "${inside}": name one of them.`;
  const lastPart = paths.filter((other) => other.endsWith(`/${path}`)).slice(0, 1);
  const hint = nearest(path, paths)
    ? didYouMean(path, paths)
    : lastPart.map((other) => ` Did you mean "${other}"?`);
  return `Connec! has no "${path}" of ${records} that is known of.${hint}`;
}
