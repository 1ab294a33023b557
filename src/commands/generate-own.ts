import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printJson } from '../actions/print-json.ts';
import { status } from '../actions/status.ts';
import { isInteractive } from '../generators/ask.ts';
import { generators } from '../generators/generators.ts';
import { didYouMean } from '../nearest.ts';
import { findProject } from '../project.ts';
import { UserError } from '../user-error.ts';

/** What a project's plopfile may be called. */
export const PLOPFILES = ['plopfile.js', 'plopfile.mjs', 'plopfile.cjs'];

/**
 * `connector generate NAME …`, where NAME is none of the tool's generators: runs one of the project's plopfile, or
 * lists what there is; as JSON where "--json" stands in the place of the name.
 *
 * @throws {UserError} when there is no such generator, or it fails.
 */
export async function generateOwn(name: string | undefined, parameters: readonly string[]): Promise<void> {
  const project = await findProject();
  const plopfile = PLOPFILES.map((file) => join(project.folder, file)).find(existsSync);
  if (!plopfile) return choose(name, []);
  const { loadPlop, runPlop } = await import('../generators/plop.ts');
  const plop = await loadPlop(plopfile, project);
  const own = plop.getGeneratorList().filter(({ name: known }) => !isOurs(known));
  if (name === undefined || !own.some((known) => known.name === name)) return choose(name, own);
  await runPlop(plop, name, parameters, project.folder, isInteractive());
}

// Which flags there are is for the generator to say, so none is known before its name is.
const JSON_FLAG = '--json';

const isOurs = (name: string) => generators.some((generator) => generator.name === name);

function choose(name: string | undefined, own: readonly { name: string; description: string }[]): void {
  const all = [...generators, ...own].map(({ name: known, description }) => ({ name: known, description }));
  if (name !== undefined && name !== JSON_FLAG) {
    const names = all.map((known) => known.name);
    const hint = didYouMean(name, names) || ` Choose ${names.join(', ')}.`;
    throw new UserError(`There is no generator "${name}".${hint} A plopfile.js in the project adds others.`);
  }
  if (name === JSON_FLAG) printJson({ generators: all });
  else for (const { name: known, description } of all) status(known, description);
}
