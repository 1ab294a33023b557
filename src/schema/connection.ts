import { UserError } from '../user-error.ts';
import { openPostgres } from './postgresql.ts';
import type { Provider } from './provider.ts';
import { openSqlite } from './sqlite.ts';

/** A project's database, open. */
export interface Connection {
  provider: Provider;
  /** The rows that `sql` gives, as arrays of columns. */
  query(sql: string): Promise<unknown[][]>;
  /** Waits until no other process migrates this database, and keeps others out until the connection is closed. */
  lock(): Promise<void>;
  /** The adapter factory that a schema engine runs on. */
  adapterFactory: object;
  close(): Promise<void>;
}

/** How long a process waits for another one that migrates, in milliseconds. */
export const PATIENCE = 60_000;

/**
 * Opens the database of the project in `folder`. One that is not there is created, unless `create` is false.
 *
 * @param url DATABASE_URL: `file:./data/development.db` is relative to the project's folder
 * @throws {UserError} when the URL does not fit the provider, or the database does not answer.
 */
export async function openDatabase(
  folder: string,
  url: string,
  provider: Provider,
  create = true,
): Promise<Connection> {
  const { scheme, example, open } = DATABASES[provider];
  if (scheme.test(url)) return await open(folder, url, create);
  throw new UserError(
    `prisma/schema.prisma is for ${provider}, but DATABASE_URL begins with "${url.split(':')[0]}:". Write it as ${example}.`,
  );
}

/** What another process that does not finish leads to. */
export function stillMigrating(): UserError {
  return new UserError(
    `Another process has been migrating this database for ${PATIENCE / 1000} s. Wait for it, or end it, and try again.`,
  );
}

const DATABASES = {
  sqlite: { scheme: /^file:/, example: 'file:./data/development.db', open: openSqlite },
  postgresql: {
    scheme: /^postgres(ql)?:\/\//,
    example: 'postgresql://USER:PASSWORD@HOST:5432/NAME',
    open: openPostgres,
  },
};
