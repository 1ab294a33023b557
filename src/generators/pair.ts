import { UserError } from '../user-error.ts';

/** What a field holds in the application, where a mapping has to know it. */
export type ExternalType = 'text' | 'number' | 'boolean' | 'date';

/** One line of a mapping as it is given: `organization_id:AccountId#number@organization`. */
export interface Pair {
  /** Path in the hub's records. */
  connec: string;
  /** Path in the application's records. */
  external: string;
  type?: ExternalType;
  /** What its id refers to: an entity of the project, or the hub's name of a record. */
  refersTo?: string;
}

const FORM =
  'a pair is written connec/path:ExternalField, with #number, #boolean, #text or #date for what the application holds, and @organization when it is the id of another record';
const TYPES = new Set(['text', 'number', 'boolean', 'date']);
// The paths that the engine's mappings take.
const PATH = /^[^/[\]]+(\[\d+\])?(\/[^/[\]]+(\[\d+\])?)*$/;

/**
 * The lines of a mapping, each given as one word.
 *
 * @throws {UserError} for a word that is no pair, and for two that would write the same field.
 */
export function parsePairs(words: readonly string[]): Pair[] {
  const pairs = words.map(parsePair);
  for (const side of ['connec', 'external'] as const) {
    for (const [index, pair] of pairs.entries()) {
      const other = pairs.slice(0, index).find((before) => overlap(before[side], pair[side]));
      if (other) {
        throw new UserError(
          `"${words[pairs.indexOf(other)]}" and "${words[index]}" write the same field: leave one of them out, and write what is special about it into the mapper.`,
        );
      }
    }
  }
  return pairs;
}

/** The word that `parsePairs` reads. */
export function formatPair({ connec, external, type, refersTo }: Pair): string {
  return `${connec}:${external}${type ? `#${type}` : ''}${refersTo ? `@${refersTo}` : ''}`;
}

function parsePair(word: string): Pair {
  const [, connec = '', rest = ''] = /^([^:]*):(.+)$/.exec(word) ?? fail(word, FORM);
  const { external, type, refersTo } = parseMarks(rest);
  if (type !== undefined && !TYPES.has(type)) fail(word, `"${type}" is none of ${[...TYPES].join(', ')}`);
  for (const path of [connec, external]) {
    if (!PATH.test(path))
      fail(word, path === '' ? FORM : `"${path}" is no path, as address/city or lines[0]/id is`);
    if (/(^|\/)(__proto__|constructor|prototype)(\/|\[|$)/.test(path))
      fail(word, `"${path}" is no name of a field`);
  }
  if (connec === 'id') fail(word, 'ids are kept by the engine and are not mapped');
  return {
    connec,
    external,
    ...(type ? { type: type as ExternalType } : {}),
    ...(refersTo ? { refersTo } : {}),
  };
}

// "@" and "#" come last, in either order: a field of the application may hold them further to the left.
function parseMarks(rest: string): { external: string; type?: string; refersTo?: string } {
  const [, before, mark, text] = /^(.+)([#@])([A-Za-z][\w -]*)$/.exec(rest) ?? [];
  if (before === undefined || text === undefined) return { external: rest };
  const inner = /[#@][A-Za-z][\w -]*$/.test(before) ? parseMarks(before) : { external: before };
  return { ...inner, ...(mark === '#' ? { type: text } : { refersTo: text }) };
}

/** Whether one path leads to the other, or into it: "lines" and "lines[0]/id". */
export function overlap(one: string, other: string): boolean {
  const leadsInto = (path: string, inner: string) =>
    inner.startsWith(path) && /^($|[/[])/.test(inner.slice(path.length));
  return leadsInto(one, other) || leadsInto(other, one);
}

function fail(word: string, reason: string): never {
  throw new UserError(`"${word}" cannot be mapped: ${reason}.`);
}
