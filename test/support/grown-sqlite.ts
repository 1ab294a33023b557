import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { git } from '../../src/actions/git.ts';
import { writeProject } from '../../src/actions/write.ts';
import { planApp } from '../../src/generators/app.ts';
import { applyMigrations } from '../../src/schema/apply.ts';
import { writeMigration } from '../../src/schema/migrations.ts';
import { draftMigration } from '../../src/schema/new-migration.ts';
import { linkPackages } from './linked-packages.ts';
import { commitAll } from './next-version.ts';

const MORE_MODELS = `
enum Colour {
  RED
  GREEN
}

/// Each kind of column that a project may add, a table that refers to itself, and two with lists of each other.
model Category {
  id       Int        @id @default(autoincrement())
  parentId Int?
  parent   Category?  @relation("tree", fields: [parentId], references: [id])
  children Category[] @relation("tree")
  colour   Colour     @default(RED)
  price    Decimal
  size     Float
  number   BigInt
  picture  Bytes?
  extra    Json?
  at       DateTime
  labels   Label[]
}

model Label {
  word       String     @id
  categories Category[]
}
`;
export const MAPS = 5000;
export const ADA = 'Adä 😀 "O\'Brien" \\ {x,y}';

/** A project with tables of its own, a migration for them, and rows in every table. */
export async function makeGrown(folder: string): Promise<void> {
  const answers = { name: folder, external: 'Acme', database: 'sqlite', packageManager: 'npm' };
  await writeProject(folder, await planApp(answers, { folder }));
  await git(folder, 'init', '--quiet');
  await appendFile(join(folder, 'prisma/schema.prisma'), MORE_MODELS);
  const draft = await draftMigration(folder, 'categories');
  if (!draft) throw new Error('the schema has not changed');
  await writeMigration(folder, draft.migration, 'sqlite');
  await applyMigrations(folder, 'file:./data/development.db');
  await withSqlite(folder, async (client) => {
    for (const statement of STATEMENTS) await client.execute(statement);
  });
  await linkPackages(folder);
  await commitAll(folder);
  // For its copies, which are then made of few files and links.
  await git(folder, 'gc', '--quiet');
  await appendFile(join(folder, '.git/info/exclude'), '/node_modules\n');
}

export async function withSqlite(folder: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = createClient({ url: `file:${join(folder, 'data/development.db')}` });
  await work(client);
  client.close();
}

const AT = "'2026-01-31T10:00:00.123+00:00'";
const STATEMENTS = [
  `INSERT INTO users (id, uid, tenant, email, first_name, created_at, updated_at) VALUES (1, 'u1', 'sandbox', 'ada@fern.example', '${ADA.replaceAll("'", "''")}', ${AT}, '2026-01-31 10:00:01')`,
  `INSERT INTO users (id, uid, tenant, email, first_name, locale, created_at, updated_at) VALUES (7, 'u2', 'sandbox', 'bo@fern.example', '', 'fr', '2026-03-01T00:59:59.999+01:00', 1769853600500)`,
  `INSERT INTO organizations (uid, tenant, name, synchronized_entities, sync_enabled, updated_at, lease_owner, lease_expires_at) VALUES ('cld-1', 'sandbox', 'Fern & Co', '{"contact":{"toConnec":true,"toExternal":false}}', 1, ${AT}, 'died', '2020-01-01T00:00:00.000+00:00')`,
  `INSERT INTO organizations (uid, tenant, name, updated_at) VALUES ('cld-2', 'sandbox', 'Birch Ltd', ${AT})`,
  `INSERT INTO user_organization_rels (user_id, organization_id, updated_at) VALUES (7, 1, ${AT})`,
  `INSERT INTO synchronizations (organization_id, status, counts, updated_at) VALUES (1, 'SUCCESS', '{"contact":{}}', ${AT})`,
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAPS})
   INSERT INTO id_maps (organization_id, connec_entity, connec_id, external_entity, external_id, name, to_connec, due_at, decisions, updated_at)
   SELECT 1, 'person', 'c' || i, 'contact', i, CASE i % 3 WHEN 0 THEN NULL ELSE 'Person "' || i || '" é' END, i % 2, CASE i % 5 WHEN 0 THEN ${AT} END, '[{"at":"2026","what":"was created"}]', ${AT} FROM n`,
  `INSERT INTO id_maps (organization_id, connec_entity, external_entity, updated_at) VALUES (1, 'a', 'b', ${AT})`,
  `DELETE FROM id_maps WHERE connec_entity = 'a'`,
  `INSERT INTO run_requests (organization_id, options, created_at) VALUES (1, '{"forced":true}', ${AT})`,
  `INSERT INTO throttles (key, free_at) VALUES ('application', ${AT})`,
  `INSERT INTO processes (id, kind, host, pid, started_at, seen_at) VALUES ('p', 'web', 'fern', 7, ${AT}, ${AT})`,
  `INSERT INTO write_pages (id, organization_id, connec_entity, external_entity, started_at, noted) VALUES ('page', 1, 'person', 'contact', ${AT}, '[]')`,
  `INSERT INTO watermarks (organization_id, entity, side, fetched_until) VALUES (1, 'contact', 'connec', ${AT})`,
  `INSERT INTO inbox (tenant, body) VALUES ('sandbox', '{"people":[{"id":1.50,"name":null}]}')`,
  `INSERT INTO audit_entries (tenant, actor, action) VALUES ('sandbox', 'ada', 'linked')`,
  `INSERT INTO used_assertions (tenant, assertion_id, expires_at) VALUES ('sandbox', 'a1', ${AT})`,
  `INSERT INTO sessions (id, data, expires_at) VALUES ('s1', '{}', ${AT})`,
  `INSERT INTO Category (id, parentId, colour, price, size, number, picture, extra, at) VALUES (2, NULL, 'RED', 0, 1e300, -1, NULL, NULL, ${AT}), (3, 3, 'RED', 1234567.25, -0.5, 0, x'', '{"b":"é","a":[]}', ${AT}), (1, 3, 'GREEN', 1.50, 0.1, 9007199254740993, x'00ff', '12', ${AT})`,
  `INSERT INTO Label (word) VALUES ('blue'), ('green')`,
  `INSERT INTO _CategoryToLabel (A, B) VALUES (1, 'green'), (1, 'blue')`,
];
