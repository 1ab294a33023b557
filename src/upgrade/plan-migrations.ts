import type { Files } from '../actions/template.ts';
import { MIGRATIONS, type Migration } from '../schema/migrations.ts';
import { mergeText } from './merge-text.ts';
import { type Step, skipping, writing } from './step.ts';

/** What new migrations are planned from. */
export interface MigrationSources {
  /** Everything the template makes now. */
  files: Files;
  /** Paths the template has made before. */
  known: readonly string[];
  /** The project's own migrations and ours, oldest first. */
  present: readonly Migration[];
  /** schema.prisma as it was generated. */
  base: string | undefined;
  label: string;
  now?: Date;
}

/**
 * The steps that copy the migrations which are new in the template. Behind a migration of the project they get a name
 * of today, so that they come after it, and the schema they lead to has what the project has added.
 */
export function planMigrations({
  files,
  known,
  present,
  base,
  label,
  now = new Date(),
}: MigrationSources): Step[] {
  const names = newNames(files, known);
  const last = present.at(-1);
  return names.flatMap((name, index) => {
    const sql = String(files.get(`${MIGRATIONS}/${name}/migration.sql`));
    const schema = String(files.get(`${MIGRATIONS}/${name}/schema.prisma.txt`));
    const target = `${MIGRATIONS}/${last && last.name > (names[0] ?? '') ? dated(name, now, index) : name}`;
    const migration = writing('create', `${target}/migration.sql`, undefined, sql);
    return [migration, planSchema(`${target}/schema.prisma.txt`, schema, last?.schema, base, label)];
  });
}

function newNames(files: Files, known: readonly string[]): string[] {
  const made = [...files.keys()].map(nameIn).filter((name) => name !== undefined);
  const before = new Set(known.map(nameIn));
  return [...new Set(made)].filter((name) => !before.has(name)).sort();
}

function nameIn(path: string): string | undefined {
  return path.startsWith(`${MIGRATIONS}/`)
    ? /^([^/]+)\//.exec(path.slice(MIGRATIONS.length + 1))?.[1]
    : undefined;
}

function dated(name: string, now: Date, index: number): string {
  const stamp = new Date(now.getTime() + index * 1000).toISOString().replace(/\D/g, '').slice(0, 14);
  return `${stamp}_${name.replace(/^\d+_/, '')}`;
}

function planSchema(
  path: string,
  theirs: string,
  ours: string | undefined,
  base: string | undefined,
  label: string,
): Step {
  if (ours === undefined || base === undefined) return writing('create', path, undefined, theirs);
  const { text, conflict } = mergeText(base, ours, theirs, label);
  if (conflict) return skipping(path, 'cannot be told: save the solved prisma/schema.prisma under this name');
  return writing('create', path, undefined, text);
}
