/**
 * Assigns rows to columns, each to one at most, so that the sum of the squares of their scores is greatest: a few sure
 * pairs are worth more than many unsure ones.
 *
 * @param scores of each row with each column, from 0 to 1; what is below `least` is never assigned.
 * @returns for each row its column.
 */
export function assign(scores: readonly (readonly number[])[], least: number): (number | undefined)[] {
  const width = Math.max(0, ...scores.map((row) => row.length));
  const worth = (row: number, column: number) => {
    const score = scores[row]?.[column] ?? 0;
    return score < least ? 0 : score ** 2;
  };
  const columns = cheapest(scores.length, Math.max(width, scores.length), (i, j) => -worth(i, j));
  return columns.map((column, row) => (worth(row, column) > 0 ? column : undefined));
}

/** The Hungarian method: the columns of `height` rows, `width` of them at least as many, with the least cost. */
function cheapest(height: number, width: number, cost: (row: number, column: number) => number): number[] {
  // Row and column 0 stand for none.
  const rowPrice = numbers(height + 1, 0);
  const columnPrice = numbers(width + 1, 0);
  const rowOf = numbers(width + 1, 0);
  for (let row = 1; row <= height; row += 1) {
    rowOf[0] = row;
    const from = searchFree(rowOf, rowPrice, columnPrice, cost);
    for (let column = from.end; column !== 0; column = from.before[column] as number)
      rowOf[column] = rowOf[from.before[column] as number] as number;
  }
  const columns = numbers(height, -1);
  rowOf.forEach((row, column) => {
    if (column > 0 && row > 0) columns[row - 1] = column - 1;
  });
  return columns;
}

/** Finds the cheapest way of changes that ends at a free column, and sets the prices that show it is the cheapest. */
function searchFree(
  rowOf: readonly number[],
  rowPrice: number[],
  columnPrice: number[],
  cost: (row: number, column: number) => number,
): { end: number; before: number[] } {
  const width = rowOf.length;
  const before = numbers(width, 0);
  const slack = numbers(width, Number.POSITIVE_INFINITY);
  const used = new Set<number>();
  let column = 0;
  while (rowOf[column] !== 0) {
    used.add(column);
    const row = rowOf[column] as number;
    let next = 0;
    for (let other = 1; other < width; other += 1) {
      if (used.has(other)) continue;
      const open = cost(row - 1, other - 1) - (rowPrice[row] as number) - (columnPrice[other] as number);
      if (open < (slack[other] as number)) {
        slack[other] = open;
        before[other] = column;
      }
      if (next === 0 || (slack[other] as number) < (slack[next] as number)) next = other;
    }
    const delta = slack[next] as number;
    for (let other = 0; other < width; other += 1) {
      if (used.has(other)) {
        rowPrice[rowOf[other] as number] = (rowPrice[rowOf[other] as number] as number) + delta;
        columnPrice[other] = (columnPrice[other] as number) - delta;
      } else slack[other] = (slack[other] as number) - delta;
    }
    column = next;
  }
  return { end: column, before };
}

const numbers = (length: number, value: number): number[] => new Array<number>(length).fill(value);
