import { UserError } from '../user-error.ts';
import { type Engine, everything, openEngine } from './engine.ts';
import { noDatabase } from './no-database.ts';
import type { Provider } from './provider.ts';

/**
 * The SQL that turns a database made by the schema `from` into one made by the schema `to`; '' when there is none.
 * Both are texts of a schema.prisma (`from` null: an empty database); no database is asked.
 *
 * @throws {UserError} when a text is not a valid schema; the message is Prisma's, with line and reason.
 */
export async function diffSchemas(from: string | null, to: string, provider: Provider): Promise<string> {
  const engine = await openEngine(noDatabase(provider));
  const sql = await diff(engine, from === null ? { tag: 'empty' } : datamodel(from), datamodel(to));
  return provider === 'sqlite' ? quoteJsonDefaults(sql) : withoutPublicSchema(sql);
}

type Target = Parameters<Engine['diff']>[0]['from'];

/** Script of the difference between two targets of the engine; '' when they are equal. */
export async function diff(engine: Engine, from: Target, to: Target): Promise<string> {
  const { exitCode, stdout } = await engine
    .diff({ from, to, script: true, exitCode: true, filters: everything })
    .catch(explainInvalid);
  return exitCode === 0 ? '' : (stdout ?? '');
}

/** A schema's text as a target of the engine. */
export function datamodel(content: string): Target {
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] };
}

function explainInvalid(error: Error & { code?: string }): never {
  if (error.code !== 'P1012') throw error;
  throw new UserError(`prisma/schema.prisma is not valid: ${error.message.trim()}`, { cause: error });
}

// The engine writes `DEFAULT {}` for a Json column on SQLite, which is no SQL (prisma/orm issue 26571).
function quoteJsonDefaults(sql: string): string {
  return sql.replace(
    /^(.* JSONB(?: NOT NULL)? DEFAULT )(?!')(.+?)([,;]?)$/gm,
    (_, start: string, json: string, end: string) => `${start}'${json.replaceAll("'", "''")}'${end}`,
  );
}

// It is always there, and a role that may create tables in it need not be allowed to create schemas.
function withoutPublicSchema(sql: string): string {
  return sql.replace('-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n', '');
}
