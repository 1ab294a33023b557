import { wordsOf } from './words.ts';

/** Which of several addresses, phones or e-mail addresses of a record a field belongs to. */
export type Place = ReadonlySet<string>;

// What says the same as saying nothing: the first, or that of the business.
const FIRST =
  'bill billing business default headquarter landline mailing main office primary registered visiting work 1';
const OTHERS: Record<string, string> = {
  home: 'home',
  personal: 'home',
  private: 'home',
  delivery: 'shipping',
  ship: 'shipping',
  shipping: 'shipping',
  alternate: 'second',
  alternative: 'second',
  other: 'second',
  second: 'second',
  secondary: 'second',
  '2': 'second',
};
const SAYS_FIRST = new Set(FIRST.split(' '));

/** Whether the hub has several fields like this one. */
export function hasPlace(path: string): boolean {
  return /(^|\/|_)(address|phone|email|website)(_\w+)?\//.test(path);
}

/** The place of a field of the hub: "address_work/billing2/line2" is the second address of a person. */
export function placeOf(path: string): Place {
  const groups = path.split('/').slice(0, -1).flatMap(wordsOf);
  const leaf = /(address|url|landline|mobile|fax|pager)2$/.test(path) ? ['2'] : [];
  return new Set([...groups, ...leaf].flatMap((word) => OTHERS[word] ?? []));
}

/** Parts the words that say a place from the others. Lines of an address are numbered themselves. */
export function withoutPlace(words: readonly string[], isLine: boolean): { place: Place; rest: string[] } {
  const isNumber = (word: string) => isLine && /^\d+$/.test(word);
  const says = (word: string) => !isNumber(word) && (Object.hasOwn(OTHERS, word) || SAYS_FIRST.has(word));
  const place = words.filter(says).flatMap((word) => OTHERS[word] ?? []);
  return { place: new Set(place), rest: words.filter((word) => !says(word)) };
}

/** How well two places agree, from 0 to 1. */
export function agreement(one: Place, other: Place): number {
  const differs = [...one].filter((word) => !other.has(word)).length;
  const lacks = [...other].filter((word) => !one.has(word)).length;
  if (differs + lacks === 0) return 1;
  return differs > 0 && lacks > 0 ? 0.35 : 0.6;
}
