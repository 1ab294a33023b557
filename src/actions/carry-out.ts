import { join } from 'node:path';
import type { Plan } from '../generators/plan.ts';
import { isUntouched, planRemoval, type Removal } from '../generators/removal.ts';
import { type Ledger, runOf } from '../ledger.ts';
import type { Project } from '../project.ts';
import { addEntity, type Listing, linesOf } from '../registry/add-entity.ts';
import { LIST } from '../registry/entity-list.ts';
import { NotUnderstoodError } from '../registry/syntax.ts';
import { applyChanges } from './apply.ts';
import { type Change, readText, toWrite, verbOf } from './change.ts';
import { dryReports, type FileReport } from './file-report.ts';
import { remember } from './remember.ts';
import { type Ask, settle } from './settle.ts';

/** How a plan is carried out. */
export interface Manner {
  dryRun?: boolean | undefined;
  force?: boolean | undefined;
  /** Asks a person about a file that is in the way; nobody is there without it. */
  ask?: Ask | undefined;
}

/** What became of a plan. */
export interface Outcome {
  dryRun: boolean;
  files: FileReport[];
  /** What a person should know, one sentence each. */
  notes: string[];
  /** What is to be added to the list of entities by hand, and why it was not. */
  byHand?: { path: string; lines: string[]; reason: string };
}

/**
 * Writes what a generator has planned into a project, all of it or nothing. What an earlier run of it made, and this
 * one does not, goes, unless somebody has edited it.
 *
 * @throws {UserError} when something is in the way.
 */
export async function carryOut(project: Project, plan: Plan, manner: Manner): Promise<Outcome> {
  const { folder } = project;
  const files = await plannedFiles(project, plan);
  const former = await formerFiles(project, plan);
  const list = plan.listing ? await listChange(folder, plan.listing) : {};
  const changes = [...files, ...former.changes, ...(list.change ? [list.change] : [])];
  const dryRun = manner.dryRun === true;
  return {
    dryRun,
    files: dryRun ? await dryReports(changes) : await write(project, plan, { changes, former }, manner),
    notes: [...plan.notes, ...former.left.map(leftNote)],
    ...(plan.listing && list.reason ? { byHand: byHand(plan.listing, list.reason) } : {}),
  };
}

async function plannedFiles({ folder, ledger }: Project, { files, replaces }: Plan): Promise<Change[]> {
  const changes = [...files].map(([path, text]) => toWrite(folder, path, String(text)));
  return (await Promise.all(changes)).map((change) => {
    const isOurs = replaces === true && isAsWritten(ledger, change);
    return isOurs ? { ...change, conflicts: false } : change;
  });
}

function isAsWritten({ files, generators }: Ledger, { path, before }: Change): boolean {
  const hashes = [files, ...generators.map((run) => run.files ?? {})].flatMap(
    (written) => written[path] ?? [],
  );
  return before !== undefined && hashes.some((hash) => isUntouched(before, hash));
}

async function formerFiles(project: Project, { generator, name, files }: Plan): Promise<Removal> {
  const former = Object.entries(runOf(project.ledger, generator, name)?.files ?? {});
  return planRemoval(project, { files: Object.fromEntries(former.filter(([path]) => !files.has(path))) });
}

function leftNote({ path }: { path: string }): string {
  return `${path} was part of it, and was edited since: it stays, and is yours now.`;
}

async function listChange(folder: string, listing: Listing): Promise<{ change?: Change; reason?: string }> {
  const before = await readText(join(folder, LIST));
  if (before === undefined) return { reason: 'it is not there' };
  try {
    return { change: { path: LIST, before, after: addEntity(before, listing), conflicts: false } };
  } catch (error) {
    if (error instanceof NotUnderstoodError) return { reason: error.message };
    throw error;
  }
}

function byHand(listing: Listing, reason: string): Outcome['byHand'] {
  return { path: LIST, lines: linesOf(listing), reason };
}

async function write(
  project: Project,
  plan: Plan,
  { changes, former }: { changes: readonly Change[]; former: Removal },
  manner: Manner,
): Promise<FileReport[]> {
  const { diffOf, painted } = manner.ask ? await import('./diff.ts') : {};
  const show = (change: Change) => console.log(painted?.(diffOf?.(change) ?? ''));
  const { agreed, kept } = await settle(changes, { force: manner.force === true, ask: manner.ask, show });
  // What somebody kept may need what was there before.
  const spared = kept.length > 0 ? former.changes : [];
  const open = agreed.filter((change) => !spared.includes(change));
  const stays = [...kept, ...[...spared, ...former.left].map(({ path }) => path)];
  const ledger = await remember(project, plan, { agreed: open, stays });
  await applyChanges(
    project.folder,
    [...open, ledger].filter((change) => verbOf(change) !== 'identical'),
  );
  return changes.map((change) => reportOf(change, stays.includes(change.path)));
}

function reportOf(change: Change, stays: boolean): FileReport {
  const verb = change.conflicts ? 'overwrite' : verbOf(change);
  return { verb: stays ? 'skip' : verb, path: change.path };
}
