import { diffSchemas } from '../schema/diff.ts';
import { MIGRATIONS, type Migration } from '../schema/migrations.ts';
import { UserError } from '../user-error.ts';

/** The migrations of a project, for PostgreSQL. */
export interface PostgresMigrations {
  migrations: Required<Migration>[];
  /** What a person should know, one sentence each. */
  notes: string[];
}

/** The text of a schema.prisma for PostgreSQL, made of one for SQLite. */
export function onPostgres(schema: string): string {
  return schema.replace(/^(datasource\s+\w+\s*\{[^}]*?^\s*provider\s*=\s*)"sqlite"/m, '$1"postgresql"');
}

/**
 * Writes the migrations of a project on SQLite for PostgreSQL: each again from the schemas before and after it, under
 * its name. One that kept no schema goes into the one behind it.
 *
 * @param schema text of the project's schema.prisma
 * @throws {UserError} when it has changed since the last migration.
 */
export async function toPostgres(
  migrations: readonly Migration[],
  schema: string,
): Promise<PostgresMigrations> {
  const known = withLast(migrations, schema);
  await refuseChanged(known, schema);
  const written: Required<Migration>[] = [];
  const notes: string[] = [];
  let before: string | null = null;
  for (const { name, sql, schema: after } of known) {
    const [old, next] = [before, onPostgres(after)] as const;
    written.push({ name, sql: await diffSchemas(old && onPostgres(old), next, 'postgresql'), schema: next });
    if (await isEdited(sql, old, after)) notes.push(editedNote(name));
    before = after;
  }
  const folded = migrations.filter(({ name }) => !known.some((one) => one.name === name));
  return { migrations: written, notes: [...notes, ...folded.map(({ name }) => foldedNote(name))] };
}

/** What the last one led to is known, even where it did not keep it: the schema as it is. */
function withLast(migrations: readonly Migration[], current: string): Required<Migration>[] {
  const last = migrations.at(-1);
  return migrations.flatMap((migration) => {
    const schema = migration.schema ?? (migration === last ? current : undefined);
    return schema === undefined ? [] : [{ ...migration, schema }];
  });
}

async function refuseChanged(migrations: readonly Required<Migration>[], schema: string): Promise<void> {
  const last = migrations.at(-1)?.schema ?? null;
  if ((await diffSchemas(last, schema, 'sqlite')) === '') return;
  throw new UserError(
    'prisma/schema.prisma has changed since the last migration: run "connector migrate --name X" first. Nothing was changed.',
  );
}

// Of one that somebody has written to, what stands in the schemas is all that is known.
async function isEdited(sql: string, before: string | null, after: string): Promise<boolean> {
  const own = await diffSchemas(before, after, 'sqlite');
  return statements(sql) !== statements(own);
}

function statements(sql: string): string {
  return sql
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/--.*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function editedNote(name: string): string {
  return `${MIGRATIONS}/${name}/migration.sql was edited by hand: what it does to rows is in the copy, and anything else has to be written for PostgreSQL by hand.`;
}

function foldedNote(name: string): string {
  return `${MIGRATIONS}/${name} has no schema.prisma.txt: what it does is in the migration behind it now.`;
}
