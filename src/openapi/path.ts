/** A path in a description: its names, and what ends it. */
export interface PathParts {
  names: string[];
  /** ".json", "/", or nothing. */
  suffix: string;
}

/** "/v2/contacts.json" → "v2" and "contacts", and ".json". */
export function partsOf(path: string): PathParts {
  const [suffix = ''] = /(\.json|\/)$/.exec(path) ?? [];
  return {
    names: path
      .slice(0, path.length - suffix.length)
      .split('/')
      .filter(Boolean),
    suffix,
  };
}

export const isParameter = (name: string): boolean => name.includes('{');
