import type { ExternalField } from '../description/fields.ts';
import { type Place, withoutPlace } from './place.ts';
import { type Id, idOf } from './reference.ts';
import { wordsOf } from './words.ts';

/** What a field of the application is called, in the ways in which that is compared. */
export interface Called {
  external: ExternalField;
  /** Its words with those of what it lies in; and without the record's own name in front. */
  words: readonly (readonly string[])[];
  /** The same as one of several addresses or phones, and as a line of an address. */
  placed: InPlace;
  line: InPlace;
  id: Id | undefined;
  /** The words of what the record is called. */
  own: readonly (readonly string[])[];
}

interface InPlace {
  words: readonly string[];
  place: Place;
}

/** @param own what the records are called on both sides, in words: "contact name" of a contact is its name. */
export function calledOf(external: ExternalField, own: readonly (readonly string[])[]): Called {
  const { leaf, parents } = wordsIn(external.path);
  return {
    external,
    words: withoutOwn(own, unique([...parents, ...leaf])),
    placed: inPlace(leaf, parents, false),
    line: inPlace(leaf, parents, true),
    id: idOf(external),
    own,
  };
}

/** Words as they are, and without the name of the record in front. */
export function withoutOwn(
  own: readonly (readonly string[])[],
  words: readonly string[],
): readonly (readonly string[])[] {
  const found = own.find(
    (name) => name.length > 0 && words.length > name.length && name.every((word, at) => word === words[at]),
  );
  return found ? [words, words.slice(found.length)] : [words];
}

function inPlace(leaf: readonly string[], parents: readonly string[], isLine: boolean): InPlace {
  const inLeaf = withoutPlace(leaf, isLine);
  const around = withoutPlace(parents, false);
  return {
    words: unique([...around.rest, ...inLeaf.rest]),
    place: new Set([...around.place, ...inLeaf.place]),
  };
}

const unique = (words: readonly string[]): string[] => [...new Set(words)];

// Objects that group fields, and the words of a field whose name says nothing.
const GROUPS = new Set(
  'attribute basic data detail field general info information profile property'.split(' '),
);
const SAYS_NOTHING = new Set('data form free number text uri url val value'.split(' '));

function wordsIn(path: string): { leaf: string[]; parents: string[] } {
  const words = path
    .replace(/\[\d+\]/g, '')
    .split('/')
    .map(wordsOf);
  const leaf = words.at(-1) ?? [];
  const parents = words.slice(0, -1).flat();
  const isEmpty = parents.length > 0 && leaf.every((word) => SAYS_NOTHING.has(word));
  if (isEmpty) return { leaf: parents, parents: [] };
  return { leaf, parents: parents.filter((word) => !GROUPS.has(word)) };
}
