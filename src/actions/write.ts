import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../user-error.ts';
import { allOver } from './all-over.ts';
import { type Checkpoint, withoutInterruption } from './interruption.ts';
import type { Files } from './template.ts';

/**
 * Writes `files` to `folder`, which is absent, or holds none of them: all of them, or on an error none.
 * They are written under another name first, so that no half of a project is ever seen under its own: next to it, or
 * within it where it is there, for the folder above may be somebody else's.
 *
 * @throws {UserError} when the file system refuses; nothing is left behind.
 */
export async function writeProject(folder: string, files: Files): Promise<void> {
  await withoutInterruption(async (checkpoint) => {
    let made: string | undefined;
    try {
      made = await mkdir(dirname(folder), { recursive: true });
      await writeDraft(folder, files, checkpoint);
    } catch (error) {
      if (made) await rm(made, { recursive: true, force: true });
      throw explained(folder, error as NodeJS.ErrnoException);
    }
  });
}

// A mistake of ours has no code.
function explained(folder: string, error: NodeJS.ErrnoException): Error {
  if (!error.code) return error;
  return new UserError(
    `${folder} could not be written (${error.message}): nothing of it was left. See that the disk has room for it and lets you write, and try again.`,
    { cause: error },
  );
}

async function writeDraft(folder: string, files: Files, checkpoint: Checkpoint): Promise<void> {
  const isThere = existsSync(folder);
  const place = isThere ? folder : dirname(folder);
  const draft = join(place, `.${basename(folder)}-${randomBytes(4).toString('hex')}`);
  await mkdir(draft);
  try {
    await writeAll(draft, files);
    checkpoint();
    if (isThere) await moveInto(folder, draft, topLevel(files));
    else await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writeAll(root: string, files: Files): Promise<void> {
  const folders = new Set([...files.keys()].map((path) => dirname(join(root, path))));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  await allOver(
    [...files].map(([path, content]) =>
      writeFile(join(root, path), content, { flag: 'wx', mode: modeOf(path) }),
    ),
  );
}

// Secrets are for their owner alone.
function modeOf(path: string): number {
  return path === '.env' ? 0o600 : 0o666;
}

// An existing folder stays the same folder, since somebody's shell may be in it: its entries move one by one, and back.
async function moveInto(folder: string, draft: string, names: string[]): Promise<void> {
  const moved: string[] = [];
  try {
    for (const name of names) {
      if (existsSync(join(folder, name)))
        throw new UserError(
          `${join(folder, name)} appeared in the meantime: nothing was written, try again.`,
        );
      await rename(join(draft, name), join(folder, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved) await rename(join(folder, name), join(draft, name));
    throw error;
  }
}

function topLevel(files: Files): string[] {
  return [...new Set([...files.keys()].map((path) => path.split('/')[0] as string))];
}
