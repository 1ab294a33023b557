import type { Described } from '../description/described.ts';
import { listed } from '../description/described.ts';
import { type ExternalField, fieldsOf } from '../description/fields.ts';
import { anything, type Schema } from '../description/schema.ts';
import { didYouMean } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import type { Pair } from './pair.ts';

/**
 * The field that a pair names.
 *
 * @throws {UserError} when the description has none of that name, or says something else of it than the pair does.
 */
export function externalFieldOf(pair: Pair, described: Described): ExternalField {
  const fields = fieldsOf(described.schema);
  const path = pair.external.replace(/\[\d+\]/g, '[0]');
  const found = fields.find((field) => field.path === path) ?? open(fields, path);
  if (!found) throw unknown(pair, described, fields);
  return { ...found, schema: marked(pair, found.schema, described) };
}

/** A field of an object of which it is not said what it has. */
function open(fields: readonly ExternalField[], path: string): ExternalField | undefined {
  const around = fields
    .filter((field) => path.startsWith(`${field.path}/`) || path.startsWith(`${field.path}[`))
    .at(-1);
  if (!around) return undefined;
  const { kind, members, items } = around.schema;
  const isOpen = kind === 'any' || (kind === 'object' && members.length === 0) || items?.kind === 'any';
  return isOpen ? { ...around, path, schema: anything, isRequired: false } : undefined;
}

function unknown(pair: Pair, { source, isSample }: Described, fields: readonly ExternalField[]): UserError {
  const paths = fields.filter(({ schema }) => schema.kind !== 'object').map((field) => field.path);
  const has = ` It has ${listed(paths)}.`;
  const other = isSample ? ' A sample that has it would do, too.' : '';
  return new UserError(
    `"${pair.external}" is no field of ${source}.${didYouMean(pair.external, paths)}${has}${other}`,
  );
}

/** A description may leave open that a text is a date; nothing else that it says can be said otherwise. */
function marked({ external, type }: Pair, schema: Schema, { source }: Described): Schema {
  if (type === undefined) return schema;
  const { kind } = schema;
  if (kind === 'any')
    return type === 'date' ? { ...anything, kind: 'text', format: 'date' } : { ...anything, kind: type };
  if (kind === 'text' && type === 'date') return { ...schema, format: schema.format ?? 'date' };
  if (kind === type) return type === 'text' ? { ...schema, format: undefined } : schema;
  const what = kind === 'text' ? 'text' : kind === 'object' ? 'an object' : `a ${kind}`;
  throw new UserError(`"${external}" holds ${what} in ${source}: take the #${type} away.`);
}
