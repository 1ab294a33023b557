import { installCommand } from '../generators/package-manager.ts';
import { unmetPackages } from '../packages.ts';
import { type Finding, fail, pass } from './finding.ts';
import type { Site } from './site.ts';

/** The Node that runs this is supported: the program would not have started otherwise. */
export async function checkNode(): Promise<Finding[]> {
  return [pass(process.versions.node)];
}

/** What package.json names is installed, in the versions it names. */
export async function checkPackages({ folder, ledger }: Site): Promise<Finding[]> {
  const unmet = await unmetPackages(folder);
  const advice = `run "${installCommand(ledger.answers.packageManager ?? 'npm')}"`;
  if (unmet.length === 0) return [pass('as package.json names them')];
  if (unmet.length > 3) return [fail(`${unmet.length} are missing or of another version`, advice)];
  return unmet.map(({ name, wanted, installed }) =>
    fail(`${name} is ${installed ? `${installed}, not ${wanted}` : 'not installed'}`, advice),
  );
}
