import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Change, type FileChange, readText } from '../actions/change.ts';
import type { Files } from '../actions/template.ts';
import { planApp } from '../generators/app.ts';
import { formatLedger, hashOf, LEDGER, type Ledger, newLedger } from '../ledger.ts';
import type { Project } from '../project.ts';
import { readMigrations } from '../schema/migrations.ts';
import { toolPackage } from '../tool.ts';
import { BASE, type Base, isMerged, isMigration, packBase, readBase, unpackBase } from './base.ts';
import { isEngine, ownEngineFiles } from './engine-files.ts';
import { planEngineFile } from './plan-engine.ts';
import { planFile } from './plan-file.ts';
import { planMigrations } from './plan-migrations.ts';
import { type Step, skipping } from './step.ts';
import { keepTool } from './tool-spec.ts';

/** What an upgrade would do. Nothing is written yet. */
export interface Upgrade {
  from: string;
  to: string;
  /** In the order of their paths, but for migrations, which come first. */
  steps: Step[];
  /** The ledger and the texts to merge against next time; missing when they stay as they are. */
  ledger?: Change;
  base?: FileChange;
}

/** What this version of the tool would do to `project`. */
export async function planUpgrade({ folder, ledger }: Project): Promise<Upgrade> {
  const version = toolPackage.version;
  const answers = {
    name: folder,
    external: 'Acme',
    database: 'sqlite',
    packageManager: 'npm',
    ...ledger.answers,
  };
  const base = await readBase(folder);
  const files = keepTool(await planApp(answers, { folder }), base, ledger.tool === version);
  for (const path of [LEDGER, BASE]) files.delete(path);
  const label = `create-connector ${version}`;
  const migrations = planMigrations({
    files,
    known: Object.keys(ledger.files),
    present: await readMigrations(folder),
    base: base.get('prisma/schema.prisma'),
    label,
  });
  const steps = await planFiles(folder, files, base, ledger, label);
  const own = await ownEngineFiles(folder, new Set([...Object.keys(ledger.files), ...files.keys()]));
  return {
    from: ledger.tool,
    to: version,
    steps: [...migrations, ...steps, ...own.map((path) => skipping(path, OWN_NOTE))],
    ...(await ledgerChange(folder, ledger, files)),
    ...(await baseChange(folder, base, files)),
  };
}

const OWN_NOTE = 'is yours, among files that an upgrade replaces: move it into your own code';

async function planFiles(
  folder: string,
  files: Files,
  base: Base,
  ledger: Ledger,
  label: string,
): Promise<Step[]> {
  const paths = [...new Set([...Object.keys(ledger.files), ...files.keys()])].sort();
  const steps = paths.map(async (path) => {
    if (isMigration(path) || !(isEngine(path) || isMerged(path))) return undefined;
    const ours = await readText(join(folder, path));
    const theirs = files.get(path)?.toString();
    return isEngine(path)
      ? planEngineFile(path, { ours, theirs }, ledger.files[path])
      : planFile(path, { base: base.get(path), ours, theirs }, label);
  });
  return (await Promise.all(steps)).filter((step) => step !== undefined);
}

async function ledgerChange(folder: string, ledger: Ledger, files: Files): Promise<{ ledger?: Change }> {
  const { tool, answers, generators } = ledger;
  const { files: hashes, tool: version } = newLedger(toolPackage.version, answers, files);
  const runs = generators.map((run) => (run.name === 'app' ? { ...run, tool: version } : run));
  const after = formatLedger({ ...ledger, tool: version, generators: runs, files: hashes });
  if (tool === version && hashOf(after) === hashOf(formatLedger(ledger))) return {};
  const before = await readText(join(folder, LEDGER));
  return { ledger: { path: LEDGER, before, after, conflicts: false } };
}

async function baseChange(folder: string, base: Base, files: Files): Promise<{ base?: FileChange }> {
  const after = packBase(files);
  if (isSameBase(base, unpackBase(after))) return {};
  return { base: { path: BASE, before: await readFile(join(folder, BASE)), after } };
}

function isSameBase(one: Base, other: Base): boolean {
  return one.size === other.size && [...one].every(([path, text]) => other.get(path) === text);
}
