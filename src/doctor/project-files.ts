import { join } from 'node:path';
import { readText } from '../actions/change.ts';
import { toolPackage } from '../tool.ts';
import { isEdited, isEngine } from '../upgrade/engine-files.ts';
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

/** The engine is as it was generated: an edited file is in the way of an upgrade. */
export async function checkEngine({ folder, ledger }: Site): Promise<Finding[]> {
  const paths = Object.keys(ledger.files).filter(isEngine);
  const texts = await Promise.all(paths.map((path) => readText(join(folder, path))));
  const changed = paths.filter((path, index) => isEdited(texts[index] ?? '', ledger.files[path]));
  if (changed.length === 0) return [pass('as it was generated')];
  const some =
    changed.length > 3
      ? `${changed.slice(0, 3).join(', ')} and ${changed.length - 3} more`
      : changed.join(', ');
  return [
    warn(
      `edited or missing: ${some}`,
      'put the change into your own code and take the file back from git, for an upgrade replaces it',
    ),
  ];
}
