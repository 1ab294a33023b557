import { UserError } from '../user-error.ts';
import { type Compared, compareTable } from './compare-table.ts';
import { copyTable } from './copy-table.ts';
import { foreignKeys, putBack, takeAway } from './foreign-keys.ts';
import { inOrder } from './order.ts';
import { PROGRESS, type Progress, readProgress, writeProgress } from './progress.ts';
import { setSequences } from './sequences.ts';
import { quoted, type Source } from './source.ts';
import { type Table, tablesOnBothSides } from './tables.ts';
import type { Talk } from './talk.ts';
import type { Target } from './target.ts';

/** The two databases of a copy. */
export interface Sides {
  source: Source;
  target: Target;
}

/**
 * Copies every row of the SQLite file into the tables of the PostgreSQL database, and compares each afterwards. What
 * an earlier copy that was cut off has brought is not copied again, unless the file has changed since.
 *
 * @returns the tables, in the order in which they were copied.
 * @throws {UserError} when another copy is under way, a row cannot be copied, or something is different afterwards.
 */
export async function copyRows(sides: Sides, talk: Talk): Promise<Compared[]> {
  const { source, target } = sides;
  await beAlone(target);
  const tables = await tablesOnBothSides(source, target);
  const { progress, order } = await begin(sides, tables);
  const copied: Compared[] = [];
  for (const table of order) copied.push(await copyAndCompare(sides, table, progress, talk));
  if (source.wasWrittenTo()) throw writtenTo(source);
  await finish(sides, progress);
  return copied;
}

// Any number that nobody else takes: Prisma's migrations have one of their own.
const LOCK_KEY = 72707370;

async function beAlone(target: Target): Promise<void> {
  const [[alone] = []] = await target.rows<boolean[]>(`SELECT pg_try_advisory_lock(${LOCK_KEY})`);
  if (!alone) throw new UserError('Another copy to this database is under way: wait for it, or end it.');
}

async function begin(
  { source, target }: Sides,
  tables: readonly Table[],
): Promise<{ progress: Progress; order: Table[] }> {
  const names = tables.map(({ name }) => name);
  const before = await readProgress(target);
  const keys = [...(await foreignKeys(target)), ...(before?.away ?? [])];
  const order = inOrder(names, keys);
  const { path, fingerprint } = source;
  const isSame = before?.path === path && before.fingerprint === fingerprint;
  const progress: Progress = isSame
    ? { ...before, finished: false }
    : { path, fingerprint, reached: {}, away: before?.away ?? [], finished: false };
  await target.rows('SET synchronous_commit = off');
  await target.together(async () => {
    if (before && !isSame) await removeAll(target);
    progress.away.push(...(await takeAway(target, await foreignKeys(target), order)));
    await writeProgress(target, progress);
  });
  return { progress, order: order.flatMap((name) => tables.filter((table) => table.name === name)) };
}

// Every table was empty when the first copy began: what is in them came with it.
async function removeAll(target: Target): Promise<void> {
  const names = (await target.rows<string[]>(TABLES)).map(([name]) => quoted(name as string));
  if (names.length > 0) await target.rows(`TRUNCATE ${names.join(', ')}`);
}

const TABLES = `
  SELECT tablename FROM pg_tables
  WHERE schemaname = current_schema() AND tablename NOT IN ('_prisma_migrations', '${PROGRESS}')`;

async function copyAndCompare(
  sides: Sides,
  table: Table,
  { reached }: Progress,
  talk: Talk,
): Promise<Compared> {
  const after = BigInt(reached[table.name] ?? BEFORE_ALL);
  const work = async (say: (text: string) => void) => {
    await copyTable(sides, table, after, (rows) => say(`${counted(rows)} copied`));
    return await compareTable(sides, table, (rows) => say(`${counted(rows)} compared`));
  };
  return await talk.step('copy', table.name, work, ({ rows }) => `${counted(rows)}, the same on both sides`);
}

// A row number of SQLite may be negative.
const BEFORE_ALL = -(2n ** 63n);

/** How many, for people. */
export function counted(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
}

function writtenTo({ path }: Source): UserError {
  return new UserError(
    `Something has written to ${path} meanwhile: stop every process of the connector, and run the command again. The project is as it was.`,
  );
}

async function finish({ source, target }: Sides, progress: Progress): Promise<void> {
  await setSequences(source, target);
  await target.together(async () => {
    await putBack(target, progress.away);
    await writeProgress(target, { ...progress, away: [], finished: true });
  });
  await target.rows('ANALYZE');
}
