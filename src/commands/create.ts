import { basename, relative, resolve } from 'node:path';
import { checkFolder, checkPaths } from '../actions/check.ts';
import { firstCommit } from '../actions/commit.ts';
import { printJson } from '../actions/print-json.ts';
import { duration, status } from '../actions/status.ts';
import type { Files } from '../actions/template.ts';
import { writeProject } from '../actions/write.ts';
import { planApp } from '../generators/app.ts';
import { type AppAnswers, questions } from '../generators/app-questions.ts';
import { isInteractive, resolveAnswers } from '../generators/ask.ts';
import { installCommand, packageManagerOf } from '../generators/package-manager.ts';
import type { Answers } from '../generators/question.ts';
import { UserError } from '../user-error.ts';

/**
 * `create-connector NAME`: plans a project, checks that nothing is in its way, writes it, and makes it ready to run.
 *
 * @throws {UserError} for anything the person can put right.
 */
export async function create(flags: Answers): Promise<void> {
  refuseJson(flags);
  // Before anything is asked: nobody wants to answer questions for nothing.
  if (typeof flags.name === 'string') await checkFolder(resolve(flags.name));
  const answers = await resolveAnswers(questions, flags, isInteractive() && flags.yes !== true);
  const started = performance.now();
  const app = answers as unknown as AppAnswers;
  const folder = resolve(app.name);
  await checkFolder(folder);
  const files = await planApp(app);
  checkPaths(files.keys());
  if (answers.dryRun)
    return answers.json ? printJson({ folder, files: [...files.keys()] }) : printPlan(files);

  await writeProject(folder, files);
  status('create', `${basename(folder)}  ${files.size} files`);
  await makeReady(folder, app, answers);
  printNext(folder, app, answers, performance.now() - started);
}

// What npm and git say on the way is no JSON.
function refuseJson({ json, dryRun }: Answers): void {
  if (json && !dryRun)
    throw new UserError('--json goes with --dry-run: it prints what would be written. Nothing was written.');
}

function printPlan(files: Files): void {
  for (const path of files.keys()) status('create', path);
  console.log(`\nA dry run: nothing was written (${files.size} files).`);
}

// The first commit is made even when the installation failed, for it holds what the person has.
async function makeReady(
  folder: string,
  app: AppAnswers,
  { skipInstall, skipMigrate, skipGit }: Answers,
): Promise<void> {
  try {
    if (!skipInstall) {
      const { finish } = await import('./install.ts');
      await finish(folder, app, { migrate: !skipMigrate, enter: enter(folder) });
    }
  } finally {
    if (!skipGit) await firstCommit(folder);
  }
}

function printNext(
  folder: string,
  { packageManager }: AppAnswers,
  { skipInstall }: Answers,
  took: number,
): void {
  const { run } = packageManagerOf(packageManager);
  const open = skipInstall ? [installCommand(packageManager)] : [];
  const commands = [enter(folder), ...open, `${run} dev`].filter((command) => command !== '');
  console.log(
    `\nDone in ${duration(took)}. Next:\n\n${commands.map((command) => `  ${command}`).join('\n')}\n`,
  );
}

function enter(folder: string): string {
  const path = relative(process.cwd(), folder);
  if (path === '') return '';
  return `cd ${/^[\w./\\@:-]+$/.test(path) ? path : JSON.stringify(path)}`;
}
