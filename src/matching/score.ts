import type { Field } from '../connec/resources.ts';
import type { ExternalField } from '../description/fields.ts';
import { alike } from './alike.ts';
import { compatibility } from './compatible.ts';
import { agreement, hasPlace, placeOf, withoutPlace } from './place.ts';
import { idOf } from './reference.ts';
import { type Name, namesOf } from './usual-names.ts';
import { wordsOf } from './words.ts';

/** How surely two fields mean the same, from 0 to 1, and why. */
export interface Score {
  value: number;
  reason: string;
}

/** What is matched. */
export interface Sides {
  /** The hub's collection: "people". */
  resource: string;
  /** What the records are called on both sides: "contact_name" of a contact is its name. */
  names: readonly string[];
  /** What the project calls records that the hub calls so: "organization" → "account". */
  synonyms: (refersTo: string) => readonly string[];
}

/** Scores a field of the hub against one of the application. */
export function score(sides: Sides, field: Field, external: ExternalField): Score {
  const fit = compatibility(field, external.schema);
  if (fit === 0) return none;
  const said =
    field.refersTo === undefined ? scoreWords(sides, field, external) : scoreId(sides, field, external);
  const doubts = (external.isInList ? 0.7 : 1) * (external.schema.isDeprecated ? 0.7 : 1);
  return { ...said, value: Math.round(said.value * fit * doubts * 100) / 100 };
}

const none: Score = { value: 0, reason: 'nothing in common' };

function scoreId({ resource, synonyms }: Sides, field: Field, external: ExternalField): Score {
  const id = idOf(external);
  if (!id) return none;
  const { refersTo = '' } = field;
  const own = synonyms(refersTo).map((text) => ({ text, words: wordsOf(text), weight: 1 }));
  const best = bestOf([...own, ...namesOf(resource, field)], [id.words], field);
  return { value: best.value * id.certainty, reason: `the id of a record that Connec! calls ${refersTo}` };
}

function scoreWords(sides: Sides, field: Field, external: ExternalField): Score {
  const { leaf, parents } = wordsIn(external.path);
  // An id of another record is not its name.
  const isId = (idOf(external)?.certainty ?? 0) > 0.9 && !/(_id|code|number)$/.test(field.path) ? 0.4 : 1;
  const best = hasPlace(field.path)
    ? scorePlaced(sides, field, leaf, parents)
    : bestOf(
        namesOf(sides.resource, field),
        withoutOwn(sides.names, [...new Set([...parents, ...leaf])]),
        field,
      );
  return { ...best, value: best.value * isId };
}

function scorePlaced(sides: Sides, field: Field, leaf: readonly string[], parents: readonly string[]): Score {
  const inLeaf = withoutPlace(leaf, /\/line\d$/.test(field.path));
  const inParents = withoutPlace(parents, false);
  const words = withoutAddress([...new Set([...inParents.rest, ...inLeaf.rest])], field.path);
  const best = bestOf(namesOf(sides.resource, field), withoutOwn(sides.names, words), field);
  const agree = agreement(placeOf(field.path), new Set([...inParents.place, ...inLeaf.place]));
  const reason = agree === 1 ? best.reason : `${best.reason}, perhaps in another place`;
  return { value: best.value * agree, reason };
}

// "addressCity" is a city; an "address" alone is its first line.
function withoutAddress(words: string[], path: string): string[] {
  const rest = /email/.test(path) ? words : words.filter((word) => word !== 'address' && word !== 'location');
  return rest.every((word) => /^\d+$/.test(word)) ? words : rest;
}

/** The best of a field's names for what another is called in one of several ways. */
function bestOf(names: readonly Name[], called: readonly (readonly string[])[], field: Field): Score {
  const all = names.flatMap((name, index) =>
    called.map((words, way) => {
      const { share, words: common } = alike(plain(name.words, field), plain(words, field));
      return {
        value: name.weight * share * (way === 0 ? 1 : 0.98),
        reason: reasonFor(index === 0 || isLeaf(name, field), share, name, common),
      };
    }),
  );
  return all.reduce((best, next) => (next.value > best.value ? next : best), none);
}

const isLeaf = ({ words }: Name, { path }: Field) =>
  wordsOf(path.slice(path.lastIndexOf('/') + 1)).join() === words.join();

function reasonFor(isOwn: boolean, share: number, { text }: Name, common: readonly string[]): string {
  if (share < 0.9) return `both say "${common.join(' ')}"`;
  return isOwn ? 'the same name' : `often called "${text}"`;
}

// Whether a name says that it is a date, or true or false, is a matter of taste.
function plain(words: readonly string[], { type }: Field): string[] {
  if (type === 'boolean') return words.filter((word) => word !== 'is' && word !== 'has');
  if (type !== 'date') return [...words];
  return [...words.filter((word) => !['date', 'at', 'on', 'day', 'time', 'datetime'].includes(word)), 'date'];
}

/** With the name of the record in front of a name, and without: "invoiceNumber" is a number. */
function withoutOwn(names: readonly string[], words: readonly string[]): string[][] {
  const own = names
    .map(wordsOf)
    .find((name) => words.length > name.length && name.every((word, i) => word === words[i]));
  return own ? [[...words], words.slice(own.length)] : [[...words]];
}

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
  const grouped = parents.filter((word) => !GROUPS.has(word));
  const isEmpty = parents.length > 0 && leaf.every((word) => SAYS_NOTHING.has(word));
  return isEmpty ? { leaf: parents, parents: [] } : { leaf, parents: grouped };
}
