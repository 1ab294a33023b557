import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { runTool, scaffoldForFile } from './tool.ts';

/** A scaffolded project of a test's own, in a folder with spaces, and `connector` run in it. */
export interface Grown {
  folder: string;
  /** Runs `connector` with those words, in a folder of the project. */
  connector(words: string, options?: { in?: string; env?: Record<string, string> }): Promise<Outcome>;
  read(path: string): Promise<string>;
  /** The texts of all files that generators touch. */
  texts(): Promise<Record<string, string>>;
}

export interface Outcome {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/** To be called at the top of a test file: scaffolds once, and gives each test a copy. */
export function grownProjects(): () => Promise<Grown> {
  let scaffolded: Awaited<ReturnType<typeof scaffoldForFile>>;
  beforeAll(async () => {
    scaffolded = await scaffoldForFile();
  });
  afterAll(() => scaffolded.remove());
  return async () => {
    const copy = await mkdtemp(`${scaffolded.folder} copy `);
    onTestFinished(() => rm(copy, { recursive: true, force: true }));
    await cp(scaffolded.folder, copy, { recursive: true });
    return grown(copy);
  };
}

function grown(folder: string): Grown {
  return {
    folder,
    connector: (words, { in: inside = '', env = {} } = {}) =>
      runTool('connector', words.split(' '), { cwd: join(folder, inside), env }),
    read: (path) => readFile(join(folder, path), 'utf8'),
    texts: () => textsIn(folder, ['src/entities', 'test/entities', 'connector.json', 'templates']),
  };
}

async function textsIn(folder: string, paths: readonly string[]): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const path of paths) {
    const entries = await readdir(join(folder, path), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of path.endsWith('.json') ? [join(folder, path)] : files) {
      texts[file.slice(folder.length + 1)] = await readFile(file, 'utf8');
    }
  }
  return texts;
}
