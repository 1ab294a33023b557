import { UserError } from '../user-error.ts';
import { type Adapter, type AdapterFactory, factoryOf, requireFrom, statement } from './adapter.ts';
import { type Connection, PATIENCE, stillMigrating } from './connection.ts';
import { noAddress } from './database-url.ts';

// The key under which Prisma's own `migrate deploy` locks: both keep each other out.
const LOCK_KEY = 72707369;

interface Pool {
  query(query: string | object): Promise<{ fields?: { dataTypeID: number }[] }>;
  end(): Promise<void>;
}

/**
 * Opens the PostgreSQL database at `url` with the driver of the project in `folder`; `create` makes a missing one.
 *
 * @throws {UserError} when `url` is none, or the database does not answer.
 */
export async function openPostgres(folder: string, url: string, create: boolean): Promise<Connection> {
  refuseNoAddress(url);
  const require = requireFrom(folder, '@prisma/adapter-pg');
  const pool = await connect(require, url, create);
  const { PrismaPg } = require('@prisma/adapter-pg');
  const factory: AdapterFactory = new PrismaPg(pool);
  const adapter = wholeScripts(await factory.connect());
  return {
    provider: 'postgresql',
    query: async (sql) => (await adapter.queryRaw(statement(sql))).rows,
    lock: () => lock(pool),
    adapterFactory: factoryOf(require, factory, adapter),
    close: () => pool.end(),
  };
}

const ADDRESS =
  'postgresql://USER:PASSWORD@HOST:5432/NAME, with characters other than letters and digits percent-encoded in USER, PASSWORD and NAME ("/" is %2F, "@" is %40)';

/** @throws {UserError} when `url` cannot be read as the address of a database. */
export function refuseNoAddress(url: string): void {
  if (!isAddress(url)) throw noAddress(ADDRESS);
}

function isAddress(url: string): boolean {
  try {
    return databaseName(url) !== undefined;
  } catch {
    return false;
  }
}

async function connect(require: NodeJS.Require, url: string, create: boolean): Promise<Pool> {
  const pool = newPool(require, url);
  try {
    await pool.query('SELECT 1');
    return pool;
  } catch (error) {
    await pool.end();
    if (!create || (error as { code?: string }).code !== '3D000') throw unreachable(url, error as Error);
    await createDatabase(require, url);
    return await connect(require, url, false);
  }
}

// One connection: the lock belongs to a session.
function newPool(require: NodeJS.Require, connectionString: string): Pool {
  const { Pool } = require('pg');
  const pool = new Pool({ connectionString, max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: 10_000 });
  return describingChars(pool);
}

async function createDatabase(require: NodeJS.Require, url: string): Promise<void> {
  const name = databaseName(url);
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const pool = newPool(require, maintenance.href);
  try {
    await pool.query(`CREATE DATABASE "${name.replaceAll('"', '""')}"`);
  } catch (error) {
    if (ALREADY_THERE.includes((error as { code?: string }).code ?? '')) return;
    throw new UserError(
      `The database "${name}" does not exist, and this user may not create it (${(error as Error).message}): create it, and try again.`,
      { cause: error },
    );
  } finally {
    await pool.end();
  }
}

// Another process created it a moment ago: duplicate_database, or unique_violation in the catalogue.
const ALREADY_THERE = ['42P04', '23505'];

/** What to say of a server that does not answer, or does not let us in. */
export function unreachable(url: string, error: Error & { code?: string }): UserError {
  const { hostname, port } = new URL(url);
  const reason = error.message || error.code;
  return new UserError(
    `PostgreSQL at ${hostname}:${port || 5432} cannot be used (${reason}): check DATABASE_URL, and that the server runs.`,
    { cause: error },
  );
}

function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

async function lock(pool: Pool): Promise<void> {
  await pool.query(`SET lock_timeout = ${PATIENCE}`);
  try {
    await pool.query(`SELECT pg_advisory_lock(${LOCK_KEY})`);
  } catch (error) {
    throw (error as { code?: string }).code === '55P03' ? stillMigrating() : error;
  }
  await pool.query('RESET lock_timeout');
}

// The adapter cuts a script at every semicolon, also in strings and functions. As one statement the server
// reads it itself, and takes all of it back when a part fails.
function wholeScripts(adapter: Adapter): Adapter {
  adapter.executeScript = async (script) => {
    await adapter.executeRaw(statement(script));
  };
  return adapter;
}

// The catalogue has columns of type "char", which the adapter does not know: they are shown to it as char(n).
function describingChars(pool: Pool): Pool {
  const query = pool.query.bind(pool);
  pool.query = async (text) => {
    const result = await query(text);
    for (const field of result.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 1042;
    return result;
  };
  return pool;
}
