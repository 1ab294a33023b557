export type Cell = string | number;

/** Rows under headings as aligned text: numbers to the right, everything else to the left. */
export function textTable(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const widths = columnWidths(headings, rows);
  const line = (cells: readonly Cell[]) => cells.map((cell, i) => pad(cell, widths[i] ?? 0)).join('  ');
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [
    line(headings.map((text, i) => alignedLike(text, rows[0]?.[i], widths[i] ?? 0))),
    rule,
    ...rows.map(line),
  ]
    .map((text) => text.trimEnd())
    .join('\n');
}

/** The same as a Markdown table. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const rule = headings.map((_, i) => (typeof rows[0]?.[i] === 'number' ? '---:' : '---'));
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function columnWidths(headings: readonly string[], rows: readonly (readonly Cell[])[]): number[] {
  return headings.map((heading, i) =>
    Math.max(heading.length, ...rows.map((row) => String(row[i] ?? '').length)),
  );
}

function pad(cell: Cell, width: number): string {
  return typeof cell === 'number' ? String(cell).padStart(width) : cell.padEnd(width);
}

const alignedLike = (heading: string, cell: Cell | undefined, width: number): string =>
  typeof cell === 'number' ? heading.padStart(width) : heading;
