import { checkClock } from './clock.ts';
import { checkClient, checkDatabase } from './database.ts';
import { checkExternal } from './external.ts';
import type { Finding } from './finding.ts';
import { checkHub } from './hub.ts';
import { checkNode, checkPackages } from './programs.ts';
import { checkEngine, checkTemplateFiles, checkVersion } from './project-files.ts';
import { checkRedirect } from './redirect.ts';
import { checkEncryptionKeys, checkSessionSecret, checkSettingsFile } from './secrets.ts';
import type { Site } from './site.ts';
import { checkParked, checkPaused, checkRuns } from './work.ts';

/** One thing to look at. */
export interface Check {
  name: string;
  run(site: Site): Promise<Finding[]>;
  /** Has nothing to say while the database cannot be used: that was said already. */
  needsDatabase?: boolean;
}

/** Everything `connector doctor` looks at, in the order in which it is told. */
export const checks: readonly Check[] = [
  { name: 'Node', run: checkNode },
  { name: 'packages', run: checkPackages },
  { name: 'tool', run: checkVersion },
  { name: 'template files', run: checkTemplateFiles },
  { name: 'engine', run: checkEngine },
  { name: '.env', run: checkSettingsFile },
  { name: 'session secret', run: checkSessionSecret },
  { name: 'encryption keys', run: checkEncryptionKeys },
  { name: 'Prisma client', run: checkClient },
  { name: 'database', run: checkDatabase },
  { name: 'hub', run: checkHub },
  { name: 'application', run: checkExternal },
  { name: 'clock', run: checkClock },
  { name: 'redirect URI', run: checkRedirect },
  { name: 'synchronizations', run: checkRuns, needsDatabase: true },
  { name: 'parked records', run: checkParked, needsDatabase: true },
  { name: 'paused', run: checkPaused, needsDatabase: true },
];
