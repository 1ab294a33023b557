import { isDeepStrictEqual, parseEnv } from 'node:util';

// A line that sets it, and its value: in quotes, over several lines if need be, or up to a comment.
const SETTING =
  /^([ \t]*(?:export[ \t]+)?ENCRYPTION_KEYS[ \t]*=[ \t]*)(?:(["'`])[\s\S]*?\2|[^#\r\n]*?(?=[ \t]*(?:#|$)))/gm;

/**
 * The text of a .env with those entries ("id:key") as its ENCRYPTION_KEYS; undefined when it has none, or when
 * anything else would be different then.
 */
export function withKeys(text: string, keys: readonly string[]): string | undefined {
  const before = parseEnv(text);
  const last = [...text.matchAll(SETTING)].at(-1);
  if (!before.ENCRYPTION_KEYS || !last) return undefined;
  const [whole, start = '', quote = ''] = last;
  const value = keys.join(',');
  const edited = `${text.slice(0, last.index)}${start}${quote}${value}${quote}${text.slice(last.index + whole.length)}`;
  return isDeepStrictEqual({ ...parseEnv(edited) }, { ...before, ENCRYPTION_KEYS: value })
    ? edited
    : undefined;
}
