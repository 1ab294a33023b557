import { join } from 'node:path';
import type { Plan } from '../generators/plan.ts';
import { formatLedger, type Generated, hashOf, LEDGER, withGenerated } from '../ledger.ts';
import type { Project } from '../project.ts';
import { addEntity, type Listing, linesOf } from '../registry/add-entity.ts';
import { LIST } from '../registry/entity-list.ts';
import { NotUnderstoodError } from '../registry/syntax.ts';
import { toolPackage } from '../tool.ts';
import { UserError } from '../user-error.ts';
import { applyChanges } from './apply.ts';
import { type Change, readText, toWrite, verbOf } from './change.ts';
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
 * Writes what a generator has planned into a project, all of it or nothing, and says what was done.
 *
 * @throws {UserError} when something is in the way, and afterwards when the list of entities has to be edited by hand.
 */
export async function carryOut(project: Project, plan: Plan, manner: Manner): Promise<void> {
  const { folder } = project;
  const files = await Promise.all([...plan.files].map(([path, text]) => toWrite(folder, path, String(text))));
  const list = await listChange(folder, plan.listing);
  const changes = [...files, ...(list.change ? [list.change] : [])];
  if (manner.dryRun) await showDry(changes);
  else await write(project, plan, changes, manner);
  for (const note of plan.notes) status('note', note);
  if (list.reason) throw new UserError(byHand(plan.listing, list.reason));
}

/** Says what would be done, and shows each difference. */
export async function showDry(changes: readonly Change[], done = 'written'): Promise<void> {
  const { diffOf } = await import('./diff.ts');
  for (const change of changes) status(change.conflicts ? 'conflict' : verbOf(change), change.path);
  for (const change of changes.filter((open) => verbOf(open) !== 'identical'))
    console.log(`\n${diffOf(change)}`);
  console.log(`\nA dry run: nothing was ${done}.`);
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
  changes: readonly Change[],
  manner: Manner,
): Promise<void> {
  const { diffOf } = manner.ask ? await import('./diff.ts') : { diffOf: undefined };
  const show = (change: Change) => console.log(diffOf?.(change));
  const { agreed, kept } = await settle(changes, { force: manner.force === true, ask: manner.ask, show });
  const open = agreed.filter((change) => verbOf(change) !== 'identical');
  const ledger = await ledgerChange(project, plan, agreed);
  await applyChanges(project.folder, verbOf(ledger) === 'identical' ? open : [...open, ledger]);
  for (const change of changes) say(change, kept.includes(change.path));
}

function say(change: Change, isKept: boolean): void {
  const verb = change.conflicts ? 'overwrite' : verbOf(change);
  status(isKept ? 'skip' : verb, change.path);
}

async function ledgerChange(
  { folder, ledger }: Project,
  plan: Plan,
  agreed: readonly Change[],
): Promise<Change> {
  const before = await readText(join(folder, LEDGER));
  const isListed = agreed.some(({ path }) => path === LIST);
  const files = agreed.filter(({ path }) => path !== LIST);
  const generated: Generated = {
    name: plan.generator,
    tool: toolPackage.version,
    made: plan.name,
    parameters: plan.parameters,
    files: Object.fromEntries(files.map(({ path, after = '' }) => [path, hashOf(after)])),
    inserted: isListed ? { [LIST]: linesOf(plan.listing) } : {},
  };
  return { path: LEDGER, before, after: formatLedger(withGenerated(ledger, generated)), conflicts: false };
}
