import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package, wherever it is installed. */
export const toolRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

interface ToolPackage {
  version: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** This package's package.json: the one place where version numbers stand. */
export const toolPackage = JSON.parse(readFileSync(join(toolRoot, 'package.json'), 'utf8')) as ToolPackage;

/** The versions a new project is made of, by package. Asking for one that is not known throws. */
export const versions = new Proxy<Record<string, string>>(
  { ...toolPackage.devDependencies, ...toolPackage.dependencies },
  {
    get: (known, name: string) => known[name] ?? fail(`package.json of the tool has no version of "${name}"`),
  },
);

/** What a project writes in its package.json to depend on this very tool: a range, or the place it was installed from. */
export function toolSpec(root: string = toolRoot): string {
  if (!root.includes(`${sep}node_modules${sep}`)) return `file:${root}`;
  return tarballSpec(root) ?? `^${toolPackage.version}`;
}

// A tool installed from a packed tarball may be on no registry: npm remembers where the tarball lies.
function tarballSpec(root: string): string | undefined {
  const lockFile = join(dirname(root), '.package-lock.json');
  if (!existsSync(lockFile)) return undefined;
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as {
    packages: Record<string, { resolved?: string }>;
  };
  const resolved = packages['node_modules/create-connector']?.resolved;
  return resolved?.startsWith('file:')
    ? `file:${resolve(dirname(dirname(root)), resolved.slice('file:'.length))}`
    : undefined;
}

function fail(message: string): never {
  throw new Error(message);
}
