import { join } from 'node:path';
import { applyChanges } from '../actions/apply.ts';
import { showDry } from '../actions/carry-out.ts';
import { type Change, readText, verbOf } from '../actions/change.ts';
import { status } from '../actions/status.ts';
import { entityName } from '../generators/entity-name.ts';
import { generators } from '../generators/generators.ts';
import { findGenerated, planRemoval, type Removal } from '../generators/removal.ts';
import { formatLedger, type Generated, LEDGER, withoutGenerated } from '../ledger.ts';
import { didYouMean } from '../nearest.ts';
import { findProject, type Project } from '../project.ts';
import { UserError } from '../user-error.ts';

/**
 * `connector destroy entity NAME`: removes the files that a generator wrote and nobody has edited since, and its own
 * lines from the list of entities.
 *
 * @throws {UserError} when nothing of that name was generated, and afterwards when something was left.
 */
export async function destroy(generator: string, given: string, flags: { dryRun?: boolean }): Promise<void> {
  const known = generators.filter(({ replaces }) => !replaces).map(({ name }) => name);
  if (!known.includes(generator))
    throw new UserError(
      `"${generator}" is no generator whose work can be taken back.${didYouMean(generator, known) || ` Choose ${known.join(' or ')}.`}`,
    );
  const project = await findProject();
  const generated = findGenerated(project.ledger, generator, entityName(given));
  const removal = await planRemoval(project, generated);
  if (flags.dryRun) await showDry(removal.changes, 'removed');
  else await carryOut(project, generated, removal);
  tellWhatIsLeft(removal);
}

async function carryOut(project: Project, generated: Generated, { changes, left }: Removal): Promise<void> {
  const ledger = left.length === 0 ? await ledgerChange(project, generated) : [];
  await applyChanges(project.folder, [...changes, ...ledger]);
  for (const change of changes) status(verbOf(change), change.path);
  if (changes.length + left.length === 0)
    status('identical', `nothing of ${generated.made} is there any more`);
}

// What came with the project stays in the ledger, so that a later version does not bring it back.
async function ledgerChange({ folder, ledger }: Project, generated: Generated): Promise<Change[]> {
  if (generated.name === 'app') return [];
  const before = await readText(join(folder, LEDGER));
  return [
    { path: LEDGER, before, after: formatLedger(withoutGenerated(ledger, generated)), conflicts: false },
  ];
}

function tellWhatIsLeft({ left }: Removal): void {
  if (left.length === 0) return;
  for (const { path, reason } of left) status('skip', `${path}  ${reason}`);
  throw new UserError(
    `${left.map(({ path }) => path).join(', ')} was left, for it is yours now: remove by hand what is to go.`,
  );
}
