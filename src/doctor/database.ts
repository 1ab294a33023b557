import { isClientFresh } from '../commands/client.ts';
import { readDatabaseUrl } from '../schema/database-url.ts';
import type { MigrationState } from '../schema/history.ts';
import { migrationStatus } from '../schema/status.ts';
import { type Finding, fail, pass, warn } from './finding.ts';
import type { Site } from './site.ts';

/** The database answers, and has every migration. */
export async function checkDatabase({ folder }: Site): Promise<Finding[]> {
  const migrations = await migrationStatus(folder, await readDatabaseUrl(folder));
  const open = stateFindings.flatMap(([state, toFinding]) => {
    const names = migrations.filter((migration) => migration.state === state).map(({ name }) => name);
    return names.length > 0 ? [toFinding(names.join(', '))] : [];
  });
  return open.length > 0 ? open : [pass(`migrated (${migrations.length} of ${migrations.length})`)];
}

const stateFindings: [MigrationState['state'], (names: string) => Finding][] = [
  [
    'failed',
    (names) => fail(`failed to migrate: ${names}`, 'run "connector migrate", which tells the way out'),
  ],
  ['pending', (names) => fail(`not migrated: ${names}`, 'run "connector migrate"')],
  ['edited', (names) => warn(`edited after it was applied: ${names}`, 'put the edit into a new migration')],
  [
    'missing',
    (names) =>
      warn(`applied, and not in prisma/migrations: ${names}`, 'take the folder back from git, or pull'),
  ],
];

/** The Prisma client was generated from the schema as it is. */
export async function checkClient({ folder }: Site): Promise<Finding[]> {
  if (await isClientFresh(folder)) return [pass('generated from prisma/schema.prisma')];
  return [fail('prisma/schema.prisma has changed since it was generated', 'run "connector client"')];
}
