import { UserError } from '../user-error.ts';
import { diffSchemas } from './diff.ts';
import { type Loss, lossesBetween } from './losses.ts';
import { MIGRATIONS, type Migration, readMigrations } from './migrations.ts';
import { providerOf, readSchema } from './provider.ts';

/** A migration that is not written yet, and what it would cost. */
export interface Draft {
  migration: Required<Migration>;
  losses: Loss[];
}

/**
 * The migration that leads from the project's last one to its schema.prisma; undefined when nothing changed.
 *
 * @param title what the change is, in a few words: 'add phone number'
 * @throws {UserError} when the title has no letters, the schema is not valid, or the last migration does not tell which schema it led to.
 */
export async function draftMigration(
  folder: string,
  title: string,
  now = new Date(),
): Promise<Draft | undefined> {
  const schema = await readSchema(folder);
  const last = (await readMigrations(folder)).at(-1);
  const from = last ? schemaOf(last) : null;
  const sql = await diffSchemas(from, schema, providerOf(schema));
  if (!sql) return undefined;

  const losses = from === null ? [] : lossesBetween(from, schema, sql);
  return { migration: { name: nameOf(title, now, last?.name), sql: warnings(losses) + sql, schema }, losses };
}

function schemaOf({ name, schema }: Migration): string {
  if (schema) return schema;
  const place = `${MIGRATIONS}/${name}/schema.prisma.txt`;
  throw new UserError(
    `${place} is missing (the migration was not written by "connector migrate"): save the schema.prisma that ${name} was made from there, for example with "git show REVISION:prisma/schema.prisma > ${place}", and try again.`,
  );
}

// Prisma's way of naming, so that its own migrations and ours sort among each other.
function nameOf(title: string, now: Date, last = ''): string {
  const slug = title
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.join('_');
  if (!slug)
    throw new UserError(
      `"${title}" is no name for a migration: use letters and digits, as in --name add_phone.`,
    );
  const name = `${now.toISOString().replace(/\D/g, '').slice(0, 14)}_${slug}`;
  return name > last ? name : nameOf(title, new Date(now.getTime() + 1000), last);
}

function warnings(losses: Loss[]): string {
  const lines = losses.map(({ message }) => `  - ${message}\n`);
  return lines.length > 0 ? `/*\n  Warnings:\n\n${lines.join('')}*/\n` : '';
}
