import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Adapter, type AdapterFactory, factoryOf, requireFrom, statement } from './adapter.ts';
import type { Connection } from './connection.ts';
import { noAddress } from './database-url.ts';
import { controlsTransactions } from './script.ts';
import { lockFile } from './sqlite-lock.ts';

// How long a statement waits for the running connector to finish its own, in milliseconds.
const BUSY_TIMEOUT = 10_000;

/** Opens the SQLite file at `url`, relative to `folder`; a missing folder or file is created. */
export async function openSqlite(folder: string, url: string): Promise<Connection> {
  const path = sqlitePath(folder, url);
  const require = requireFrom(folder, '@prisma/adapter-libsql');
  const { PrismaLibSql } = require('@prisma/adapter-libsql');
  await mkdir(dirname(path), { recursive: true });
  const factory: AdapterFactory = new PrismaLibSql({ url: pathToFileURL(path).href, timeout: BUSY_TIMEOUT });
  const connected = await factory.connect();
  // Kept in the file: readers do not wait for a writer, and a commit costs a tenth.
  await connected.executeScript('PRAGMA journal_mode = WAL');
  const adapter = plainQuotes(atomicScripts(connected));
  let unlock = async () => {};
  return {
    provider: 'sqlite',
    query: async (sql) => (await adapter.queryRaw(statement(sql))).rows,
    lock: async () => {
      unlock = await lockFile(`${path}.migrating`, require('@libsql/client').createClient);
    },
    adapterFactory: factoryOf(require, factory, adapter),
    close: async () => {
      await adapter.dispose();
      await unlock();
    },
  };
}

/**
 * The file that a SQLite URL means, as an absolute path.
 *
 * @throws {UserError} when it means none: "file://data/x.db" names a server called data.
 */
export function sqlitePath(folder: string, url: string): string {
  const [location = ''] = url.split('?');
  if (!location.startsWith('file://')) return resolve(folder, location.slice('file:'.length));
  try {
    return fileURLToPath(location);
  } catch {
    throw noAddress('file:./data/development.db, or file:///var/lib/connector.db for an absolute path');
  }
}

// To read a partial index the schema engine asks for the one with name = "…", which for libSQL is a column.
function plainQuotes(adapter: Adapter): Adapter {
  const query = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = ({ sql, ...rest }) =>
    query({ sql: sql.replace(/^(SELECT sql FROM sqlite_master .* name = )"(.*)"/, "$1'$2'"), ...rest });
  return adapter;
}

// libSQL takes a transaction back when its script fails. A script that switches foreign keys off
// means it for the transaction too, where SQLite would ignore it: so it is done before.
function atomicScripts(adapter: Adapter): Adapter {
  const execute = adapter.executeScript.bind(adapter);
  adapter.executeScript = async (script) => {
    if (controlsTransactions(script)) return await execute(script);
    const [off, on] = /PRAGMA foreign_keys\s*=\s*off/i.test(script)
      ? ['PRAGMA foreign_keys=OFF;', 'PRAGMA foreign_keys=ON;']
      : ['', ''];
    await execute(`${off}\nBEGIN IMMEDIATE;\n${script}\n;COMMIT;\n${on}`);
  };
  return adapter;
}
