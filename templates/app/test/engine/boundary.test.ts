import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createVault,
  type Database,
  type Engine,
  type JsonObject,
  synchronize,
} from '../../src/engine/index.ts';
import { createClock } from '../support/clock.ts';
import { createTestDatabase } from '../support/database.ts';
import {
  Company,
  createMemoryApplication,
  type MemoryApplication,
  MemoryExternal,
} from '../support/memory-application.ts';
import { createMemoryHub, type MemoryHub } from '../support/memory-hub.ts';
import { moduleState } from '../support/module-state.ts';
import { createWrittenLog } from '../support/written-log.ts';

const folder = join(import.meta.dirname, '../../src/engine');
const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
const sources = await Promise.all(
  files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const),
);

describe('the engine', () => {
  test.each(sources)('%s imports nothing above it', (_file, source) => {
    const imports = [...source.matchAll(/from '([^']+)'/g)].map(([, from = '']) => from);
    const upward = imports.filter(
      (from) => from.startsWith('..') && !from.startsWith('../generated/prisma/'),
    );
    expect(upward).toEqual([]);
    const packages = imports.filter((from) => !from.startsWith('.') && !from.startsWith('node:'));
    expect(packages.filter((from) => !['ky', 'pluralize'].includes(from))).toEqual([]);
  });

  test.each(sources)(
    '%s takes nothing from the environment, and keeps nothing of its own',
    (_file, source) => {
      const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      expect(code).not.toMatch(/process\.|globalThis|fastify/i);
      expect(moduleState(source)).toEqual([]);
    },
  );

  test.each(sources)('%s is a file that can be read in one go', (_file, source) => {
    expect(source.split('\n').length).toBeLessThanOrEqual(200);
  });
});

describe('state is told from what stays as it is:', () => {
  test.each([
    'let last = 0;',
    'export var last;',
    'const cache = {};',
    'export const cache: Record<string, unknown> = {};',
    'const queue: string[] = [];',
    'const known = new Map<string, string>();',
    'const known = new Set();',
    'const started = new Date(0);',
    'const page = {\n  find: nothing,\n  siblings: new Map(),\n};',
    'const table = { a: [] };',
    'const next = (() => {\n  let last = 0;\n  return () => ++last;\n})();',
    'const counts = { runs: 0 };\nexport function run() {\n  counts.runs += 1;\n}',
    'const names = ["a"];\nconst add = (name: string) => names.push(name);',
    'const table = { a: 1 };\nconst set = (key: string) => Object.assign(table, { [key]: 1 });',
    'class Entity {\n  static all = [];\n}',
  ])('%s', (source) => {
    expect(moduleState(source)).toHaveLength(1);
  });

  test.each([
    'const size = 50;',
    'const noSiblings = Object.freeze({});',
    "const unsafe = new Set(['__proto__']);",
    'const defaults = { a: null, b: 1 };\nconst of = (key: string) => defaults[key];',
    'export const noCounts = () => ({ fetched: [] });',
    'export const noChanges = (compared = false): Changes => ({\n  byId: new Map(),\n});',
    'export function f() {\n  const seen = new Map();\n  let last = 0;\n}',
    'const sorted = (a: string[]) => [...a].sort();',
    "// let the reader see\nconst url = 'http://a';",
  ])('%s', (source) => {
    expect(moduleState(source)).toEqual([]);
  });
});

describe('two tenants in one process', () => {
  let remove: () => Promise<void>;
  afterEach(() => remove());

  /** Lets everything else that is ready go first. */
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const inTurns = <T>(work: () => Promise<T>): Promise<T> => turn().then(work).finally(turn);

  const hubInTurns = (hub: MemoryHub): MemoryHub => ({
    ...hub,
    async *pages(...args) {
      await turn();
      for await (const page of hub.pages(...args)) {
        await turn();
        yield page;
      }
    },
    get: (...args) => inTurns(() => hub.get(...args)),
    batch: (...args) => inTurns(() => hub.batch(...args)),
  });

  const databaseInTurns = (database: Database) =>
    database.$extends({
      query: { $allOperations: ({ args, query }) => inTurns(() => query(args)) },
    }) as unknown as Database;

  test('never see each other’s credentials or records, however their runs interleave (improvement 5.1)', async () => {
    const fresh = await createTestDatabase();
    remove = fresh.remove;
    const clock = createClock();
    const vault = createVault([{ id: 'k', key: Buffer.alloc(32, 1).toString('base64') }]);
    const written = createWrittenLog();
    const names = ['north', 'south'];
    const hubs = new Map(names.map((name) => [name, createMemoryHub(() => clock.now, 10)]));
    const applications = new Map(names.map((name) => [name, createMemoryApplication(() => clock.now)]));
    const of = <T>(map: Map<string, T>, name: string) => map.get(name) as T;
    const seen: string[] = [];

    class Interleaved extends Company {
      override readonly matchingFields = [];
      override async *listExternal(context: never, query: { since?: Date }) {
        for await (const page of super.listExternal(context, query)) {
          await turn();
          yield page;
        }
      }
      override getExternal(context: never, id: string) {
        return inTurns(() => super.getExternal(context, id));
      }
    }
    const external = new MemoryExternal<MemoryApplication>(
      (connection) => {
        const { tenant } = connection.organization;
        const application = of(applications, tenant);
        application.beforeWrite = async () => {
          await turn();
          seen.push(`${tenant} ${await connection.accessToken()}`);
        };
        return application;
      },
      [new Interleaved()],
    );
    const engine: Engine = {
      database: databaseInTurns(fresh.database),
      external: external as never,
      vault,
      log: written.log,
      now: () => clock.now,
      connecClient: ({ tenant }) => hubInTurns(of(hubs, tenant)),
      refreshTokens: (refreshToken) =>
        inTurns(async () => ({ accessToken: refreshToken.replace('refresh', 'renewed') })),
    };
    const organizations = await Promise.all(
      names.map((name) =>
        fresh.database.organization.create({
          data: {
            // The same uid under two tenants, as two hubs may well have it.
            uid: 'cld-1',
            tenant: name,
            name,
            oauthProvider: 'memory',
            oauthUid: `account-${name}`,
            oauthToken: vault.encrypt(`token-${name}`),
            refreshToken: vault.encrypt(`refresh-${name}`),
            tokenExpiresAt: clock.now,
            syncEnabled: true,
            synchronizedEntities: { interleaved: { toConnec: true, toExternal: true } },
          },
        }),
      ),
    );
    for (const name of names) {
      for (let i = 0; i < 30; i += 1) {
        of(hubs, name).save('organizations', { name: `${name} hub ${i}` });
        of(applications, name).save('company', { title: `${name} external ${i}` });
      }
    }

    await Promise.all(organizations.map(({ id }) => synchronize(engine, id)));

    expect(new Set(seen)).toEqual(new Set(['north renewed-north', 'south renewed-south']));
    for (const name of names) {
      const others = (record: JsonObject) => !JSON.stringify(record).includes(name);
      expect(of(hubs, name).list('organizations')).toHaveLength(60);
      expect(of(hubs, name).list('organizations').filter(others)).toEqual([]);
      expect(of(applications, name).list('company')).toHaveLength(60);
      expect(
        of(applications, name)
          .list('company')
          .filter(({ title }) => !String(title).startsWith(name)),
      ).toEqual([]);
      expect(
        of(hubs, name)
          .list('organizations')
          .flatMap(({ id }) => id as JsonObject[])
          .filter(({ realm }) => realm !== 'org-1' && realm !== `account-${name}`),
      ).toEqual([]);
    }
    const rows = await fresh.database.idMap.findMany({ include: { organization: true } });
    expect(rows).toHaveLength(120);
    expect(rows.filter(({ name, organization }) => !name?.startsWith(organization.tenant))).toEqual([]);
    const tenants = written.lines.map(({ fields }) => [fields.tenant, fields.run]);
    expect(new Set(tenants.map(String)).size).toBe(2);
  });
});
