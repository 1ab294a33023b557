import { z } from 'zod';
import { texts } from '../texts.ts';
import { ApiError, type ErrorObject, problem, refuse } from './errors.ts';
import { type Column, type Computed, isColumn, own, type Resource, writtenSchema } from './resource.ts';

/** What a document says of a record. */
export interface Written {
  /** The attributes that it sets. */
  names: string[];
  /** The same by column. */
  values: Record<string, unknown>;
}

/** How many faults of one document are told at once. */
const mostTold = 20;

/**
 * Reads what is to be written. What is no attribute, or not to be set by this request, is refused: nothing else of a
 * record can be reached (contract 238).
 *
 * @param id of the record to be changed; undefined when one is created.
 * @throws {ApiError} 400, 403, 409, 422: all that is wrong with the attributes.
 */
export function readBody(body: unknown, resource: Resource, id?: string): Written {
  const given = parse(body);
  checkIdentity(given, resource, id);
  checkRelationships(given, resource);
  const isNew = id === undefined;
  const [first, ...others] = [
    ...Object.entries(given.attributes).flatMap((entry) => problemWith(entry, resource, isNew) ?? []),
    ...(isNew ? missing(given, resource) : []),
  ];
  if (first) throw new ApiError([first, ...others.slice(0, mostTold - 1)]);
  return writtenBy(given, resource);
}

/** What JSON:API calls a resource object: what is looked at of it. */
const documentSchema = z.object({
  data: z.object({
    type: z.string(),
    id: z.string().optional(),
    attributes: z.record(z.string(), z.unknown()).default({}),
    relationships: z.record(z.string(), z.unknown()).default({}),
  }),
});

type Given = z.output<typeof documentSchema>['data'];

function parse(body: unknown): Given {
  const result = documentSchema.safeParse(body);
  if (result.success) return result.data.data;
  const path = result.error.issues[0]?.path ?? [];
  if (path.length < 2) refuse('invalidBody', texts.api.bodyForm);
  const pointer = pointerTo(...path);
  refuse('missing', texts.api.member(pointer), { pointer });
}

function checkIdentity(given: Given, { type }: Resource, id: string | undefined): void {
  if (given.type !== type)
    refuse('otherType', texts.api.otherType(given.type, type), { pointer: '/data/type' });
  const source = { pointer: '/data/id' };
  if (id === undefined && given.id !== undefined) refuse('forbidden', texts.api.ownId, source);
  if (id === undefined) return;
  if (given.id === undefined) refuse('missing', texts.api.member(source.pointer), source);
  if (given.id !== id) refuse('otherId', texts.api.otherId(given.id, id), source);
}

/** None of them can be written (contract 247). */
function checkRelationships(given: Given, { type, relationships }: Resource): void {
  const [name] = Object.keys(given.relationships);
  if (name === undefined) return;
  const source = { pointer: pointerTo('data', 'relationships', name) };
  if (!own(relationships, name)) refuse('notAllowed', texts.api.noRelationship(name, type), source);
  refuse('forbidden', texts.api.forbidden(name), source);
}

function problemWith(
  [name, value]: [string, unknown],
  { type, attributes }: Resource,
  isNew: boolean,
): ErrorObject | undefined {
  const source = { pointer: pointerTo('data', 'attributes', name) };
  const attribute = own(attributes, name);
  if (!attribute) return problem('notAllowed', texts.api.noAttribute(name, type), source);
  if (!mayBeWritten(attribute, isNew)) return problem('notAllowed', texts.api.readOnly(name), source);
  if (attribute.written === 'ignored' || writtenSchema(attribute).safeParse(value).success) return undefined;
  const what = texts.api.is[attribute.kind];
  const detail = texts.api.mustBe(name, attribute.nullable ? texts.api.orNull(what) : what);
  return problem('invalidValue', detail, source);
}

export const mayBeWritten = (attribute: Column | Computed, isNew: boolean): attribute is Column =>
  isColumn(attribute) && attribute.written !== undefined && (isNew || attribute.written !== 'once');

const missing = (given: Given, { attributes }: Resource): ErrorObject[] =>
  Object.entries(attributes)
    .filter(([name, one]) => isColumn(one) && one.required && !Object.hasOwn(given.attributes, name))
    .map(([name]) =>
      problem('invalidValue', texts.api.attributeMissing(name), { pointer: '/data/attributes' }),
    );

function writtenBy(given: Given, { attributes }: Resource): Written {
  const entries = Object.entries(given.attributes).map(
    ([name, value]) => [name, attributes[name] as Column, value] as const,
  );
  const written = entries.filter(([, { written }]) => written !== 'ignored');
  return {
    names: written.map(([name]) => name),
    values: Object.fromEntries(
      written.map(([, column, value]) => [column.column, writtenSchema(column).parse(value)]),
    ),
  };
}

/** RFC 6901 */
const pointerTo = (...steps: PropertyKey[]): string =>
  steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
