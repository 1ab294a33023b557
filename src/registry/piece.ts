/** A change of one place in a text: `insert` stands at `at`, instead of what reached until `until`. */
export interface Piece {
  at: number;
  until?: number;
  insert: string;
}

/** The text with those changes, which do not overlap. */
export function applyPieces(text: string, pieces: readonly Piece[]): string {
  return [...pieces]
    .sort((a, b) => b.at - a.at)
    .reduce((whole, { at, until, insert }) => whole.slice(0, at) + insert + whole.slice(until ?? at), text);
}

/** How lines end in a text. */
export const newlineOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');
