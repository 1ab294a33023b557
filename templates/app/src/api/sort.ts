import { texts } from '../texts.ts';
import { refuse } from './errors.ts';
import type { Parameter } from './query.ts';
import { isColumn, own, type Resource } from './resource.ts';
import { resourceOf } from './resources.ts';

/** As Prisma takes it. */
export type Order = object;

type Direction = 'asc' | 'desc';

/**
 * `sort=-created_at,organization.name`: descending with a minus sign, also by what the one record has that this one
 * belongs to. Without it, and among equals, by id: pages stay what they are.
 */
export function readSort(parameters: readonly Parameter[], resource: Resource): Order[] {
  const criteria = parameters.flatMap(({ name, key, value }) => {
    if (key !== undefined) refuse('notAllowed', texts.api.noParameter(name), { parameter: name });
    return value ? value.split(',') : [];
  });
  // What is said again adds nothing, and databases take only so much.
  const orders = [...new Set(criteria)].map((criterion) => read(criterion, resource));
  return [...orders, { id: 'asc' }];
}

function read(criterion: string, resource: Resource): Order {
  const direction = criterion.startsWith('-') ? 'desc' : 'asc';
  const path = criterion.replace(/^-/, '').split('.');
  return orderBy(path, resource, direction) ?? refuseSort(criterion, resource);
}

function orderBy(
  [name = '', ...rest]: string[],
  resource: Resource,
  direction: Direction,
): Order | undefined {
  if (rest.length === 0) return orderByOwn(name, resource, direction);
  const relationship = own(resource.relationships, name);
  if (!relationship || relationship.many) return undefined;
  const order = orderBy(rest, resourceOf(relationship.type), direction);
  return order && { [name]: order };
}

function orderByOwn(name: string, { attributes }: Resource, direction: Direction): Order | undefined {
  if (name === 'id') return { id: direction };
  const attribute = own(attributes, name);
  if (!attribute || !isColumn(attribute)) return undefined;
  // Databases disagree on where nulls stand: here they are less than everything.
  const order = attribute.nullable
    ? { sort: direction, nulls: direction === 'asc' ? 'first' : 'last' }
    : direction;
  return { [attribute.column]: order };
}

const refuseSort = (criterion: string, { type }: Resource): never =>
  refuse('unknownSort', texts.api.noSort(criterion, type), { parameter: 'sort' });
