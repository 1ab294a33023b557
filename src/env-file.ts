import { isDeepStrictEqual, parseEnv } from 'node:util';

/**
 * The text of a .env with that value for `name`, where it has one; undefined when it has none, or when anything else
 * would be different then.
 */
export function withSetting(text: string, name: string, value: string): string | undefined {
  const before = parseEnv(text);
  const last = [...text.matchAll(settingOf(name))].at(-1);
  if (!before[name] || !last) return undefined;
  const [whole, start = '', quote = ''] = last;
  // Without quotes a "#" begins a comment.
  const around = quote || (value.includes('#') ? '"' : '');
  const edited = `${text.slice(0, last.index)}${start}${around}${value}${around}${text.slice(last.index + whole.length)}`;
  return isDeepStrictEqual({ ...parseEnv(edited) }, { ...before, [name]: value }) ? edited : undefined;
}

/** A line that sets it, and its value: in quotes, over several lines if need be, or up to a comment. */
function settingOf(name: string): RegExp {
  const quoted = String.raw`(["'\x60])[\s\S]*?\2`;
  const bare = String.raw`[^#\r\n]*?(?=[ \t]*(?:#|$))`;
  return new RegExp(String.raw`^([ \t]*(?:export[ \t]+)?${name}[ \t]*=[ \t]*)(?:${quoted}|${bare})`, 'gm');
}
