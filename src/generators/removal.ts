import { join } from 'node:path';
import { type Change, plain, readText } from '../actions/change.ts';
import { type Generated, hashOf, LEDGER, type Ledger, runOf } from '../ledger.ts';
import { didYouMean } from '../nearest.ts';
import type { Project } from '../project.ts';
import { linesOf } from '../registry/add-entity.ts';
import { LIST } from '../registry/entity-list.ts';
import { removeEntity } from '../registry/remove-entity.ts';
import { NotUnderstoodError } from '../registry/syntax.ts';
import { UserError } from '../user-error.ts';
import type { EntityName } from './entity-name.ts';

/** What is to be removed, and what is left because somebody has made it their own. */
export interface Removal {
  changes: Change[];
  left: { path: string; reason: string }[];
}

/**
 * The run of a generator that made something of that name. What came with the project was made by it too.
 *
 * @throws {UserError} when the ledger knows of none.
 */
export function findGenerated(ledger: Ledger, generator: string, { kebab, pascal }: EntityName): Generated {
  const run = runOf(ledger, generator, kebab);
  if (run) return run;
  const path = `src/entities/${kebab}.ts`;
  const paths = [path, `test/entities/${kebab}.test.ts`].filter((file) => file in ledger.files);
  if (generator !== 'entity' || !paths.includes(path))
    throw new UserError(whatThereIs(ledger, generator, kebab));
  return {
    name: 'app',
    tool: ledger.tool,
    made: kebab,
    files: Object.fromEntries(paths.map((file) => [file, ledger.files[file] as string])),
    inserted: { [LIST]: linesOf({ className: pascal, module: `./${kebab}` }) },
  };
}

/** Files that are as they were written are removed, and lines of ours in others. */
export async function planRemoval(
  { folder }: Project,
  { files = {}, inserted = {} }: Pick<Generated, 'files' | 'inserted'>,
): Promise<Removal> {
  const removal: Removal = { changes: [], left: [] };
  for (const [path, hash] of Object.entries(files)) {
    const before = await readText(join(folder, path));
    if (before === undefined) continue;
    if (isUntouched(before, hash)) removal.changes.push({ path, before, after: undefined, conflicts: false });
    else removal.left.push({ path, reason: 'was edited since' });
  }
  const [line = ''] = inserted[LIST] ?? [];
  if (line !== '') await planLines(folder, line, removal);
  return removal;
}

/** Whether a text is what the tool wrote. Git may have changed how lines end. */
export const isUntouched = (text: string, hash: string): boolean =>
  hashOf(text) === hash || hashOf(plain(text)) === hash;

async function planLines(folder: string, line: string, { changes, left }: Removal): Promise<void> {
  const before = await readText(join(folder, LIST));
  const [, className = '', module = ''] = /^import \{ (\w+) \} from '(.+)\.ts';$/.exec(line) ?? [];
  if (before === undefined) return;
  try {
    const after = removeEntity(before, { className, module });
    if (after !== before) changes.push({ path: LIST, before, after, conflicts: false });
  } catch (error) {
    if (!(error instanceof NotUnderstoodError)) throw error;
    left.push({ path: LIST, reason: error.message });
  }
}

function whatThereIs(ledger: Ledger, generator: string, made: string): string {
  const runs = ledger.generators.flatMap((run) => (run.made ? [{ ...run, made: run.made }] : []));
  const hint = meantBy([...runs, ...cameWithProject(ledger)], generator, made);
  const list = runs.map((run) => `${run.name} ${run.made}`).join(', ');
  return `${LEDGER} knows of no ${generator} "${made}" that was generated here.${hint}${list && ` What was: ${list}.`}`;
}

interface Made {
  name: string;
  made: string;
}

function meantBy(all: readonly Made[], generator: string, made: string): string {
  const namesake = all.find((other) => other.made === made);
  if (namesake) return ` Did you mean "${namesake.name} ${made}"?`;
  return didYouMean(
    made,
    all.filter(({ name }) => name === generator).map((other) => other.made),
  );
}

function cameWithProject({ files }: Ledger): Made[] {
  const names = Object.keys(files).map((path) => /^src\/entities\/([^/]+)\.ts$/.exec(path)?.[1]);
  return names.flatMap((made) => (made && made !== 'index' ? [{ name: 'entity', made }] : []));
}
