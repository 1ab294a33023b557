/** The id of a row as an address names it; undefined for anything that is none. */
export function readId(text: unknown): number | undefined {
  const id = typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return id > 0 && id <= largest ? id : undefined;
}

/** Of the columns, in every database. */
const largest = 2 ** 31 - 1;
