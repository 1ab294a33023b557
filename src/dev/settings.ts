import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** A variable of the project in `folder`: from the environment, else from its .env. Blank is as good as missing. */
export function setting(folder: string, name: string): string | undefined {
  const file = join(folder, '.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8'))[name] : undefined;
  return process.env[name] || fromFile || undefined;
}
