import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../../src/actions/git.ts';
import { writeProject } from '../../src/actions/write.ts';
import { planApp } from '../../src/generators/app.ts';
import { root } from './tool.ts';

/** The version that an older project was made by. */
export const OLDER = '0.0.9';

/** What was otherwise in the templates of the older version: its text of a place that is different now. */
export type Before = { path: string; now: string; then: string };

/**
 * A committed project as an older version of the tool would have made it: one whose templates had other texts, some
 * files more, and some not yet.
 *
 * @param home an empty folder to do it in
 */
export async function olderProject(
  home: string,
  texts: readonly Before[],
  more: Record<string, string>,
  missing: readonly string[],
): Promise<string> {
  const templates = join(home, 'templates');
  const filter = (path: string) => !/node_modules|generated|\/app\/data/.test(path.slice(root.length));
  await cp(join(root, 'templates'), templates, { recursive: true, filter });
  for (const { path, now, then } of texts) await replace(join(templates, 'app', path), now, then);
  for (const [path, text] of Object.entries(more)) await writeFile(join(templates, 'app', path), text);
  for (const path of missing) await rm(join(templates, 'app', path));

  const folder = join(home, 'my-app');
  const answers = { name: folder, external: 'Acme', database: 'sqlite', packageManager: 'npm' };
  await writeProject(folder, await planApp(answers, { templates, version: OLDER }));
  await git(folder, 'init', '--quiet');
  await commitAll(folder);
  return folder;
}

/** Commits what was done to the project. */
export async function commitAll(folder: string): Promise<void> {
  await git(folder, 'add', '--all');
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@fern.example'];
  await git(folder, ...identity, 'commit', '--quiet', '--allow-empty', '-m', 'Work');
}

/** Replaces a text that stands in a file exactly once. */
export async function replace(path: string, from: string, to: string): Promise<void> {
  const parts = (await readFile(path, 'utf8')).split(from);
  if (parts.length !== 2) throw new Error(`"${from}" is ${parts.length - 1} times in ${path}`);
  await writeFile(path, parts.join(to));
}
