import { type Database, isPostgres, Prisma } from './database.ts';

export type Kind = 'integer' | 'text' | 'boolean' | 'timestamp';

/** How each database takes and gives many rows as one JSON text. */
export interface Dialect {
  /** All rows as one JSON text: a list of lists of these columns. */
  list(names: string): string;
  /** Before and after a parameter that is a JSON list of texts: a query of them. */
  elements: readonly [string, string];
  /** A table, with the column `value`, of a JSON list of lists. */
  items(json: string): Prisma.Sql;
  /** One value of a row of it. */
  item(index: number, kind: Kind): string;
  /** A value that is the same for all rows. */
  scalar(kind: Kind, value: unknown): Prisma.Sql;
  /** Whether that is the owner of the organization's lease. */
  held(organizationId: number | undefined, owner: string): Prisma.Sql;
}

export const dialect = (database: Database): Dialect => (isPostgres(database) ? postgres : sqlite);

const sqlite: Dialect = {
  list: (names) => `json_group_array(json_array(${names}))`,
  elements: ['SELECT value FROM json_each(', ')'],
  items: (json) => Prisma.sql`json_each(${json}) AS items`,
  item: (index) => `items.value->>${index}`,
  scalar: (_kind, value) => Prisma.sql`${value}`,
  held: (organizationId, owner) => Prisma.sql`EXISTS (${lease(organizationId, owner)})`,
};

const postgres: Dialect = {
  list: (names) => `json_agg(json_build_array(${names}))::text`,
  elements: ['SELECT json_array_elements_text(', '::json)'],
  items: (json) => Prisma.sql`json_array_elements(${json}::json) AS items(value)`,
  item: (index, kind) => `(items.value->>${index})${cast(kind)}`,
  scalar: (kind, value) => Prisma.sql`${value}${Prisma.raw(`::${kind}`)}`,
  // Whoever takes the lease away waits for this statement, and this one for them.
  held: (organizationId, owner) => Prisma.sql`EXISTS (${lease(organizationId, owner)} FOR SHARE)`,
};

const cast = (kind: Kind) => (kind === 'text' ? '' : `::${kind}`);

const lease = (organizationId: number | undefined, owner: string) =>
  Prisma.sql`SELECT 1 FROM organizations WHERE organizations.id = ${organizationId} AND organizations.lease_owner = ${owner}`;
