import { errorColors } from './colors.ts';
import { findProject } from './project.ts';
import { toolPackage } from './tool.ts';
import { compareVersions } from './versions.ts';

// They say it in their own way, or have nothing to do with a project.
const SILENT = ['completion', 'doctor', 'upgrade'];

/** Says in a line on standard error when the project around here was made by another version of the tool. */
export async function sayVersionMismatch(command: string): Promise<void> {
  if (SILENT.includes(command)) return;
  const project = await findProject().catch(() => undefined);
  const order = project ? compareVersions(project.ledger.tool, toolPackage.version) : 0;
  if (order === 0) return;
  const what = `the project is of create-connector ${project?.ledger.tool}, this is ${toolPackage.version}`;
  const advice = order < 0 ? '"connector upgrade" brings it up to date' : 'install the newer one';
  console.error(`${errorColors.yellow('version')}  ${what}: ${advice}.`);
}
