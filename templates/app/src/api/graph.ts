import { texts } from '../texts.ts';
import { refuse } from './errors.ts';
import type { Fields } from './fields.ts';
import { type Asking, findAll } from './find.ts';
import type { IncludeTree } from './include.ts';
import { type AnyRow, own, type Relationship, type Resource } from './resource.ts';
import { resourceOf } from './resources.ts';

/** The rows of one document, each once. */
export interface Graph {
  /** By resource and id. */
  rows: Map<Resource, Map<unknown, AnyRow>>;
  /** Whom a row names by a relationship to many that was followed. */
  named: Map<AnyRow, Record<string, AnyRow[]>>;
}

/** Of one relationship in one document: all runs that are kept of the organizations on a page of the usual size. */
export const mostIncluded = 3000;

/**
 * Reads what is to be included: one statement for each relationship that is followed.
 *
 * @throws {ApiError} 400: a relationship brings more than `mostIncluded`.
 */
export async function readGraph(
  asking: Asking,
  fields: Fields,
  resource: Resource,
  rows: readonly AnyRow[],
  include: IncludeTree,
): Promise<Graph> {
  const graph: Graph = { rows: new Map(), named: new Map() };
  const primary = add(graph, resource, rows);
  await follow(asking, fields, resource, primary, include, graph);
  return graph;
}

/** The ids of those that a row names; undefined where they may be many, and nobody has asked for them. */
export function idsNamed({ named }: Graph, row: AnyRow, name: string, { many, key }: Relationship) {
  return many ? own(named.get(row) ?? {}, name)?.map(({ id }) => id) : [row[key]];
}

async function follow(
  asking: Asking,
  fields: Fields,
  resource: Resource,
  rows: readonly AnyRow[],
  tree: IncludeTree,
  graph: Graph,
): Promise<void> {
  if (rows.length === 0) return;
  for (const [name, branch] of Object.entries(tree)) {
    const relationship = resource.relationships[name] as Relationship;
    const other = resourceOf(relationship.type);
    const where = whereRelated(relationship, rows);
    const found = await findAll(asking, other, fields, where, mostIncluded + 1);
    if (found.length > mostIncluded)
      refuse('tooManyIncluded', texts.api.tooManyIncluded(name, mostIncluded), { parameter: 'include' });
    const others = add(graph, other, found);
    if (relationship.many) link(graph, rows, name, relationship, others);
    await follow(asking, fields, other, others, branch, graph);
  }
}

const whereRelated = ({ many, key }: Relationship, rows: readonly AnyRow[]) =>
  many
    ? { [key]: { in: rows.map(({ id }) => id) } }
    : { id: { in: [...new Set(rows.map((row) => row[key]))] } };

/** @returns the rows as the graph has them: the first of each wins. */
function add(graph: Graph, resource: Resource, rows: readonly AnyRow[]): AnyRow[] {
  const known = graph.rows.get(resource) ?? new Map<unknown, AnyRow>();
  graph.rows.set(resource, known);
  return rows.map((row) => {
    const one = known.get(row.id) ?? row;
    known.set(row.id, one);
    return one;
  });
}

function link(
  { named }: Graph,
  rows: readonly AnyRow[],
  name: string,
  { key }: Relationship,
  others: readonly AnyRow[],
): void {
  const byKey = new Map<unknown, AnyRow[]>(rows.map(({ id }) => [id, []]));
  for (const other of others) byKey.get(other[key])?.push(other);
  for (const row of rows) named.set(row, { ...named.get(row), [name]: byKey.get(row.id) ?? [] });
}
