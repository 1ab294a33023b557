import { invalid } from './hub-error.ts';

/** A piece of a `$filter`: a parenthesis, a word (path, operator, `and`, `null`, `true`), a text or a number. */
export type Token =
  | { kind: 'open' | 'close'; at: number }
  | { kind: 'word'; text: string; at: number }
  | { kind: 'literal'; value: string | number; at: number };

const TOKEN =
  /(?:(?<open>\()|(?<close>\))|'(?<text>(?:[^']|'')*)'|(?<number>-?\d+(?:\.\d+)?)(?=[\s)]|$)|(?<word>[A-Za-z_][\w./]*))\s*/y;

/** @throws {HubError} 400 at the first character that begins nothing. */
export function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  for (let at = filter.search(/\S|$/); at < filter.length; ) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(filter);
    if (!match?.groups) throw invalid(`$filter: cannot read "${filter.slice(at)}"`);
    tokens.push(tokenOf(match.groups, at));
    at = TOKEN.lastIndex;
  }
  return tokens;
}

function tokenOf(groups: Record<string, string | undefined>, at: number): Token {
  if (groups.open) return { kind: 'open', at };
  if (groups.close) return { kind: 'close', at };
  if (groups.text !== undefined) return { kind: 'literal', value: groups.text.replaceAll("''", "'"), at };
  if (groups.number !== undefined) return { kind: 'literal', value: Number(groups.number), at };
  return { kind: 'word', text: groups.word ?? '', at };
}
