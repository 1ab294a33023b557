import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planApp } from '../../src/generators/app.ts';
import { diffSchemas } from '../../src/schema/diff.ts';
import { readMigrations } from '../../src/schema/migrations.ts';
import type { Provider } from '../../src/schema/provider.ts';
import { isMerged } from '../../src/upgrade/base.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { remark } from '../support/mark.ts';
import { type Changes, commitAll, firstProject, nextVersion, replace } from '../support/next-version.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../support/postgres.ts';
import { templates } from '../support/schema-project.ts';
import { runTool } from '../support/tool.ts';

const minutes = 60_000;

/** Of JSON, by place: what the next version writes there, and what a person wrote before. */
const JSON_TEXTS: Record<string, { next: [string, string]; mine: [string, string] }> = {
  'package.json': {
    next: ['"lint": "biome check",', '"lint": "biome check",\n    "next": "node --version",'],
    mine: ['"dev": ', '"mine": "node --version",\n    "dev": '],
  },
  'tsconfig.json': {
    next: ['"strict": true,', '"strict": true,\n    "alwaysStrict": true,'],
    mine: ['"noEmit": true\n', '"noEmit": true,\n    "newLine": "lf"\n'],
  },
  'biome.json': {
    next: ['"vcs": {', '"root": true,\n  "vcs": {'],
    mine: [
      '"useNodejsImportProtocol": "error" }',
      '"useNodejsImportProtocol": "error", "useTemplate": "info" }',
    ],
  },
};

/**
 * Every file of a project is edited by its owner at its end, and changed by the next version at its beginning; both
 * have a migration. Afterwards it is migrated, and is right by its types and its own tests.
 */
describe.each<[Provider, boolean]>([
  ['sqlite', true],
  ['postgresql', postgresPrograms !== undefined],
])('a project of the first version on %s, edited in every place', (provider, isThere) => {
  const skipped = describe.skipIf(!isThere);
  skipped('and upgraded', { timeout: 10 * minutes }, () => {
    let home: string;
    let folder: string;
    let tool: string;
    let postgres: Postgres | undefined;
    let places: string[];
    let env: Record<string, string> = {};
    const connector = (words: string[], by?: string) =>
      runTool('connector', words, { cwd: folder, env, ...(by ? { tool: by } : {}) });
    const read = (path: string) => readFile(join(folder, path), 'utf8');

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'create-connector-'));
      if (provider === 'postgresql') {
        postgres = await startPostgres();
        const url = await postgres.freshDatabase();
        env = { DATABASE_URL: url, TEST_DATABASE_URL: url };
      }
      [tool, folder] = await Promise.all([
        nextVersion(home, await everywhere()),
        firstProject(home, ['--database', provider]),
      ]);
      await linkPackages(folder);
      places = await editEverything(folder, provider);
      await succeed(connector(['migrate', '--name', 'add notes']));
      await commitAll(folder);
      await succeed(connector(['upgrade'], tool));
    }, 4 * minutes);

    afterAll(async () => {
      await postgres?.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
    }, minutes);

    test('has what its owner wrote and what the next version brought, in every file, and no conflict', async () => {
      expect(places.length).toBeGreaterThan(120);
      for (const path of places) {
        const text = await read(path);
        const { mine, next } = JSON_TEXTS[path] ?? {
          mine: ['', remark(path, 'mine') ?? ''],
          next: ['', remark(path, 'next') ?? ''],
        };
        for (const part of [mine[1], next[1]].flatMap((part) => part.replace(/,$/, '').split(/,?\n\s*/)))
          expect(text, path).toContain(part);
        expect(text, path).not.toContain('<<<<<<<');
      }
    });

    test('has the migration of the next version behind its own, and nothing is left to migrate', async () => {
      await succeed(connector(['migrate'], tool));
      const names = (await readMigrations(folder)).map(({ name }) => name.replace(/^\d+_/, ''));
      expect(names).toEqual(['init', 'add_notes', 'add_motto']);
      const status = await succeed(connector(['migrate', '--status', '--json'], tool));
      expect(JSON.parse(status.stdout).migrations.map(({ state }: { state: string }) => state)).toEqual([
        'applied',
        'applied',
        'applied',
      ]);
      const again = await succeed(connector(['migrate', '--name', 'nothing', '--json'], tool));
      expect((await readMigrations(folder)).length, again.stdout).toBe(3);
    });

    // On PostgreSQL the same files, but for a few: test/schema/templates.test.ts compiles and tests those.
    test.runIf(provider === 'sqlite')('is typed, in good style, and passes its tests', async () => {
      await succeed(connector(['client'], tool));
      await program('tsc');
      await program('biome', 'check');
      await program('vitest', 'run', '--reporter=dot', 'test/app/service.test.ts', 'test/entities');
    });

    async function program(name: string, ...parameters: string[]): Promise<void> {
      const { all, exitCode } = await execa(join(folder, 'node_modules/.bin', name), parameters, {
        cwd: folder,
        env,
        reject: false,
        all: true,
      });
      expect(exitCode, stripVTControlCharacters(all ?? '').slice(-5000)).toBe(0);
    }
  });
});

/** The next version says so at the beginning of every file of its templates, and has one column more. */
async function everywhere(): Promise<Changes> {
  const added: Record<string, string> = {};
  const texts: [string, string, string][] = Object.entries(JSON_TEXTS).map(([path, { next }]) => [
    `app/${path}${path === 'tsconfig.json' ? '' : '.tpl'}`,
    ...next,
  ]);
  for (const [template, provider] of [
    ['app', 'sqlite'],
    ['database-postgresql', 'postgresql'],
  ] as const) {
    for (const path of await templateFiles(template)) {
      const line = remark(path, 'next');
      if (line)
        added[`${template}/${path}`] = line + (await readFile(join(templates, template, path), 'utf8'));
    }
    const before = await readFile(join(templates, template, SCHEMA), 'utf8');
    const after = withMotto(added[`${template}/${SCHEMA}`] ?? '');
    added[`${template}/${SCHEMA}`] = after;
    added[`${template}/prisma/migrations/0002_add_motto/migration.sql`] = await diffSchemas(
      before,
      after,
      provider,
    );
    added[`${template}/prisma/migrations/0002_add_motto/schema.prisma.txt`] = after;
  }
  return { texts, added };
}

const SCHEMA = 'prisma/schema.prisma';

function withMotto(schema: string): string {
  return schema.replace(/^ {2}syncEnabled .*$/m, (line) => `${line}\n  motto String?`);
}

async function templateFiles(template: string): Promise<string[]> {
  const { stdout } = await execa('git', ['ls-files', '--cached', '--others', '--exclude-standard', '.'], {
    cwd: join(templates, template),
  });
  const secret = ['_env.tpl', 'prisma/migrations/migration_lock.toml'];
  return stdout
    .split('\n')
    .filter((path) => !secret.includes(path) && !path.startsWith('prisma/migrations/0'));
}

/** What an owner may do: a line at the end of each file, a model of their own, and settings in what is JSON. */
async function editEverything(folder: string, database: Provider): Promise<string[]> {
  const planned = await planApp({ name: folder, external: 'Acme', database, packageManager: 'npm' });
  const paths = [...planned.keys()].filter((path) => isMerged(path) && !path.endsWith('migration_lock.toml'));
  const commented = paths.filter((path) => remark(path, 'mine') !== undefined);
  for (const path of commented) await appendFile(join(folder, path), remark(path, 'mine') ?? '');
  for (const [path, { mine }] of Object.entries(JSON_TEXTS)) await replace(join(folder, path), ...mine);
  await appendFile(
    join(folder, SCHEMA),
    '\nmodel Note {\n  id   Int    @id @default(autoincrement())\n  text String\n}\n',
  );
  return [...commented, ...Object.keys(JSON_TEXTS)];
}

async function succeed(running: ReturnType<typeof runTool>) {
  const outcome = await running;
  if (outcome.exitCode !== 0) throw new Error(`${outcome.stdout}\n${outcome.stderr}`);
  return outcome;
}
