import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../actions/git.ts';
import { type Finding, fail, pass, warn } from './finding.ts';
import type { Site } from './site.ts';

/** The settings file is there, and for nobody else to see: neither in git nor on this machine. */
export async function checkSettingsFile({ folder, production }: Site): Promise<Finding[]> {
  const path = join(folder, '.env');
  if (!existsSync(path)) return [production ? pass('not there: the environment is used') : missing];
  if (await isCommitted(folder)) return [committed];
  const forAll = process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
  return [forAll ? readable : pass('there, and not in git')];
}

const missing = fail('is missing', 'run "connector install", which writes one with fresh secrets');

const committed = fail(
  'is in git, with its secrets',
  'run "git rm --cached .env", commit, and change every secret in it: whoever has the repository has them',
);

const readable = warn('can be read by other users of this machine', 'run "chmod 600 .env"');

async function isCommitted(folder: string): Promise<boolean> {
  return git(folder, 'ls-files', '.env').then(
    (listed) => listed.trim() !== '',
    () => false,
  );
}

const newSecret = `node -e "console.log(require('crypto').randomBytes(32).toString('base64url'))"`;

/** The key that signs the sessions is there and long enough. */
export async function checkSessionSecret({ setting }: Site): Promise<Finding[]> {
  const length = setting('SESSION_SECRET')?.length ?? 0;
  if (length >= 32) return [pass(`${length} characters`)];
  const message = length === 0 ? 'SESSION_SECRET is not set' : `SESSION_SECRET has ${length} characters`;
  return [fail(message, `write at least 32 random ones into .env: ${newSecret}`)];
}

const newKey = `node -e "console.log('1:' + require('crypto').randomBytes(32).toString('base64'))"`;

/** The keys that encrypt the tokens are there, and each is one. */
export async function checkEncryptionKeys({ setting }: Site): Promise<Finding[]> {
  const entries = (setting('ENCRYPTION_KEYS') ?? '').split(/[\s,]+/).filter(Boolean);
  if (entries.length === 0)
    return [fail('ENCRYPTION_KEYS is not set', `write one into .env: ${newKey}, or take back the old one`)];
  const keys = entries.map((entry) => entry.split(':') as [id: string, key?: string]);
  const wrong = keys.findIndex(
    ([id, key = '']) => !/^[\w-]+$/.test(id) || Buffer.from(key, 'base64').length !== 32,
  );
  if (wrong >= 0) {
    // Not by its id: what has no colon may be a key.
    return [
      fail(
        `entry ${wrong + 1} of ENCRYPTION_KEYS is not a key`,
        'write id:key, the key being 32 random bytes in base64',
      ),
    ];
  }
  const twice = keys.length - new Set(keys.map(([id]) => id)).size;
  if (twice > 0) return [fail('two of ENCRYPTION_KEYS have the same id', 'give each its own')];
  return [pass(keys.length === 1 ? '1 key' : `${keys.length} keys, the first writes`)];
}
