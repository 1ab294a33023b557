import { type Fields, isWanted } from './fields.ts';
import type { Asking } from './find.ts';
import { type Graph, idsNamed, readGraph } from './graph.ts';
import { addressOf, pageLinks, selfOf } from './links.ts';
import type { Query } from './query.ts';
import { type AnyRow, isColumn, type Relationship, type Resource } from './resource.ts';
import { resourceOf } from './resources.ts';

/** Rows of one resource, in documents as JSON:API has them. */
export async function documentOfOne(asking: Asking, resource: Resource, query: Query, row: AnyRow) {
  const { data, ...rest } = await present(asking, resource, query, [row]);
  return { links: { self: selfOf(asking) }, data: data[0], ...rest };
}

export async function documentOfMany(
  asking: Asking,
  resource: Resource,
  query: Query,
  { rows, total }: { rows: readonly AnyRow[]; total: number },
) {
  const links = { self: selfOf(asking), ...pageLinks(asking, query.page, total) };
  return { links, ...(await present(asking, resource, query, rows)), meta: { record_count: total } };
}

async function present(asking: Asking, resource: Resource, query: Query, rows: readonly AnyRow[]) {
  const graph = await readGraph(asking, query.fields, resource, rows, query.include);
  const primary = new Set(rows);
  const included = [];
  for (const [other, byId] of graph.rows) {
    const others = [...byId.values()].filter((row) => !primary.has(row));
    included.push(...(await objects(asking, other, query.fields, others, graph)));
  }
  const data = await objects(asking, resource, query.fields, rows, graph);
  return { data, ...(Object.keys(query.include).length > 0 ? { included } : {}) };
}

async function objects(
  asking: Asking,
  resource: Resource,
  fields: Fields,
  rows: readonly AnyRow[],
  graph: Graph,
) {
  if (rows.length === 0) return [];
  const attributes = await attributesOf(asking, resource, fields, rows);
  return rows.map((row, index) => {
    const relationships = relationshipsOf(asking, resource, fields, row, graph);
    return {
      type: resource.type,
      id: String(row.id),
      links: { self: addressOf(asking, resource.type, row.id) },
      attributes: attributes[index],
      ...(Object.keys(relationships).length > 0 ? { relationships } : {}),
    };
  });
}

async function attributesOf(asking: Asking, resource: Resource, fields: Fields, rows: readonly AnyRow[]) {
  const wanted = Object.entries(resource.attributes).filter(([name]) => isWanted(fields, resource, name));
  const values = await Promise.all(
    wanted.map(([, one]) =>
      isColumn(one) ? rows.map((row) => row[one.column]) : one.compute(rows, asking.connector),
    ),
  );
  return rows.map((_, row) =>
    Object.fromEntries(wanted.map(([name], index) => [name, values[index]?.[row]])),
  );
}

function relationshipsOf(asking: Asking, resource: Resource, fields: Fields, row: AnyRow, graph: Graph) {
  const wanted = Object.entries(resource.relationships).filter(([name]) => isWanted(fields, resource, name));
  return Object.fromEntries(
    wanted.map(([name, relationship]) => {
      const ids = idsNamed(graph, row, name, relationship);
      const links = relationshipLinks(asking, resource, row, name);
      return [name, { links, ...(ids ? { data: linkage(relationship, ids) } : {}) }];
    }),
  );
}

export function relationshipLinks(asking: Asking, { type }: Resource, { id }: AnyRow, name: string) {
  return {
    self: addressOf(asking, type, id, 'relationships', name),
    related: addressOf(asking, type, id, name),
  };
}

/** Whom a relationship names. */
export function linkage({ type, many }: Relationship, ids: readonly unknown[]) {
  const identifiers = ids.map((id) => ({ type: resourceOf(type).type, id: String(id) }));
  return many ? identifiers : (identifiers[0] ?? null);
}
