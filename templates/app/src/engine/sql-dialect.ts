import { type Database, isPostgres } from './database.ts';

export type Kind = 'integer' | 'text' | 'boolean' | 'timestamp';

/** How each database takes and gives many rows as one JSON text. */
export interface Dialect {
  /** All rows as one JSON text: a list of lists of these columns. */
  list(names: string): string;
  /** Before and after a parameter that is a JSON list of texts: a query of them. */
  elements: readonly [string, string];
  /** The same for a list of lists: a table with the column `value`. */
  items: readonly [string, string];
  /** One value of it. */
  item(index: number, kind: Kind): string;
  /** Around the id of an organization and the owner of a lease: whether that is the organization's. */
  held: readonly [string, string, string];
}

const lease = [
  'EXISTS (SELECT 1 FROM organizations WHERE organizations.id = ',
  ' AND organizations.lease_owner = ',
] as const;

export const dialect = (database: Database): Dialect => (isPostgres(database) ? postgres : sqlite);

const sqlite: Dialect = {
  list: (names) => `json_group_array(json_array(${names}))`,
  elements: ['SELECT value FROM json_each(', ')'],
  items: ['json_each(', ') AS items'],
  item: (index) => `items.value->>${index}`,
  held: [...lease, ')'],
};

const postgres: Dialect = {
  list: (names) => `json_agg(json_build_array(${names}))::text`,
  elements: ['SELECT json_array_elements_text(', '::json)'],
  items: ['json_array_elements(', '::json) AS items(value)'],
  item: (index, kind) => `(items.value->>${index})${kind === 'text' ? '' : `::${kind}`}`,
  // Whoever takes the lease away waits for this statement, and this one for them.
  held: [...lease, ' FOR SHARE)'],
};
