/** `text` as one word of a POSIX shell, whatever is in it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `words` as one word of a shell, separated by spaces. */
export function quoteAll(words: readonly string[]): string {
  return quote(words.join(' '));
}
