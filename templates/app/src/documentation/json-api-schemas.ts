import { mayBeWritten } from '../api/body.ts';
import { filtersOf } from '../api/filter.ts';
import { operators } from '../api/operators.ts';
import {
  type Column,
  type Relationship,
  type Resource,
  shownSchema,
  writtenSchema,
} from '../api/resource.ts';
import { resources } from '../api/resources.ts';
import { jsonSchema, type Schema } from './operation.ts';

/** Where a schema of the document is found by name. */
export const refTo = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** What the operations of the JSON:API refer to, by name. */
export function jsonApiSchemas(): Record<string, Schema> {
  return {
    ...Object.assign({}, ...resources.map(schemasOf)),
    identifier,
    identifier_document: documentOf(refTo('identifier'), {}),
    identifier_page: pageOf(refTo('identifier'), {}),
    errors: object({ jsonapi: version, errors: list(object(errorMembers, { source: { type: 'object' } })) }),
  };
}

/** What is sent to create a record, or to change one. */
export function writtenDocument({ type, attributes }: Resource, isNew: boolean): Schema {
  const columns = Object.entries(attributes).filter((entry): entry is [string, Column] =>
    mayBeWritten(entry[1], isNew),
  );
  const [required, others] = [columns.filter(isRequired), columns.filter((column) => !isRequired(column))];
  const given = isNew ? object(taken(required), taken(others)) : object({}, taken(columns));
  const named = { type: { const: type } };
  return object({
    data: isNew
      ? object({ ...named, attributes: given })
      : object({ ...named, id: text }, { attributes: given }),
  });
}

const isRequired = ([, { required }]: [string, Column]) => required === true;

const taken = (columns: [string, Column][]) =>
  Object.fromEntries(columns.map(([name, column]) => [name, jsonSchema(writtenSchema(column), 'input')]));

export const text: Schema = { type: 'string' };
const link: Schema = { type: 'string', format: 'uri' };
const version = object({ version: { const: '1.0' } });
const errorMembers = { status: text, code: text, title: text, detail: text };
const identifier = object({ type: text, id: text });

function schemasOf(resource: Resource): Record<string, Schema> {
  const { type } = resource;
  return {
    [type]: resourceObject(resource),
    [`${type}_document`]: documentOf(refTo(type)),
    [`${type}_page`]: pageOf(refTo(type)),
    [`${type}_filter`]: object({}, filterMembers(resource)),
  };
}

/** Every field with every operator that suits it: `name`, `name.like`. */
function filterMembers(resource: Resource): Record<string, Schema> {
  const names = Object.entries(filtersOf(resource)).flatMap(([name, { kind }]) => [
    name,
    ...suffixes.filter((suffix) => operators[suffix]?.suits(kind)).map((suffix) => `${name}.${suffix}`),
  ]);
  return Object.fromEntries(names.map((name) => [name, text]));
}

/** "is" is what goes without saying. */
const suffixes = Object.keys(operators).filter((name) => name !== 'is');

/** Of attributes and relationships there is what was asked for. */
function resourceObject({ type, attributes, relationships }: Resource): Schema {
  const shown = Object.entries(attributes).map(([name, one]) => [name, jsonSchema(shownSchema(one))]);
  const named = Object.entries(relationships).map(([name, one]) => [name, relationshipObject(one)]);
  return object(
    { type: { const: type }, id: text, links: object({ self: link }) },
    {
      attributes: object({}, Object.fromEntries(shown)),
      relationships: object({}, Object.fromEntries(named)),
    },
  );
}

const relationshipObject = ({ many }: Relationship): Schema =>
  object(
    { links: object({ self: link, related: link }) },
    { data: many ? list(refTo('identifier')) : refTo('identifier') },
  );

const included: Record<string, Schema> = {
  included: list({ oneOf: resources.map(({ type }) => refTo(type)) }),
};

const documentOf = (data: Schema, more = included): Schema =>
  object({ jsonapi: version, data, links: object({ self: link }, { related: link }) }, more);

const pageOf = (data: Schema, more = included): Schema =>
  object(
    {
      jsonapi: version,
      data: list(data),
      links: object({ self: link, first: link, last: link }, { prev: link, next: link, related: link }),
      meta: object({ record_count: { type: 'integer' } }),
    },
    more,
  );

function list(items: Schema): Schema {
  return { type: 'array', items };
}

export function object(required: Record<string, Schema>, optional: Record<string, Schema> = {}): Schema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}
