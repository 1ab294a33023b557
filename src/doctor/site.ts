import { existsSync } from 'node:fs';
import { setting } from '../dev/settings.ts';
import type { Ledger } from '../ledger.ts';
import type { Project } from '../project.ts';
import { type Connection, openDatabase } from '../schema/connection.ts';
import { readDatabaseUrl } from '../schema/database-url.ts';
import { providerOf, readSchema } from '../schema/provider.ts';
import { sqlitePath } from '../schema/sqlite.ts';
import { type Answer, reach } from './reach.ts';

/** The project as the checks see it. */
export interface Site {
  folder: string;
  ledger: Ledger;
  /** From the environment, else from .env; blank is as good as missing. */
  setting(name: string): string | undefined;
  production: boolean;
  /** Asks a server, once however many checks want to know. */
  reach(url: string, headers?: Record<string, string>): Promise<Answer>;
  /** Rows of the project's database; rejects when it cannot be opened or is not migrated. */
  rows(sql: string): Promise<unknown[][]>;
  close(): Promise<void>;
}

/** Looks at `project`. Close it in the end. */
export function openSite({ folder, ledger }: Project): Site {
  const answers = new Map<string, Promise<Answer>>();
  let connection: Promise<Connection> | undefined;
  return {
    folder,
    ledger,
    setting: (name) => setting(folder, name),
    production: setting(folder, 'NODE_ENV') === 'production',
    reach(url, headers) {
      const answer = answers.get(url) ?? reach(url, headers);
      answers.set(url, answer);
      return answer;
    },
    async rows(sql) {
      connection ??= connect(folder);
      return await (await connection).query(sql);
    },
    async close() {
      const open = await connection?.catch(() => undefined);
      await open?.close();
    },
  };
}

// Opening a SQLite file makes it: looking must not.
async function connect(folder: string): Promise<Connection> {
  const url = await readDatabaseUrl(folder);
  if (url.startsWith('file:') && !existsSync(sqlitePath(folder, url)))
    throw new Error('there is no database');
  return openDatabase(folder, url, providerOf(await readSchema(folder)), false);
}
