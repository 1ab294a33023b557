import pluralize from 'pluralize';

/** "SalesOrder" → "sales_order", "POSItem" → "pos_item" */
export function underscore(name: string): string {
  return name
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .toLowerCase();
}

/** "Sales order" → "sales_orders"; the singleton "Company" → "company" (contract 80, contract/connec-api.md §4). */
export function resourceName(connecName: string, singleton = false): string {
  const name = connecName.toLowerCase().replace(/[^a-z\d]+/g, '_');
  return singleton ? name : pluralize(name);
}

/** "sales_order" → "Sales orders": how pages name an entity (contract 82). */
export function publicName(name: string, singleton = false): string {
  const words = underscore(name).replaceAll('_', ' ');
  const text = singleton ? words : pluralize(words);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
