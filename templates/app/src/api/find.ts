import type { Connector } from '../connector.ts';
import type { Database } from '../engine/index.ts';
import { texts } from '../texts.ts';
import { refuse } from './errors.ts';
import { type Fields, isWanted } from './fields.ts';
import { kinds } from './kinds.ts';
import { offsetOf } from './page.ts';
import type { Query } from './query.ts';
import { type AnyRow, isColumn, type Resource } from './resource.ts';

/** Who asks, and at which address. */
export interface Asking {
  connector: Connector;
  tenant: string;
  url: string;
}

/** The model's part of the Prisma client, for whichever resource. */
export const modelOf = (database: Database, { model }: Resource) => database[model] as unknown as Model;

interface Model {
  count(query: object): Promise<number>;
  findMany(query: object): Promise<AnyRow[]>;
  findFirst(query: object): Promise<AnyRow | null>;
  create(query: object): Promise<AnyRow>;
  update(query: object): Promise<AnyRow>;
}

/** One page, and how many there are on all of them: two statements. Another tenant's are never among them. */
export async function findPage(
  { connector, tenant }: Asking,
  resource: Resource,
  { fields, filter, sort: orderBy, page }: Query,
  more: object = {},
): Promise<{ rows: AnyRow[]; total: number }> {
  const model = modelOf(connector.database, resource);
  const where = { AND: [resource.scope(tenant), more, ...filter] };
  const total = await model.count({ where });
  const skip = offsetOf(page);
  if (skip >= total) return { rows: [], total };
  const select = selectOf(resource, fields);
  return { rows: await model.findMany({ where, orderBy, skip, take: page.size, select }), total };
}

/** All that `more` says, in the order of their ids, but at most `take`. */
export function findAll(
  { connector, tenant }: Asking,
  resource: Resource,
  fields: Fields,
  more: object,
  take: number,
): Promise<AnyRow[]> {
  const where = { AND: [resource.scope(tenant), more] };
  const select = selectOf(resource, fields);
  return modelOf(connector.database, resource).findMany({ where, orderBy: { id: 'asc' }, take, select });
}

/** @throws {ApiError} 404: there is none, or it is another tenant's. */
export async function findOne(
  { connector, tenant }: Asking,
  resource: Resource,
  fields: Fields,
  given: string,
): Promise<AnyRow> {
  const where = { AND: [resource.scope(tenant), { id: readId(resource, given) }] };
  const select = selectOf(resource, fields);
  const row = await modelOf(connector.database, resource).findFirst({ where, select });
  return row ?? refuse('notFound', texts.api.noRecord(resource.type, given));
}

/** @throws {ApiError} 404: what is no id is no record's. */
export function readId({ type }: Resource, given: string): number {
  const id = kinds.id.asked.safeParse(given);
  return id.success ? id.data : refuse('notFound', texts.api.noRecord(type, given));
}

/** What is not asked for is not read either, and secrets never are. */
export function selectOf(resource: Resource, fields: Fields): Record<string, true> {
  const attributes = Object.entries(resource.attributes).filter(([name]) => isWanted(fields, resource, name));
  const columns = attributes.flatMap(([, one]) => (isColumn(one) ? [one.column] : one.needs));
  const keys = Object.values(resource.relationships).flatMap(({ many, key }) => (many ? [] : [key]));
  return Object.fromEntries(['id', ...keys, ...columns].map((column) => [column, true]));
}
