import { relative } from 'node:path';
import { printJson } from '../actions/print-json.ts';
import { status } from '../actions/status.ts';
import { counted } from '../database/copy.ts';
import type { Move } from '../database/move.ts';
import { shownUrl } from '../database/target.ts';
import { packageManagerOf } from '../generators/package-manager.ts';
import type { Project } from '../project.ts';
import { reportsOf, showDifferences, tell } from '../upgrade/tell.ts';

/** What is asked before anything is done. */
export function questionOf({ url, source, tables }: Move): string {
  const what = source
    ? `${counted(sumOf(tables))} of ${source.path}`
    : 'no rows, for there is no SQLite file,';
  return `Copy ${what} to ${shownUrl(url)}?`;
}

/** Says in the end what there is now, and what to do next; in a dry run what would be done. */
export function reportMove(
  project: Project,
  move: Move,
  tables: Move['tables'],
  { json, dryRun = false }: { json?: boolean; dryRun?: boolean },
): void {
  if (json) reportAsJson(move, tables, dryRun);
  else if (dryRun) tellDryRun(move);
  else console.log(`\n${whatIsThere(project, move, tables)}${move.files ? nextSteps(project, move) : ''}`);
}

/** Says what was done to the project's files, or in a dry run would be. */
export function tellSteps({ files }: Move): void {
  if (files) tell(files.steps);
  for (const note of files?.notes ?? []) status('note', note);
}

function tellDryRun(move: Move): void {
  const { files, tables, url } = move;
  tellSteps(move);
  for (const { name, rows } of tables) status('copy', `${name}  ${counted(rows)}`);
  if (files) showDifferences(files.steps);
  console.log(`\nA dry run: nothing was written, neither here nor to ${shownUrl(url)}.`);
}

/** Says that a move that was cut off is over. */
export function reportEnd(json = false): void {
  if (json) printJson({ ended: true });
  else console.log('\nThe project is on PostgreSQL: what was cut off before is done.');
}

function reportAsJson({ url, source, files }: Move, tables: Move['tables'], dryRun: boolean): void {
  printJson({
    dryRun,
    from: source?.path ?? null,
    to: shownUrl(url),
    tables,
    files: reportsOf(files?.steps ?? [], dryRun),
    notes: files?.notes ?? [],
  });
}

function whatIsThere({ folder }: Project, { url, source }: Move, tables: Move['tables']): string {
  if (!source) return `${shownUrl(url)} has the tables of the connector, without rows.`;
  return `${shownUrl(url)} has all of ${nameOf(folder, source.path)}: ${counted(sumOf(tables))} in ${tables.length} tables, each compared. The file is as it was.`;
}

function nextSteps({ folder, ledger }: Project, { source }: Move): string {
  const { run, exec, install } = packageManagerOf(ledger.answers.packageManager ?? 'npm');
  const former = source ? `DATABASE_URL=file:${source.path}` : 'the former DATABASE_URL';
  return ` Next:

  git diff
  ${run} test && git add -A && git commit -m "Move to PostgreSQL"

Then start the connector anew. Another SQLite file, that of production say, is copied once the project is there:

  ${exec} connector database postgresql --from FILE

The way back, until something new is in the database: "git stash -u && ${install}" in ${folder}, and in .env
${former}
`;
}

function sumOf(tables: Move['tables']): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

function nameOf(folder: string, path: string): string {
  const inside = relative(folder, path);
  return inside.startsWith('..') ? path : inside;
}
