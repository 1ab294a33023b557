export type Cell = string | number;

/** Rows under headings as aligned text: numbers to the right, everything else to the left. */
export function textTable(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const widths = columnWidths(headings, rows);
  const line = (cells: readonly Cell[]) =>
    cells
      .map((cell, i) => String(cell)[isNumeric(rows, i) ? 'padStart' : 'padEnd'](widths[i] ?? 0))
      .join('  ');
  const rule = widths.map((width) => '─'.repeat(width));
  return [headings, rule, ...rows].map((cells) => line(cells).trimEnd()).join('\n');
}

/** The same as a Markdown table. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const rule = headings.map((_, i) => (isNumeric(rows, i) ? '---:' : '---'));
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function columnWidths(headings: readonly string[], rows: readonly (readonly Cell[])[]): number[] {
  return headings.map((heading, i) =>
    Math.max(heading.length, ...rows.map((row) => String(row[i] ?? '').length)),
  );
}

const isNumeric = (rows: readonly (readonly Cell[])[], column: number): boolean =>
  rows.some((row) => typeof row[column] === 'number');
