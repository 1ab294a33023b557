import { join } from 'node:path';
import { applyChanges } from '../actions/apply.ts';
import { type Change, readText, verbOf } from '../actions/change.ts';
import { dryReports, type FileReport, tellFiles } from '../actions/file-report.ts';
import { printJson } from '../actions/print-json.ts';
import { status } from '../actions/status.ts';
import { entityName } from '../generators/entity-name.ts';
import { generators } from '../generators/generators.ts';
import { findGenerated, planRemoval, type Removal } from '../generators/removal.ts';
import { formatLedger, type Generated, LEDGER, withoutGenerated } from '../ledger.ts';
import { didYouMean } from '../nearest.ts';
import { findProject, type Project } from '../project.ts';
import { UserError } from '../user-error.ts';

/** The flags as they were given. */
export interface DestroyOptions {
  dryRun?: boolean;
  json?: boolean;
}

/**
 * `connector destroy entity NAME`: removes the files that a generator wrote and nobody has edited since, and its own
 * lines from the list of entities.
 *
 * @throws {UserError} when nothing of that name was generated, and afterwards when something was left.
 */
export async function destroy(generator: string, given: string, options: DestroyOptions): Promise<void> {
  const known = generators.filter(({ replaces }) => !replaces).map(({ name }) => name);
  if (!known.includes(generator))
    throw new UserError(
      `"${generator}" is no generator whose work can be taken back.${didYouMean(generator, known) || ` Choose ${known.join(' or ')}.`}`,
    );
  const project = await findProject();
  const generated = findGenerated(project.ledger, generator, entityName(given));
  const removal = await planRemoval(project, generated);
  if (!options.dryRun) await carryOut(project, generated, removal);
  await report(generated, generator, await reportsOf(removal, options), options);
  refuseWhatIsLeft(removal);
}

async function carryOut(project: Project, generated: Generated, { changes, left }: Removal): Promise<void> {
  const ledger = left.length === 0 ? await ledgerChange(project, generated) : [];
  await applyChanges(project.folder, [...changes, ...ledger]);
}

// What came with the project stays in the ledger, so that a later version does not bring it back.
async function ledgerChange({ folder, ledger }: Project, generated: Generated): Promise<Change[]> {
  if (generated.name === 'app') return [];
  const before = await readText(join(folder, LEDGER));
  return [
    { path: LEDGER, before, after: formatLedger(withoutGenerated(ledger, generated)), conflicts: false },
  ];
}

async function reportsOf(
  { changes, left }: Removal,
  { dryRun = false }: DestroyOptions,
): Promise<FileReport[]> {
  const removed = dryRun
    ? await dryReports(changes)
    : changes.map((change) => ({ verb: verbOf(change), path: change.path }));
  return [...removed, ...left.map(({ path, reason }) => ({ verb: 'skip', path, note: reason }))];
}

async function report(
  { made: name }: Generated,
  generator: string,
  files: FileReport[],
  { dryRun = false, json }: DestroyOptions,
): Promise<void> {
  if (json) return printJson({ generator, name, dryRun, files });
  await tellFiles(files);
  if (files.length === 0) status('identical', `nothing of ${name} is there any more`);
  if (dryRun) console.log('\nA dry run: nothing was removed.');
}

function refuseWhatIsLeft({ left }: Removal): void {
  if (left.length === 0) return;
  throw new UserError(
    `${left.map(({ path }) => path).join(', ')} was left, for it is yours now: remove by hand what is to go.`,
  );
}
