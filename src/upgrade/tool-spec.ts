import type { Files } from '../actions/template.ts';
import type { Base } from './base.ts';

interface Package {
  devDependencies: Record<string, string>;
  allowScripts?: Record<string, boolean>;
}

const TOOL = 'create-connector';

/**
 * The planned files with the place of the tool as it was generated before, when the version is the same: the checkout
 * that lies elsewhere on this machine is no reason to change a project.
 */
export function keepTool(files: Files, base: Base, isSameVersion: boolean): Files {
  const [before, after] = [base.get('package.json'), files.get('package.json')];
  if (!isSameVersion || before === undefined || after === undefined) return files;
  const kept = withTool(JSON.parse(after.toString()), JSON.parse(before));
  return new Map([...files, ['package.json', `${JSON.stringify(kept, null, 2)}\n`]]);
}

function withTool(after: Package, { devDependencies, allowScripts }: Package): Package {
  return {
    ...after,
    devDependencies: { ...after.devDependencies, [TOOL]: devDependencies[TOOL] as string },
    ...(after.allowScripts && {
      allowScripts: { ...entries(after.allowScripts, false), ...entries(allowScripts ?? {}, true) },
    }),
  };
}

// npm names a linked tool by its path.
function entries(scripts: Record<string, boolean>, linked: boolean): Record<string, boolean> {
  return Object.fromEntries(Object.entries(scripts).filter(([name]) => name.startsWith('file:') === linked));
}
