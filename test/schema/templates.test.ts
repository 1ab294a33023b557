import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { firstMigration, onPostgres } from '../../scripts/template-migrations.ts';
import { writeProject } from '../../src/actions/write.ts';
import { planApp } from '../../src/generators/app.ts';
import { generateClient } from '../../src/schema/client.ts';
import { readMigrations } from '../../src/schema/migrations.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { postgresPrograms, startPostgres } from '../support/postgres.ts';
import { redisProgram, startRedis } from '../support/redis.ts';
import { templates } from '../support/schema-project.ts';

// When one of these fails: npx tsx scripts/template-migrations.ts
describe('the databases of the templates', () => {
  const read = (path: string) => readFile(join(templates, path), 'utf8');

  it('have the same models on SQLite and on PostgreSQL', async () => {
    const sqlite = await read('app/prisma/schema.prisma');
    expect(await read('database-postgresql/prisma/schema.prisma')).toBe(onPostgres(sqlite));
    expect(onPostgres(sqlite)).toContain('provider = "postgresql"');
  });

  it.each(['app', 'database-postgresql'])('of %s come from the first migration', async (template) => {
    const migration = await firstMigration(await read(`${template}/prisma/schema.prisma`));
    expect(await readMigrations(join(templates, template))).toEqual([migration]);
  });
});

describe.skipIf(!postgresPrograms)('a connector on PostgreSQL', () => {
  it('compiles, and passes all its tests, with its jobs in PostgreSQL and in Redis', {
    timeout: 300_000,
  }, async ({ onTestFinished }) => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    const redis = redisProgram ? await startRedis() : undefined;
    onTestFinished(() => redis?.stop());
    const folder = join(await mkdtemp(join(tmpdir(), 'on postgres ')), 'my project');
    onTestFinished(() => rm(join(folder, '..'), { recursive: true }));
    const answers = { name: folder, external: 'Acme', database: 'postgresql', packageManager: 'npm' };
    await writeProject(folder, await planApp(answers, { folder }));
    await linkPackages(folder);
    await generateClient(folder);

    await run(folder, 'typescript/bin/tsc', ['--noEmit']);
    const url = await postgres.freshDatabase();
    const more = { TEST_DATABASE_URL: url, ...(redis ? { TEST_REDIS_URL: redis.url } : {}) };
    await run(folder, 'vitest/vitest.mjs', ['run', '--testTimeout=60000'], more);
  });
});

async function run(folder: string, program: string, options: string[], more = {}): Promise<void> {
  const path = join(folder, 'node_modules', program);
  const env = { PATH: process.env.PATH, TMPDIR: tmpdir(), NO_COLOR: '1', ...more };
  await promisify(execFile)(process.execPath, [path, ...options], {
    cwd: folder,
    env,
    maxBuffer: 2 ** 26,
  }).catch((error) => {
    throw new Error(`${program} failed:\n${error.stdout}${error.stderr}`);
  });
}
