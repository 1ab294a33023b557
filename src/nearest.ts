/**
 * The one of `known` that somebody who wrote `word` has probably meant; undefined when none is near: more than one
 * letter in four would have to be another one. Upper and lower case and the marks between words are no difference.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const found = [...new Set(known)]
    .filter((other) => other !== word)
    .map((other) => ({ other, edits: editsBetween(plain(word), plain(other)) }))
    .filter(({ other, edits }) => edits * 4 <= Math.max(word.length, other.length))
    .sort((one, next) => one.edits - next.edits);
  return found[0]?.other;
}

/** ' Did you mean "first_name"?', or nothing where nothing is near: what a sentence ends with. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}

const plain = (word: string): string => word.toLowerCase().replace(/[ _-]/g, '');

/** How many letters one has to insert, leave out, replace or swap with the next (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  const rows = [[...other, ''].map((_, index) => index)];
  for (const [at, letter] of [...one].entries()) {
    const above = rows[at] as number[];
    const row = [at + 1];
    for (const [index, wanted] of [...other].entries()) {
      const swapped = letter === other[index - 1] && one[at - 1] === wanted;
      row.push(
        Math.min(
          (row[index] as number) + 1,
          (above[index + 1] as number) + 1,
          (above[index] as number) + (letter === wanted ? 0 : 1),
          swapped ? ((rows[at - 1] as number[])[index - 1] as number) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) as number;
}
