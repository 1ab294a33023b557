import { isObject } from '../description/json.ts';

/** The objects of a list; none where it is no list. Nobody has checked a description. */
export function listed<Item>(list: readonly Item[] | undefined): Item[] {
  return Array.isArray(list) ? (list.filter(isObject) as Item[]) : [];
}

/** The objects of an object, by their names; none where it is no object. */
export function keyed<Item>(items: Record<string, Item> | undefined): [name: string, item: Item & object][] {
  return isObject(items)
    ? Object.entries(items).flatMap(([name, item]) =>
        isObject(item) ? [[name, item as Item & object] as [string, Item & object]] : [],
      )
    : [];
}

/** What a name stands for, if that is an object. */
export function named<Item>(
  items: Record<string, Item> | undefined,
  name: string,
): (Item & object) | undefined {
  const item = isObject(items) && Object.hasOwn(items, name) ? items[name] : undefined;
  return isObject(item) ? (item as Item & object) : undefined;
}

/** A text, or nothing. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
