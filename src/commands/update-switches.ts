import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run, ShellError } from '../actions/shell.ts';
import { status } from '../actions/status.ts';
import { UserError } from '../user-error.ts';

/** What was changed in organizations, entities by key. */
export interface SwitchChanges {
  organizations: number;
  added: string[];
  dropped: string[];
}

/**
 * Brings the switches of the organizations in a project's database up to its entities. A project that is not
 * installed, or that does not have the program for it, is left alone.
 *
 * @throws {UserError} when it fails; the schema is migrated all the same.
 */
export async function updateSwitches(folder: string): Promise<SwitchChanges | undefined> {
  const program = programIn(folder);
  if (!program) return undefined;
  try {
    return changesIn(await run(process.execPath, program, folder));
  } catch (error) {
    const reason = error instanceof ShellError ? error.output.trim() : (error as Error).message;
    throw new UserError(
      `The database is migrated, but the organizations in it do not know of new entities yet: correct this, and run "connector migrate" again.\n${reason}`,
    );
  }
}

// The program's own words; the project may print others around them.
function changesIn(said: string): SwitchChanges {
  const line = said.split('\n').findLast((text) => /^\{.*"organizations":/.test(text));
  if (line === undefined) throw new Error(said.trim() || 'it said nothing of them');
  return JSON.parse(line) as SwitchChanges;
}

/** Whether that needs a Prisma client, and none was generated yet: the packages were installed by hand. */
export function lacksClient(folder: string): boolean {
  return programIn(folder)?.includes(SOURCE) === true && !existsSync(join(folder, CLIENT));
}

/** Says what was changed, where something was. */
export function tellSwitches({ organizations, added, dropped }: SwitchChanges): void {
  if (organizations === 0) return;
  const count = `${organizations} ${organizations === 1 ? 'organization' : 'organizations'}`;
  const news = [
    ...(added.length > 0 ? [`${added.join(', ')} added, switched off until somebody switches it on`] : []),
    ...(dropped.length > 0 ? [`${dropped.join(', ')} dropped`] : []),
  ];
  status('update', `${count}  ${news.join('; ') || 'switches'}`);
}

function programIn(folder: string): string[] | undefined {
  if (existsSync(join(folder, SOURCE)) && existsSync(join(folder, 'node_modules/tsx')))
    return ['--import', 'tsx', SOURCE];
  return existsSync(join(folder, BUILT)) && existsSync(join(folder, 'node_modules')) ? [BUILT] : undefined;
}

const SOURCE = 'src/update-switches.ts';
const BUILT = 'dist/update-switches.js';
const CLIENT = 'src/generated/prisma/client.ts';
