import type { Collection } from './collections.ts';
import { isParameter } from './path.ts';
import type { Recognised } from './recognised.ts';

/** Where the collections of an API lie. */
export interface Places {
  /** The collections that are covered; the others lie below records of another kind. */
  collections: Collection[];
  left: Collection[];
  /** What stands before all of them, as in "api/v2"; without parameters. */
  prefix: string;
  /** What stands between that and each of them, as in "tenants/{tenant}". */
  below: string;
}

/** What the account that is linked is called where it stands in paths. */
const ACCOUNT =
  /^(account|tenant|workspace|organi[sz]ation|org|company|business|realm|team|site|shop|store|portal|subdomain|customer)[-_]?(id|uid|uuid|key|slug|name|code)?$/i;

/**
 * @param others paths that the prefix must fit as well, by their names.
 */
export function placesOf(all: readonly Collection[], others: readonly string[][] = []): Places {
  const collections = chosen(all);
  const parents = collections.map((collection) => collection.parents);
  const shared = sharedNames(parents);
  const parameter = shared.findIndex(isParameter);
  // What it is a parameter of belongs to it: "tenants/{tenant}".
  const fixed = parameter === -1 ? shared.length : Math.max(0, parameter - 1);
  const below = shared.slice(fixed);
  const prefix = sharedNames([shared.slice(0, fixed), ...others]);
  const rest = shared.slice(prefix.length, fixed);
  return {
    collections,
    left: all.filter((collection) => !collections.includes(collection)),
    prefix: prefix.join('/'),
    below: [...rest, ...below].join('/'),
  };
}

/** That a parameter in all paths stands for the account that is linked. */
export function accountIn(below: string): Recognised<string> | undefined {
  const parameters = [...below.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const [name] = parameters;
  if (name === undefined || parameters.length > 1 || !ACCOUNT.test(name)) return undefined;
  return { value: name, because: `"{${name}}" stands in all paths` };
}

/** A collection's path behind what is shared: "contacts", "crm/contacts". */
export function pathOf({ parents, name }: Collection, { prefix, below }: Places): string {
  const names = `${prefix}/${below}`.split('/').filter(Boolean);
  return [...parents.slice(names.length), name].join('/');
}

// Those without a parameter, or where more can be written below one parameter, those.
function chosen(all: readonly Collection[]): Collection[] {
  const groups = new Map<string, Collection[]>();
  for (const collection of all) {
    const { parents } = collection;
    const last = parents.findLastIndex(isParameter);
    const key = parents.slice(0, last + 1).join('/');
    groups.set(key, [...(groups.get(key) ?? []), collection]);
  }
  const [best = []] = [...groups.entries()]
    .sort(([one], [other]) => one.length - other.length)
    .map(([, group]) => group)
    .sort((one, other) => writable(other) - writable(one));
  return best;
}

const writable = (collections: readonly Collection[]) =>
  collections.filter(({ create, update }) => create || update).length;

function sharedNames(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists;
  const end = first.findIndex((name, at) => others.some((other) => other[at] !== name));
  return first.slice(0, end === -1 ? first.length : end);
}
