import type { FieldType } from '../connec/resources.ts';
import { likeness } from './words.ts';

/** How much of two names is the same, from 0 to 1, their words in any order; and which words are. */
export function alike(one: readonly string[], other: readonly string[]): { share: number; words: string[] } {
  if (one.join('') === other.join('')) return { share: 1, words: [...one] };
  const taken = new Set<number>();
  const words: string[] = [];
  let common = 0;
  for (const word of one) {
    const { at, like } = nearestIn(other, word, taken);
    if (like === 0) continue;
    taken.add(at);
    words.push(word);
    common += like * weightOf(word);
  }
  return { share: (2 * common) / (total(one) + total(other) || 1), words };
}

function nearestIn(words: readonly string[], word: string, taken: ReadonlySet<number>) {
  let best = { at: -1, like: 0 };
  for (let at = 0; at < words.length; at += 1) {
    const like = taken.has(at) ? 0 : likeness(word, words[at] as string);
    if (like > best.like) best = { at, like };
  }
  return best;
}

// Half of all fields are a name or a number of something: of what says more.
const WEAK = new Set('amount code date id name number text type value'.split(' '));

const weightOf = (word: string): number => (WEAK.has(word) ? 0.4 : 1);

const total = (words: readonly string[]): number => words.reduce((sum, word) => sum + weightOf(word), 0);

/** Whether a name says that it is a date, or true or false, is a matter of taste. */
export function plainFor(type: FieldType, words: readonly string[]): string[] {
  if (type === 'boolean') return words.filter((word) => word !== 'is' && word !== 'has');
  if (type !== 'date') return [...words];
  return [...words.filter((word) => !['date', 'at', 'on', 'day', 'time', 'datetime'].includes(word)), 'date'];
}
