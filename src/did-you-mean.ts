/** Those of `known` that `text` may have been meant to be, nearest first; at most three. */
export function nearest(text: string, known: readonly string[]): string[] {
  const plain = text.toLowerCase();
  return known
    .map((name) => ({ name, distance: distanceOf(plain, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.min(text.length, name.length) / 3))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** " Did you mean A or B?", or nothing: the end of a message. */
export function didYouMean(text: string, known: readonly string[]): string {
  const names = nearest(text, known);
  return names.length === 0 ? '' : ` Did you mean ${names.join(' or ')}?`;
}

/** How many letters have to be put in, taken out, replaced or swapped with the next to turn one text into the other. */
export function distanceOf(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(
        at(row, j) + 1,
        at(next, j - 1) + 1,
        at(row, j - 1) + (isSame ? 0 : 1),
        isSwapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, row] = [row, next];
  }
  return at(row, other.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
