import { join } from 'node:path';
import { readText } from '../actions/change.ts';
import type { Project } from '../project.ts';
import { toolPackage } from '../tool.ts';
import { isEdited, isEngine, ownEngineFiles } from '../upgrade/engine-files.ts';
import { planUpgrade } from '../upgrade/plan.ts';
import { compareVersions } from '../versions.ts';
import { type Finding, pass, warn } from './finding.ts';
import type { Site } from './site.ts';

/** The project was made, or last upgraded, by the version of the tool that runs here. */
export async function checkVersion({ ledger }: Site): Promise<Finding[]> {
  const { version } = toolPackage;
  const order = compareVersions(ledger.tool, version);
  if (order === 0) return [pass(`made by create-connector ${version}`)];
  const message = `the project is of create-connector ${ledger.tool}, and this is ${version}`;
  return [
    order < 0
      ? warn(message, 'run "connector upgrade --dry-run" to see what is new')
      : warn(message, `install create-connector ${ledger.tool} or newer`),
  ];
}

/**
 * What the project has from the template is what the template has now: an upgrade was interrupted where it is not, or
 * the tool has changed without its version. Between versions `checkVersion` says it.
 */
export async function checkTemplateFiles({ folder, ledger }: Site): Promise<Finding[]> {
  if (ledger.tool !== toolPackage.version) return [];
  const edited = await editedEngine({ folder, ledger });
  const { steps } = await planUpgrade({ folder, ledger });
  const open = steps.filter(({ change, path }) => change && !edited.includes(path)).map(({ path }) => path);
  if (open.length === 0) return [pass('as this version has them')];
  return [warn(`out of date: ${some(open)}`, 'run "connector upgrade --dry-run" to see what is new')];
}

/** The engine is as it was generated: an edited file is in the way of an upgrade. */
export async function checkEngine({ folder, ledger }: Site): Promise<Finding[]> {
  const changed = await editedEngine({ folder, ledger });
  const own = await ownEngineFiles(folder, new Set(Object.keys(ledger.files)));
  const findings = [
    ...(changed.length > 0 ? [warn(`edited or missing: ${some(changed)}`, CHANGED)] : []),
    ...(own.length > 0 ? [warn(`not part of it: ${some(own)}`, OWN)] : []),
  ];
  return findings.length > 0 ? findings : [pass('as it was generated')];
}

const CHANGED =
  'put the change into your own code and take the file back from git, for an upgrade replaces it';
const OWN = 'move it into your own code, for an upgrade replaces what is around it';

async function editedEngine({ folder, ledger }: Project): Promise<string[]> {
  const paths = Object.keys(ledger.files).filter(isEngine);
  const texts = await Promise.all(paths.map((path) => readText(join(folder, path))));
  return paths.filter((path, index) => isEdited(texts[index] ?? '', ledger.files[path]));
}

function some(paths: readonly string[]): string {
  return paths.length > 3 ? `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more` : paths.join(', ');
}
