/** A foreign key: rows of `table` have to wait for those of `refersTo`. */
export interface Reference {
  table: string;
  refersTo: string;
}

/** The tables, each behind those that it refers to, as far as that is possible. */
export function inOrder(tables: readonly string[], references: readonly Reference[]): string[] {
  const placed: string[] = [];
  let open = [...tables];
  const waits = (table: string) =>
    references.some(
      ({ table: from, refersTo }) => from === table && refersTo !== table && open.includes(refersTo),
    );
  while (open.length > 0) {
    const next = open.find((table) => !waits(table)) ?? (open[0] as string);
    placed.push(next);
    open = open.filter((table) => table !== next);
  }
  return placed;
}

/** Whether rows may be copied before the ones that they refer to: in a table that refers to itself, or in a circle. */
export function isCircular({ table, refersTo }: Reference, order: readonly string[]): boolean {
  return order.indexOf(refersTo) >= order.indexOf(table);
}
