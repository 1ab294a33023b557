import { type Database, type IdMap, Prisma } from './database.ts';
import { dateOf, instantOf } from './instant.ts';
import { dialect, type Kind } from './sql-dialect.ts';

/*
 * Id maps pass in bulk as one JSON text in either direction: a page is one parameter, or one value. Binding and
 * reading some thirty columns of every row by themselves takes five times as long, and Prisma has no bulk upsert.
 */

/** A row as the engine works on it; `stored` is what the database is known to have of it, column by column. */
export type IdMapRow = Omit<IdMap, 'id' | 'createdAt' | 'updatedAt'> & {
  id?: number;
  stored?: readonly unknown[];
};

const columns: readonly (readonly [Exclude<keyof IdMapRow, 'stored'>, string, Kind])[] = [
  ['id', 'id', 'integer'],
  ['organizationId', 'organization_id', 'integer'],
  ['connecEntity', 'connec_entity', 'text'],
  ['connecId', 'connec_id', 'text'],
  ['externalEntity', 'external_entity', 'text'],
  ['externalId', 'external_id', 'text'],
  ['name', 'name', 'text'],
  ['toConnec', 'to_connec', 'boolean'],
  ['toExternal', 'to_external', 'boolean'],
  ['externalInactive', 'external_inactive', 'boolean'],
  ['lastPushToConnec', 'last_push_to_connec', 'timestamp'],
  ['lastPushToExternal', 'last_push_to_external', 'timestamp'],
  ['connecVersion', 'connec_version', 'timestamp'],
  ['externalVersion', 'external_version', 'timestamp'],
  ['connecHash', 'connec_hash', 'text'],
  ['externalHash', 'external_hash', 'text'],
  ['baseFields', 'base_fields', 'text'],
  ['createKey', 'create_key', 'text'],
  ['createStartedAt', 'create_started_at', 'timestamp'],
  ['writeBackPending', 'write_back_pending', 'boolean'],
  ['waitingFor', 'waiting_for', 'text'],
  ['failedTo', 'failed_to', 'text'],
  ['failures', 'failures', 'integer'],
  ['message', 'message', 'text'],
  ['dueAt', 'due_at', 'timestamp'],
  ['parkedAt', 'parked_at', 'timestamp'],
  ['decisions', 'decisions', 'text'],
  ['metadata', 'metadata', 'text'],
];

/** As in prisma/schema.prisma; null where it says nothing. */
const defaults: Partial<Record<keyof IdMapRow, unknown>> = {
  ...Object.fromEntries(columns.map(([key]) => [key, null])),
  id: undefined,
  toConnec: true,
  toExternal: true,
  externalInactive: false,
  writeBackPending: false,
  failures: 0,
  decisions: '[]',
  metadata: '{}',
};

const namesOf = (some: typeof columns) => some.map(([, column]) => column).join(', ');
/** The switches are a person's to set, and what names the row does not change. */
const fixed = ['id', 'organizationId', 'connecEntity', 'externalEntity', 'toConnec', 'toExternal'];

/** The rows of one entity of one organization that have one of these ids. */
export async function selectIdMaps(
  database: Database,
  scope: Pick<IdMapRow, 'organizationId' | 'connecEntity' | 'externalEntity'>,
  ids: readonly (readonly ['connec_id' | 'external_id', readonly string[]])[],
): Promise<IdMapRow[]> {
  const { list, elements } = dialect(database);
  const { organizationId, connecEntity, externalEntity } = scope;
  const texts = ids.flatMap(([column], i) => [
    `${i === 0 ? '' : `${elements[1]}) UNION `}SELECT id FROM id_maps WHERE organization_id = `,
    ' AND connec_entity = ',
    ' AND external_entity = ',
    ` AND ${column} IN (${elements[0]}`,
  ]);
  const [first, ...others] = texts;
  // Not by OR: SQLite would leave the indexes aside.
  const query = new Prisma.Sql(
    [
      `SELECT ${list(namesOf(columns))} AS rows FROM id_maps WHERE id IN (${first}`,
      ...others,
      `${elements[1]}))`,
    ],
    ids.flatMap(([, values]) => [organizationId, connecEntity, externalEntity, JSON.stringify(values)]),
  );
  const [row] = await database.$queryRaw<{ rows: string | null }[]>(query);
  return (JSON.parse(row?.rows ?? '[]') as unknown[][]).map(toRow);
}

function toRow(stored: readonly unknown[]): IdMapRow {
  const row: Record<string, unknown> = { stored };
  columns.forEach(([key, , kind], i) => {
    row[key] = fromJson(stored[i], kind);
  });
  return row as IdMapRow;
}

function fromJson(value: unknown, kind: Kind): unknown {
  if (value === null) return null;
  if (kind === 'timestamp') return dateOf(value);
  return kind === 'boolean' ? Boolean(value) : value;
}

/** Who saves: nothing is, unless this is the owner of the organization's lease. */
export type Holder = { database: Database; owner: string };

/**
 * Saves rows that are in the database: the columns in which one of them differs from what is known to be there.
 * @returns how many rows are as they should be.
 */
export async function updateIdMaps(holder: Holder, rows: readonly IdMapRow[], now: Date): Promise<number> {
  const { item, items, held } = dialect(holder.database);
  const said = columns.filter(
    ([key, , kind], i) => !fixed.includes(key) && rows.some((row) => isChanged(row, key, kind, i)),
  );
  if (said.length === 0) return rows.length;
  const at = textOf(now);
  const values = rows.map((row) => [row.id, at, ...said.map(([key]) => plain(row[key]))]);
  const sets = said.map(([, column, kind], i) => `, ${column} = ${item(i + 2, kind)}`).join('');
  const saved = await holder.database.$executeRaw(
    new Prisma.Sql(
      [
        `UPDATE id_maps SET updated_at = ${item(1, 'timestamp')}${sets} FROM ${items[0]}`,
        `${items[1]} WHERE id_maps.id = ${item(0, 'integer')} AND ${held[0]}`,
        held[1],
        held[2],
      ],
      [JSON.stringify(values), rows[0]?.organizationId, holder.owner],
    ),
  );
  if (saved > 0) for (const row of rows) row.stored = columns.map(([key]) => row[key]);
  return saved;
}

function isChanged(row: IdMapRow, key: (typeof columns)[number][0], kind: Kind, i: number): boolean {
  const before = row.stored?.[i];
  const now = row[key];
  if (before === undefined || before === null || now === null) return before !== now;
  if (kind === 'timestamp') return instantOf(before) !== instantOf(now);
  return kind === 'boolean' ? Boolean(before) !== now : before !== now;
}

/** @returns how many rows were inserted. */
export function insertIdMaps(holder: Holder, rows: readonly IdMapRow[], now: Date): Promise<number> {
  return holder.database.$executeRaw(insert(holder, rows, now, ''));
}

export interface InsertedRow {
  id: number;
  connec_id: string | null;
  external_id: string | null;
}

/** The same, where the ids are needed: they come in any order. */
export async function insertIdMapsForIds(
  holder: Holder,
  rows: readonly IdMapRow[],
  now: Date,
): Promise<InsertedRow[]> {
  const inserted = await holder.database.$queryRaw<InsertedRow[]>(
    insert(holder, rows, now, 'RETURNING id, connec_id, external_id'),
  );
  for (const row of rows) row.stored = columns.map(([key]) => row[key]);
  return inserted;
}

/** What is as the table has it by default in all rows, most of it, need not be said. */
function insert(holder: Holder, rows: readonly IdMapRow[], now: Date, after: string): Prisma.Sql {
  const { item, items, held } = dialect(holder.database);
  const said = columns.filter(([key]) => rows.some((row) => row[key] !== defaults[key]));
  const at = textOf(now);
  const values = rows.map((row) => [at, ...said.map(([key]) => plain(row[key]))]);
  const list = said.map(([, , kind], i) => item(i + 1, kind)).join(', ');
  const time = item(0, 'timestamp');
  const names = `created_at, updated_at, ${namesOf(said)}`;
  return new Prisma.Sql(
    [
      `INSERT INTO id_maps (${names}) SELECT ${time}, ${time}, ${list} FROM ${items[0]}`,
      `${items[1]} WHERE ${held[0]}`,
      held[1],
      `${held[2]} ${after}`,
    ],
    [JSON.stringify(values), rows[0]?.organizationId, holder.owner],
  );
}

const plain = (value: unknown) => (value instanceof Date ? textOf(value) : value);

/** As Prisma writes an instant into SQLite: it is compared as text there. */
const textOf = (date: Date) => date.toISOString().replace('Z', '+00:00');
