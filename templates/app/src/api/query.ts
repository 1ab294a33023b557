import { texts } from '../texts.ts';
import { refuse } from './errors.ts';
import { type Fields, readFields } from './fields.ts';
import { readFilter } from './filter.ts';
import { type IncludeTree, readInclude } from './include.ts';
import { type Page, readPage } from './page.ts';
import type { Resource } from './resource.ts';
import { type Order, readSort } from './sort.ts';

/** What is asked for in the address. Every part has a file of its own, which says how it is written. */
export interface Query {
  fields: Fields;
  include: IncludeTree;
  filter: readonly object[];
  sort: readonly Order[];
  page: Page;
  /** What the resource's writing takes besides. */
  others: Readonly<Record<string, string>>;
}

/** One parameter: `page[size]=10` is of the family "page", and has the key "size". */
export interface Parameter {
  name: string;
  key: string | undefined;
  value: string;
}

interface Reading {
  /** What an address takes parameters of. */
  families: readonly string[];
  others: readonly string[];
  /** `like` is written differently there. */
  isPostgres: boolean;
}

/** @throws {ApiError} 400: what is not known is never left alone. */
export function readQuery(given: unknown, resource: Resource, reading: Reading): Query {
  const { families, others, isPostgres } = reading;
  const parameters = listParameters(given as Record<string, string | string[]>);
  for (const { family, name } of parameters)
    if (![...families, ...others].includes(family))
      refuse('notAllowed', texts.api.noParameter(name), { parameter: name });
  const of = (wanted: string) => parameters.filter(({ family }) => family === wanted);
  return {
    fields: readFields(of('fields')),
    include: readInclude(of('include'), resource),
    filter: readFilter(of('filter'), resource, isPostgres),
    sort: readSort(of('sort'), resource),
    page: readPage(of('page')),
    others: Object.fromEntries(others.flatMap(of).map(({ name, value }) => [name, value])),
  };
}

function listParameters(given: Record<string, string | string[]>): (Parameter & { family: string })[] {
  return Object.entries(given).map(([name, value]) => {
    if (typeof value !== 'string') refuse('notAllowed', texts.api.twice(name), { parameter: name });
    const [, family = name, key] = /^([^[\]]*)\[([^[\]]*)\]$/.exec(name) ?? [];
    return { name, family, key, value };
  });
}
