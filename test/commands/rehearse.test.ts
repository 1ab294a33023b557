import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { createClient } from '@libsql/client';
import { execa } from 'execa';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVault } from '../../templates/app/src/engine/vault.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../support/postgres.ts';
import { runTool, scaffoldForFile } from '../support/tool.ts';

const skip = postgresPrograms ? false : ' (skipped: no PostgreSQL programs on this machine)';
const patient = 60_000;

for (const { database, leftOut } of [
  { database: 'sqlite', leftOut: false },
  { database: 'postgresql', leftOut: skip },
] as const) {
  describe.skipIf(leftOut)(`what operators run on ${database}${leftOut || ''}`, { timeout: patient }, () => {
    let world: Awaited<ReturnType<typeof startWorld>>;
    beforeAll(async () => {
      world = await startWorld(database);
    }, patient);
    afterAll(() => world.close());

    test('npm run rehearse backs up, restores, migrates, decrypts and takes to a new key a copy, and leaves the original as it was', async () => {
      const { rows, rehearse, link, databases } = world;
      await link('first', 'the-token', 'the-secret');
      await link('second', 'another-token', null);
      const [tokens, others] = [await rows(TOKENS), await databases()];

      const { exitCode, stdout, stderr } = await rehearse();
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout.split('\n')).toEqual([
        expect.stringMatching(/^backed up {2}\d+ rows in \d+ tables, \d+\.\d MB$/),
        expect.stringMatching(/^restored {3}into .+/),
        'counted    as many rows in each table as there were',
        'migrated   nothing to do',
        'decrypted  3 secrets of linked accounts',
        'rotated    they are all the same, read with a new key alone',
        'removed    the copy and what else was made on the way',
      ]);
      expect(await rows(TOKENS)).toEqual(tokens);
      expect(await databases()).toEqual(others);
      expect(await world.temporary()).toEqual([]);
    });

    test('it tells whose secret cannot be read any more, and leaves nothing behind', async () => {
      const { rehearse, databases } = world;
      const before = await databases();
      const { exitCode, stdout, stderr } = await rehearse({ ENCRYPTION_KEYS: `2:${'A'.repeat(43)}=` });
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr:
          'failed     oauthToken of organization 1 cannot be read: the text was encrypted under the key "1", which is not configured',
      });
      expect(stdout).toContain('\nmigrated   nothing to do');
      expect(await databases()).toEqual(before);
      expect(await world.temporary()).toEqual([]);
    });

    test('it takes a backup that is there, and says so when that is none', async () => {
      const { folder, rehearse, databases, backup } = world;
      const before = await databases();
      const good = await rehearse({}, await backup());
      expect(good).toMatchObject({ exitCode: 0, stderr: '' });
      expect(good.stdout).toMatch(/^took {7}.+\nrestored .+\ncounted {4}\d+ rows in \d+ tables\n/);

      await writeFile(
        join(folder, 'data.none'),
        'no backup at all, and long enough to be looked at'.repeat(20),
      );
      const bad = await rehearse({}, 'data.none');
      expect(bad).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(/^failed {5}.*(not|archive)/s),
      });
      expect(await databases()).toEqual(before);
      expect(await world.temporary()).toEqual([]);
    });

    test('npm run migrate may be started by several instances at once: one migrates, and all are content', async () => {
      const { folder, freshUrl } = world;
      const env = { DATABASE_URL: await freshUrl() };
      const migrate = () => runTool('connector', ['migrate', '--json'], { cwd: folder, env });
      const results = await Promise.all([migrate(), migrate(), migrate()]);
      expect(results.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
        results.map(() => ({ exitCode: 0, stderr: '' })),
      );
      expect(results.flatMap(({ stdout }) => JSON.parse(stdout).applied)).toEqual(['0001_init']);
    });
  });
}

const TOKENS = 'SELECT id, oauth_token, credentials FROM organizations ORDER BY id';

/** A project that is installed and migrated, and what there is to ask of its database. */
async function startWorld(database: 'sqlite' | 'postgresql') {
  const { folder, remove } = await scaffoldForFile(['--database', database]);
  await linkPackages(folder);
  const own = database === 'sqlite' ? onSqlite(folder) : await onPostgres();
  const path = `${postgresPrograms ?? ''}:${process.env.PATH}`;
  const temporary = join(folder, 'data.temporary');
  await writeFile(join(folder, '.env'), await settings(folder, own.url));
  await mkdir(temporary);
  const { exitCode, stderr } = await runTool('connector', ['install'], { cwd: folder });
  if (exitCode !== 0) throw new Error(stderr);
  const { ENCRYPTION_KEYS = '' } = parseEnv(await readFile(join(folder, '.env'), 'utf8'));
  const [id = '', key = ''] = ENCRYPTION_KEYS.split(':');
  const vault = createVault([{ id, key }]);
  const encrypted = (text: string | null) => (text === null ? 'NULL' : `'${vault.encrypt(text)}'`);

  return {
    folder,
    ...own,
    link: (uid: string, token: string, credentials: string | null) =>
      own.rows(
        `INSERT INTO organizations (uid, tenant, name, oauth_uid, oauth_token, credentials, updated_at)
         VALUES ('${uid}', 'sandbox', 'Fern', '${uid}', ${encrypted(token)}, ${encrypted(credentials)}, CURRENT_TIMESTAMP)`,
      ),
    /** What is left of temporary files. */
    temporary: async () => (await readdir(temporary)).filter((name) => name.startsWith('rehearsal-')),
    backup: () => own.backUp(join(folder, 'data.backup'), path),
    rehearse: (env: Record<string, string> = {}, ...parameters: string[]) =>
      execa(process.execPath, ['--import', 'tsx', 'deploy/rehearse.ts', ...parameters], {
        cwd: folder,
        env: { PATH: path, TMPDIR: temporary, ...env },
        reject: false,
      }),
    close: async () => {
      await own.close();
      await remove();
    },
  };
}

async function settings(folder: string, url: string): Promise<string> {
  const text = await readFile(join(folder, '.env'), 'utf8');
  return text.replace(/^DATABASE_URL=.*$/m, `DATABASE_URL=${url}`);
}

function onSqlite(folder: string) {
  const url = 'file:./data/development.db';
  const rows = async (sql: string) => {
    const client = createClient({ url: `file:${join(folder, 'data/development.db')}` });
    try {
      return (await client.execute(sql)).rows.map((row) => Object.values(row));
    } finally {
      client.close();
    }
  };
  return {
    url,
    freshUrl: async () => `file:${join(folder, 'fresh.db')}`,
    rows,
    databases: async () => (await readdir(join(folder, 'data'))).filter((name) => !/-(shm|wal)$/.test(name)),
    backUp: async (path: string) => {
      await rows(`VACUUM INTO '${path}'`);
      return path;
    },
    close: async () => {},
  };
}

async function onPostgres() {
  const postgres: Postgres = await startPostgres();
  const url = await postgres.freshDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  const rows = async (sql: string) =>
    (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[][];
  return {
    url,
    freshUrl: () => postgres.freshDatabase(),
    rows,
    databases: () => rows('SELECT datname FROM pg_database ORDER BY 1'),
    backUp: async (path: string, programs: string) => {
      await execa('pg_dump', ['--format=custom', `--file=${path}`, url], { env: { PATH: programs } });
      return path;
    },
    close: async () => {
      await client.end();
      await postgres.stop();
    },
  };
}
