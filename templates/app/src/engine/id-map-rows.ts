import { type Database, Prisma } from './database.ts';
import { give } from './give-rows.ts';
import { type Column, columns, defaults, type IdMapRow } from './id-map-columns.ts';
import { dateOf, instantOf } from './instant.ts';
import { dialect, type Kind } from './sql-dialect.ts';

/*
 * Id maps pass in bulk as one JSON text in either direction: a page is one parameter, or one value. Binding and
 * reading some thirty columns of every row by themselves takes five times as long, and Prisma has no bulk upsert.
 */

const namesOf = (some: readonly Column[]) => some.map(([, column]) => column).join(', ');
/** The switches are a person's to set, and what names the row does not change. */
const fixed = ['id', 'organizationId', 'connecEntity', 'externalEntity', 'toConnec', 'toExternal'];

/** Some of the columns of the rows of one entity of one organization that have one of these ids. */
async function select(
  database: Database,
  { organizationId, connecEntity, externalEntity }: Scope,
  ids: Ids,
  some: readonly Column[],
): Promise<unknown[][]> {
  const { list, elements } = dialect(database);
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
      `SELECT ${list(namesOf(some))} AS rows FROM id_maps WHERE id IN (${first}`,
      ...others,
      `${elements[1]}))`,
    ],
    ids.flatMap(([, values]) => [organizationId, connecEntity, externalEntity, JSON.stringify(values)]),
  );
  const [row] = await database.$queryRaw<{ rows: string | null }[]>(query);
  return JSON.parse(row?.rows ?? '[]');
}

type Scope = Pick<IdMapRow, 'organizationId' | 'connecEntity' | 'externalEntity'>;
type Ids = readonly (readonly ['connec_id' | 'external_id', readonly string[]])[];

/** The rows of one entity of one organization that have one of these ids. */
export async function selectIdMaps(database: Database, scope: Scope, ids: Ids): Promise<IdMapRow[]> {
  return (await select(database, scope, ids, columns)).map(toRow);
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
export async function updateIdMaps(
  { database, owner }: Holder,
  rows: readonly IdMapRow[],
  now: Date,
): Promise<number> {
  const { item, items, held } = dialect(database);
  const said = columns.filter(
    ([key, , kind], i) => !fixed.includes(key) && rows.some((row) => isChanged(row, key, kind, i)),
  );
  if (said.length === 0) return rows.length;
  const { given, values } = give(database, rows, said, now, ({ id }) => [id]);
  const [at, ...others] = given;
  const sets = others.map((value, i) => Prisma.sql`, ${Prisma.raw(said[i]?.[1] ?? '')} = ${value}`);
  const saved = await database.$executeRaw(Prisma.sql`
    UPDATE id_maps SET updated_at = ${at}${Prisma.join(sets, '')} FROM ${items(JSON.stringify(values))}
    WHERE id_maps.id = ${Prisma.raw(item(0, 'integer'))} AND ${held(rows[0]?.organizationId, owner)}`);
  if (saved > 0) for (const row of rows) row.stored = storedOf(row);
  return saved;
}

const storedOf = (row: IdMapRow): unknown[] => columns.map(([key]) => row[key]);

function isChanged(row: IdMapRow, key: Column[0], kind: Kind, i: number): boolean {
  const before = row.stored?.[i];
  const now = row[key];
  if (before === undefined || before === null || now === null) return before !== now;
  if (kind === 'timestamp') return instantOf(before) !== instantOf(now);
  return kind === 'boolean' ? Boolean(before) !== now : before !== now;
}

/**
 * Saves new rows. What is as the table has it by default in all of them, most of it, need not be said.
 *
 * @returns how many rows were inserted.
 */
export function insertIdMaps(
  { database, owner }: Holder,
  rows: readonly IdMapRow[],
  now: Date,
): Promise<number> {
  const { items, held } = dialect(database);
  const said = columns.filter(([key]) => rows.some((row) => row[key] !== defaults[key]));
  const { given, values } = give(database, rows, said, now);
  const [at, ...others] = given;
  return database.$executeRaw(Prisma.sql`
    INSERT INTO id_maps (created_at, updated_at, ${Prisma.raw(namesOf(said))})
    SELECT ${at}, ${at}, ${Prisma.join(others)} FROM ${items(JSON.stringify(values))}
    WHERE ${held(rows[0]?.organizationId, owner)}`);
}

/**
 * Gives rows that were inserted their ids. Reading them once takes a quarter of what RETURNING them row by row does.
 */
export async function learnIds(database: Database, rows: readonly IdMapRow[]): Promise<void> {
  const byConnecId = new Map(rows.flatMap((row) => (row.connecId === null ? [] : [[row.connecId, row]])));
  const byExternalId = new Map(
    rows.flatMap((row) => (row.connecId !== null || row.externalId === null ? [] : [[row.externalId, row]])),
  );
  const keys = [
    ['connec_id', [...byConnecId.keys()]] as const,
    ['external_id', [...byExternalId.keys()]] as const,
  ];
  const ids = keys.filter(([, some]) => some.length > 0);
  for (const [id, connecId, externalId] of await select(database, rows[0] as IdMapRow, ids, naming)) {
    const row = byConnecId.get(connecId as string) ?? byExternalId.get(externalId as string);
    if (row) row.id = id as number;
  }
  for (const row of rows) row.stored = storedOf(row);
}

const naming = columns.filter(([key]) => ['id', 'connecId', 'externalId'].includes(key));
