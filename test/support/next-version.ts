import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git } from '../../src/actions/git.ts';
import { toolPackage } from '../../src/tool.ts';
import { root, runTool } from './tool.ts';

/** The first version of the tool that anybody can have a project of: this one. */
export const FIRST = toolPackage.version;

/** The one after it. */
export const NEXT = '99.1.0';

/** What the next version changes in the templates. Paths are from their folder, as `app/src/routes.ts`. */
export interface Changes {
  /** A text that stands in a file once, and what stands there then. */
  texts?: readonly (readonly [path: string, now: string, next: string])[];
  added?: Record<string, string>;
  removed?: readonly string[];
}

/**
 * A copy of the tool as its next version may be, in `home`: what a project of the first version is upgraded by.
 *
 * @returns its folder, for the option `tool` of `runTool`.
 */
export async function nextVersion(home: string, changes: Changes): Promise<string> {
  const tool = join(home, 'next-version');
  const templates = join(tool, 'templates');
  const filter = (path: string) => !/node_modules|generated|\/app\/data/.test(path.slice(root.length));
  for (const part of ['bin', 'dist', 'templates'])
    await cp(join(root, part), join(tool, part), { recursive: true, filter });
  await symlink(join(root, 'node_modules'), join(tool, 'node_modules'));
  const definition = await readFile(join(root, 'package.json'), 'utf8');
  await writeFile(
    join(tool, 'package.json'),
    definition.replace(`"version": "${FIRST}"`, `"version": "${NEXT}"`),
  );
  const advice = await readFile(join(root, 'UPGRADING.md'), 'utf8');
  await writeFile(
    join(tool, 'UPGRADING.md'),
    advice.replace(/^## /m, `## ${NEXT}\n\nLook at your motto.\n\n## `),
  );

  for (const [path, now, next] of changes.texts ?? []) await replace(join(templates, path), now, next);
  for (const [path, text] of Object.entries(changes.added ?? {})) {
    await mkdir(dirname(join(templates, path)), { recursive: true });
    await writeFile(join(templates, path), text);
  }
  for (const path of changes.removed ?? []) await rm(join(templates, path));
  return tool;
}

/** A new project in `home`, of the first version and committed. */
export async function firstProject(home: string, parameters: readonly string[] = []): Promise<string> {
  const words = ['my-app', '--skip-install', ...parameters];
  const { exitCode, stderr } = await runTool('create-connector', words, { cwd: home });
  if (exitCode !== 0) throw new Error(stderr);
  return join(home, 'my-app');
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
