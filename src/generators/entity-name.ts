/** A name in the forms in which code writes it. */
export interface EntityName {
  /** "sales-order": files. */
  kebab: string;
  /** "SalesOrder": classes. */
  pascal: string;
  /** "salesOrder": constants. */
  camel: string;
  /** "sales_order": settings and collections. */
  snake: string;
  /** "sales order": people, and the hub. */
  spaced: string;
}

/** 'SalesOrder', 'sales_order', 'sales-order' and 'sales order' are one name. */
export function entityName(text: string): EntityName {
  const words = text
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return {
    kebab: words.join('-'),
    pascal,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    snake: words.join('_'),
    spaced: words.join(' '),
  };
}

// What the files around it import, and what JavaScript has: a class of that name would hide them.
const TAKEN = new Set([
  ...['BaseEntity', 'Entity', 'ComplexEntity', 'JsonObject', 'Client', 'Context'],
  ...[
    'Array',
    'BigInt',
    'Boolean',
    'Date',
    'Error',
    'Function',
    'Infinity',
    'Intl',
    'Iterator',
    'Json',
    'Map',
  ],
  ...['Math', 'NaN', 'Number', 'Object', 'Promise', 'Proxy', 'Reflect', 'Set', 'String', 'Symbol'],
]);
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** Why `text` cannot name an entity, as the end of a sentence; undefined when it can. */
export function whyNotEntityName(text: string): string | undefined {
  if (text.length > 60) return 'it is longer than 60 characters';
  if (!/^[A-Za-z][A-Za-z\d _-]*$/.test(text))
    return 'it may only hold letters, digits, "-", "_" and spaces, and starts with a letter';
  const { pascal, kebab } = entityName(text);
  if (kebab === 'index') return 'src/entities/index.ts is the list of entities';
  if (TAKEN.has(pascal)) return `${pascal} is a name the code needs; "${kebab}-record" would do`;
  if (DEVICES.test(kebab)) return 'Windows has no files of that name';
  return undefined;
}

/** 'an invoice', 'a person'. */
export function withArticle(noun: string): string {
  return `${/^([aeio]|u(?!ni|s[ae]))/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** 'contacts, leads and prospects'. */
export const joined = (names: readonly string[], word = 'and'): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
