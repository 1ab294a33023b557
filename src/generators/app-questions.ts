import { basename, resolve } from 'node:path';
import { suggestProjectName, whyNotExternalName, whyNotProjectName } from '../names.ts';
import { detectPackageManager, packageManagers } from './package-manager.ts';
import type { Question } from './question.ts';

/** What `create-connector` asks, and its flags. */
export const questions: readonly Question[] = [
  { name: 'name', kind: 'argument', message: 'Folder of the new project', whyNot: whyNotFolder },
  {
    name: 'external',
    kind: 'text',
    message: 'Name of the external application',
    default: () => 'Acme',
    whyNot: whyNotExternalName,
  },
  {
    name: 'database',
    kind: 'choice',
    message: 'Database',
    choices: ['sqlite', 'postgresql'],
    default: () => 'sqlite',
  },
  {
    name: 'packageManager',
    kind: 'choice',
    message: 'Package manager',
    choices: Object.keys(packageManagers),
    default: detectPackageManager,
    ask: false,
  },
  { name: 'skipInstall', kind: 'switch', message: 'write the files only: no packages, client or database' },
  { name: 'skipMigrate', kind: 'switch', message: 'leave the database alone' },
  { name: 'skipGit', kind: 'switch', message: 'no git repository, no first commit' },
  { name: 'dryRun', kind: 'switch', message: 'print what would be written, write nothing' },
  { name: 'json', kind: 'switch', message: 'with --dry-run: print the plan as JSON' },
  { name: 'yes', kind: 'switch', message: 'ask nothing, take the defaults' },
];

/** The answers that shape a project's files. */
export interface AppAnswers {
  /** Path of the project's folder, absolute or from the current folder. Its last part is the project's name. */
  name: string;
  external: string;
  database: string;
  packageManager: string;
}

function whyNotFolder(path: string): string | undefined {
  const name = basename(resolve(path));
  const reason = whyNotProjectName(name);
  const suggestion = suggestProjectName(name);
  return reason && suggestion ? `${reason}; "${suggestion}" would do` : reason;
}
