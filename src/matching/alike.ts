import { likeness } from './words.ts';

/** How much of two names is the same, from 0 to 1, their words in any order; and which words are. */
export function alike(one: readonly string[], other: readonly string[]): { share: number; words: string[] } {
  if (one.join('') === other.join('')) return { share: 1, words: [...one] };
  const open = [...other];
  const found: string[] = [];
  let common = 0;
  for (const word of one) {
    const [best] = open
      .map((candidate, index) => ({ index, like: likeness(word, candidate) }))
      .sort((a, b) => b.like - a.like);
    if (!best || best.like === 0) continue;
    open.splice(best.index, 1);
    found.push(word);
    common += best.like * weightOf(word);
  }
  return { share: (2 * common) / (total(one) + total(other) || 1), words: found };
}

// Half of all fields are a name or a number of something: of what says more.
const WEAK = new Set('amount code date id name number text type value'.split(' '));

const weightOf = (word: string): number => (WEAK.has(word) ? 0.4 : 1);

const total = (words: readonly string[]): number => words.reduce((sum, word) => sum + weightOf(word), 0);
