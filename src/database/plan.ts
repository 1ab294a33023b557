import { join } from 'node:path';
import { type FileChange, readText } from '../actions/change.ts';
import { withSetting } from '../env-file.ts';
import type { Project } from '../project.ts';
import { MIGRATIONS, type Migration, readMigrations } from '../schema/migrations.ts';
import { readSchema } from '../schema/provider.ts';
import { toolPackage } from '../tool.ts';
import { isMigration } from '../upgrade/base.ts';
import { isEngine } from '../upgrade/engine-files.ts';
import { planUpgrade } from '../upgrade/plan.ts';
import { type Step, writing } from '../upgrade/step.ts';
import { UserError } from '../user-error.ts';
import { onPostgres, toPostgres } from './postgres-migrations.ts';

/** What puts a project on PostgreSQL. Nothing is written yet. */
export interface Switch {
  /** In the order of their paths, the migrations first. */
  steps: Step[];
  /** All that is written, what the tool remembers of the project included. */
  changes: FileChange[];
  /** As they are then. */
  migrations: Migration[];
  /** What a person should know, one sentence each. */
  notes: string[];
}

const SCHEMA = 'prisma/schema.prisma';

/**
 * Plans how `project` goes from SQLite to PostgreSQL: what the template has for that database is merged with what the
 * person made of the files, as in an upgrade; schema and migrations are written anew.
 *
 * @param url DATABASE_URL from now on
 * @throws {UserError} when the project is of another version of the tool, or its schema has changed since the last
 * migration.
 */
export async function planSwitch({ folder, ledger }: Project, url: string): Promise<Switch> {
  refuseOtherVersion(ledger.tool);
  const answers = { ...ledger.answers, database: 'postgresql' };
  const upgrade = await planUpgrade({ folder, ledger: { ...ledger, answers } });
  const before = await readMigrations(folder);
  const schema = await readSchema(folder);
  const { migrations, notes } = await toPostgres(before, schema);
  const settings = await settingsStep(folder, url);
  const steps = [
    ...migrationSteps(before, migrations),
    ...[
      ...upgrade.steps.filter(isOfDatabase),
      writing('update', SCHEMA, schema, onPostgres(schema)),
      ...(settings ? [settings] : []),
    ].sort((one, other) => (one.path < other.path ? -1 : 1)),
  ];
  const memory = [upgrade.ledger, upgrade.base].filter((change) => change !== undefined);
  return {
    steps,
    changes: [...steps.flatMap(({ change }) => (change ? [change] : [])), ...memory],
    migrations,
    notes: settings ? notes : [...notes, SETTINGS_NOTE],
  };
}

const SETTINGS_NOTE =
  'DATABASE_URL is not in .env, or written there in a way that is not understood: set it where the connector gets it from.';

function refuseOtherVersion(version: string): void {
  if (version === toolPackage.version) return;
  throw new UserError(
    `The project is of create-connector ${version}, this one is ${toolPackage.version}: run "connector upgrade" first. Nothing was changed.`,
  );
}

// The engine is the same for both; schema and migrations are not merged.
function isOfDatabase({ path, verb }: Step): boolean {
  return path !== SCHEMA && !isMigration(path) && !(isEngine(path) && ['conflict', 'skip'].includes(verb));
}

function migrationSteps(before: readonly Migration[], after: readonly Required<Migration>[]): Step[] {
  return before.flatMap(({ name, sql, schema }) => {
    const next = after.find((migration) => migration.name === name);
    const texts = [
      ['migration.sql', sql, next?.sql],
      ['schema.prisma.txt', schema, next?.schema],
    ] as const;
    return texts.flatMap(([file, now, then]) => {
      const verb = then === undefined ? 'remove' : now === undefined ? 'create' : 'update';
      return now === then ? [] : [writing(verb, `${MIGRATIONS}/${name}/${file}`, now, then)];
    });
  });
}

async function settingsStep(folder: string, url: string): Promise<Step | undefined> {
  const before = await readText(join(folder, '.env'));
  const after = before === undefined ? undefined : withSetting(before, 'DATABASE_URL', url);
  return after === undefined ? undefined : writing('update', '.env', before, after);
}
