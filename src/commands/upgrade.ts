import { applyChanges } from '../actions/apply.ts';
import { printJson } from '../actions/print-json.ts';
import { status } from '../actions/status.ts';
import { packageManagerOf } from '../generators/package-manager.ts';
import { findProject, type Project } from '../project.ts';
import { toolPackage } from '../tool.ts';
import { adviceBetween } from '../upgrade/advice.ts';
import { requireCleanTree } from '../upgrade/clean-tree.ts';
import { isEngine } from '../upgrade/engine-files.ts';
import { planUpgrade, type Upgrade } from '../upgrade/plan.ts';
import { isConflict, reportsOf, showDifferences, tell } from '../upgrade/tell.ts';
import { UserError } from '../user-error.ts';
import { compareVersions } from '../versions.ts';

/** The flags as they were given. */
export interface UpgradeOptions {
  dryRun?: boolean;
  force?: boolean;
  json?: boolean;
}

/**
 * `connector upgrade`: brings a project to the version of the tool that runs: its engine is replaced, new migrations
 * come, and what changed in other files of the template is merged with what the person made of them.
 *
 * @throws {UserError} when something is in the way; and when all is written and has conflicts for a person to solve.
 */
export async function upgrade(options: UpgradeOptions = {}): Promise<void> {
  const project = await findProject();
  refuseNewer(project);
  const plan = await planUpgrade(project);
  const nothing = !plan.steps.some(({ change }) => change) && !plan.ledger && !plan.base;
  if (!options.dryRun && !nothing) await carryOut(project, plan, options);
  const advice = await adviceBetween(plan.from, plan.to);
  if (options.json) reportAsJson(plan, advice, options);
  else if (nothing) reportNothing(plan);
  else report(project, plan, advice, options);
  if (!options.dryRun) refuseConflicts(plan);
}

function refuseNewer({ ledger }: Project): void {
  if (compareVersions(ledger.tool, toolPackage.version) <= 0) return;
  throw new UserError(
    `The project is of create-connector ${ledger.tool}, this one is ${toolPackage.version}: install the newer one.`,
  );
}

async function carryOut({ folder }: Project, plan: Upgrade, { force }: UpgradeOptions): Promise<void> {
  if (!force) refuseEditedEngine(plan);
  await requireCleanTree(folder);
  const changes = plan.steps.flatMap(({ change }) => (change ? [change] : []));
  const memory = [plan.ledger, plan.base].filter((change) => change !== undefined);
  await applyChanges(folder, [...changes, ...memory]);
}

function refuseEditedEngine({ steps }: Upgrade): void {
  const edited = steps.filter((step) => step.verb === 'conflict' && isEngine(step.path));
  if (edited.length === 0) return;
  const paths = edited.map(({ path }) => path).join(', ');
  throw new UserError(
    `Edited files of the engine would be lost: ${paths}. Put what you changed into your own code, or let it be replaced with --force (git keeps it). Nothing was written.`,
  );
}

function reportAsJson({ from, to, steps }: Upgrade, advice: string, { dryRun = false }: UpgradeOptions) {
  printJson({ from, to, dryRun, files: reportsOf(steps, dryRun), advice });
}

function reportNothing({ steps, to }: Upgrade): void {
  tell(steps);
  status('identical', `the project  is of create-connector ${to}, nothing to do`);
}

function report(
  { ledger }: Project,
  { from, to, steps }: Upgrade,
  advice: string,
  { dryRun }: UpgradeOptions,
) {
  tell(steps);
  if (dryRun) showDifferences(steps);
  if (advice) console.log(`\n${advice}`);
  const { install, exec, run } = packageManagerOf(ledger.answers.packageManager ?? 'npm');
  const next = `Upgraded from ${from} to ${to}. Next:

  git diff
  ${install} && ${exec} connector install
  ${run} test && git add -A && git commit -m "Upgrade to create-connector ${to}"
`;
  console.log(dryRun ? '\nA dry run: nothing was written.' : `\n${next}`);
}

function refuseConflicts({ steps }: Upgrade): void {
  const open = steps.filter(isConflict).map(({ path }) => path);
  if (open.length === 0) return;
  throw new UserError(
    `All is written, but both changed the same lines of ${open.join(', ')}: solve them between the markers.`,
  );
}
