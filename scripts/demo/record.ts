/** A record of either side, as its API answers it. */
export type Json = Record<string, unknown>;

/** What stands at a path such as `address/billing/city`; undefined where there is nothing. */
export function at(record: Json, path: string): unknown {
  return path.split('/').reduce<unknown>((value, key) => (value as Json | null | undefined)?.[key], record);
}

/** One entry of a hub record's list of ids. */
export interface Id {
  id: string | number;
  provider: string;
  realm: string;
}

/** The id that a list of ids has for an application's account; undefined where it has none. */
export function idIn(list: unknown, provider: string): string | undefined {
  const ids = Array.isArray(list) ? (list as Id[]) : [];
  const found = ids.find((one) => one.provider === provider);
  return found && String(found.id);
}
