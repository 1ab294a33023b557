import { withSetting } from './env-file.ts';

/**
 * The text of a .env with those entries ("id:key") as its ENCRYPTION_KEYS; undefined when it has none, or when
 * anything else would be different then.
 */
export function withKeys(text: string, keys: readonly string[]): string | undefined {
  return withSetting(text, 'ENCRYPTION_KEYS', keys.join(','));
}
