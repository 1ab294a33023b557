import pluralize from 'pluralize';

/** The hub's collection for a name: "Sales order" → "sales_orders"; a singleton's is in the singular (contract 80). */
export function collectionOf(connecName: string, singleton = false): string {
  const name = connecName.toLowerCase().replace(/[^a-z\d]+/g, '_');
  return singleton ? name : pluralize(name);
}

/** What a path refers to by its name, where nothing else says so: "lines/sales_order_id" → "sales order". */
export function referredBy(path: string): string | undefined {
  const [, name] = /(?:^|\/)([a-z\d_]+)_id$/.exec(path) ?? [];
  if (name === 'assignee') return 'app user';
  return name?.replaceAll('_', ' ');
}
