import { join } from 'node:path';
import type { Plan } from '../generators/plan.ts';
import { isUntouched, planRemoval, type Removal } from '../generators/removal.ts';
import { type Ledger, runOf } from '../ledger.ts';
import type { Project } from '../project.ts';
import { addEntity, type Listing, linesOf } from '../registry/add-entity.ts';
import { LIST } from '../registry/entity-list.ts';
import { NotUnderstoodError } from '../registry/syntax.ts';
import { UserError } from '../user-error.ts';
import { applyChanges } from './apply.ts';
import { type Change, readText, toWrite, verbOf } from './change.ts';
import { remember } from './remember.ts';
import { type Ask, settle } from './settle.ts';
import { status } from './status.ts';

/** How a plan is carried out. */
export interface Manner {
  dryRun?: boolean | undefined;
  force?: boolean | undefined;
  /** Asks a person about a file that is in the way; nobody is there without it. */
  ask?: Ask | undefined;
}

/**
 * Writes what a generator has planned into a project, all of it or nothing, and says what was done. What an earlier
 * run of it made, and this one does not, goes, unless somebody has edited it.
 *
 * @throws {UserError} when something is in the way, and afterwards when the list of entities has to be edited by hand.
 */
export async function carryOut(project: Project, plan: Plan, manner: Manner): Promise<void> {
  const { folder } = project;
  const files = await plannedFiles(project, plan);
  const former = await formerFiles(project, plan);
  const list = plan.listing ? await listChange(folder, plan.listing) : {};
  const changes = [...files, ...former.changes, ...(list.change ? [list.change] : [])];
  if (manner.dryRun) await showDry(changes);
  else await write(project, plan, { changes, former }, manner);
  for (const finding of plan.findings ?? []) status('found', finding);
  for (const note of [...plan.notes, ...former.left.map(leftNote)]) status('note', note);
  if (plan.listing && list.reason) throw new UserError(byHand(plan.listing, list.reason));
}

/** Says what would be done, and shows each difference. */
export async function showDry(changes: readonly Change[], done = 'written'): Promise<void> {
  const { diffOf } = await import('./diff.ts');
  for (const change of changes) status(change.conflicts ? 'conflict' : verbOf(change), change.path);
  for (const change of changes.filter((open) => verbOf(open) !== 'identical'))
    console.log(`\n${diffOf(change)}`);
  console.log(`\nA dry run: nothing was ${done}.`);
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

function byHand(listing: Listing, reason: string): string {
  const [line, item] = linesOf(listing);
  return `${LIST} was left as it is, for ${reason}. Add these two lines by hand, the second to the list:\n\n  ${line}\n  ${item}\n`;
}

async function write(
  project: Project,
  plan: Plan,
  { changes, former }: { changes: readonly Change[]; former: Removal },
  manner: Manner,
): Promise<void> {
  const { diffOf } = manner.ask ? await import('./diff.ts') : { diffOf: undefined };
  const show = (change: Change) => console.log(diffOf?.(change));
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
  for (const change of changes) say(change, stays.includes(change.path));
}

function say(change: Change, stays: boolean): void {
  const verb = change.conflicts ? 'overwrite' : verbOf(change);
  status(stays ? 'skip' : verb, change.path);
}
