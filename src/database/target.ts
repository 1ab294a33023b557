import { requireFrom } from '../schema/adapter.ts';
import { refuseNoAddress, unreachable } from '../schema/postgresql.ts';
import { UserError } from '../user-error.ts';

/** One connection to the PostgreSQL database that rows are copied to. */
export interface Target {
  /** The rows of a statement, as lists of columns. */
  rows<Row extends unknown[] = (string | null)[]>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Statements that are carried out together, or not at all. */
  together(statements: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** What we use of a client of pg. */
interface Client {
  connect(): Promise<void>;
  query(query: {
    text: string;
    values?: readonly unknown[];
    rowMode: 'array';
  }): Promise<{ rows: unknown[][] }>;
  on(event: 'error', listener: (error: Error) => void): void;
  end(): Promise<void>;
}

/**
 * Connects to the database at `url`, with the driver that is installed in `folder`; undefined when there is a server,
 * and no database of that name yet.
 *
 * @throws {UserError} when `url` is no address, or the server does not answer.
 */
export async function openTarget(folder: string, url: string): Promise<Target | undefined> {
  refuseNoAddress(url);
  const { Client } = requireFrom(folder, '@prisma/adapter-pg')('pg');
  const client: Client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that is lost between two statements is told by the second one.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    if ((error as { code?: string }).code === NO_DATABASE) return undefined;
    throw unreachable(url, error as Error);
  }
  return targetOf(client);
}

const NO_DATABASE = '3D000';

function targetOf(client: Client): Target {
  const rows: Target['rows'] = async <Row extends unknown[]>(
    text: string,
    values: readonly unknown[] = [],
  ) => {
    const result = await client.query({ text, values, rowMode: 'array' }).catch(explainLoss);
    return result.rows as Row[];
  };
  return {
    rows,
    async together(statements) {
      await rows('BEGIN');
      try {
        await statements();
        await rows('COMMIT');
      } catch (error) {
        await rows('ROLLBACK').catch(() => {});
        throw error;
      }
    },
    close: () => client.end().catch(() => {}),
  };
}

// What the server itself says comes with a code: of a server that was shut down, with one of class 57.
function explainLoss(error: Error & { code?: string }): never {
  if (error.code?.match(/^(?!57P)[0-9A-Z]{5}$/)) throw error;
  throw new UserError(
    `The connection to PostgreSQL was lost (${error.message}): see that the server runs, and run the command again. It goes on where it was.`,
    { cause: error },
  );
}

/** The address of a database as it may be shown: without its password. */
export function shownUrl(url: string): string {
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username ? `${username}@` : ''}${host}${pathname}`;
}
