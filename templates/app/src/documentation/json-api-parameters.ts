import { mostIncluded } from '../api/graph.ts';
import { mostPerPage, usualSize } from '../api/page.ts';
import { isColumn, type Resource } from '../api/resource.ts';
import { resources } from '../api/resources.ts';
import { texts } from '../texts.ts';
import { object, refTo, text } from './json-api-schemas.ts';
import type { Parameter, Schema } from './operation.ts';

/** The parameters of an address of the JSON:API: of the families that it takes, and those of its own. */
export function parametersOf(
  resource: Resource,
  families: readonly string[],
  others: readonly string[] = [],
): Parameter[] {
  const words = texts.documentation.of;
  const known: Record<string, Parameter | undefined> = {
    filter: members('filter', refTo(`${resource.type}_filter`)),
    sort: plain('sort', words.sort(sortable(resource).join(', '))),
    page: members('page', object({}, pageMembers)),
    include: includeOf(resource),
    fields: members('fields', object({}, fieldMembers)),
  };
  return [...families.map((family) => known[family]), ...others.map((name) => plain(name))].filter(
    (one) => one !== undefined,
  );
}

const plain = (name: string, description?: string, schema = text): Parameter => ({
  name,
  in: 'query',
  ...(description ? { description } : {}),
  schema,
});

/** `name[member]=value` */
const members = (name: string, schema: Schema): Parameter => ({
  ...plain(name, undefined, schema),
  style: 'deepObject',
  explode: true,
});

const sortable = ({ attributes }: Resource) => [
  'id',
  ...Object.keys(attributes).filter((name) => attributes[name] && isColumn(attributes[name])),
];

const pageMembers: Record<string, Schema> = {
  number: { type: 'integer', minimum: 1, default: 1 },
  size: { type: 'integer', minimum: 1, maximum: mostPerPage, default: usualSize },
};

const fieldMembers = Object.fromEntries(resources.map(({ type }) => [type, text]));

function includeOf({ relationships }: Resource): Parameter | undefined {
  const names = Object.keys(relationships).join(', ');
  return names ? plain('include', texts.documentation.of.include(names, mostIncluded)) : undefined;
}
