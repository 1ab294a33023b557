import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LEDGER, type Ledger, readLedger } from './ledger.ts';
import { UserError } from './user-error.ts';

/** A generated project on this machine. */
export interface Project {
  /** Absolute path of its root. */
  folder: string;
  ledger: Ledger;
}

/**
 * The project that `start` lies in, at any depth.
 *
 * @throws {UserError} outside of a project, or when its ledger cannot be read.
 */
export async function findProject(start: string = process.cwd()): Promise<Project> {
  const folder = ancestors(resolve(start)).find((candidate) => existsSync(join(candidate, LEDGER)));
  if (!folder) {
    throw new UserError(
      `There is no ${LEDGER} in ${start} or above: run this inside a project, or make one with "npx create-connector NAME".`,
    );
  }
  try {
    return { folder, ledger: await readLedger(join(folder, LEDGER)) };
  } catch (error) {
    throw new UserError(
      `${join(folder, LEDGER)} cannot be read (${(error as Error).message}): take it back from git with "git checkout ${LEDGER}".`,
    );
  }
}

/** `folder`, an absolute path, and every folder above it. */
export function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
