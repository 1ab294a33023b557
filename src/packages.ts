import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A package that package.json names and node_modules does not have in that version. */
export interface Unmet {
  name: string;
  /** As package.json says it. */
  wanted: string;
  /** Missing when it is not installed at all. */
  installed?: string;
}

/** The packages of the project in `folder` that are not installed, or not in the very version where one is named. */
export async function unmetPackages(folder: string): Promise<Unmet[]> {
  const { dependencies, devDependencies } = await readPackage(folder);
  const wanted = Object.entries({ ...dependencies, ...devDependencies });
  const found = await Promise.all(
    wanted.map(async ([name, spec]) => ({
      name,
      wanted: spec,
      installed: await installedVersion(folder, name),
    })),
  );
  return found.filter(({ wanted, installed }) => !installed || !isMet(wanted, installed));
}

async function installedVersion(folder: string, name: string): Promise<string | undefined> {
  return readPackage(join(folder, 'node_modules', name)).then(
    ({ version }) => version,
    () => undefined,
  );
}

// A range or a place is the package manager's business: only a version can be compared.
function isMet(spec: string, version: string): boolean {
  return !/^(npm:.+@)?\d+\.\d+\.\d+$/.test(spec) || spec.split('@').at(-1) === version;
}

interface Package {
  version: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

async function readPackage(folder: string): Promise<Package> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Package;
}
