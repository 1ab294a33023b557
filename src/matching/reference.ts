import type { ExternalField } from '../description/fields.ts';
import { wordsOf } from './words.ts';

const SAYS_ID = new Set('fk guid id identifier key uid uuid'.split(' '));

/** The id of another record. */
export interface Id {
  /** What it is the id of. */
  words: readonly string[];
  /** How surely it is one, from 0 to 1. */
  certainty: number;
  /** Its name says that it is one. */
  isSaid: boolean;
}

/** What a field of the application is the id of; undefined where it cannot be one. */
export function idOf({ path, schema }: ExternalField): Id | undefined {
  const words = [
    ...new Set(
      path
        .replace(/\[\d+\]/g, '')
        .split('/')
        .flatMap(wordsOf),
    ),
  ];
  const rest = words.filter((word, index) => index === 0 || !SAYS_ID.has(word));
  if (rest.length < words.length) return { words: rest, certainty: 1, isSaid: true };
  if (schema.format === 'uuid') return { words, certainty: 0.85, isSaid: true };
  return schema.kind === 'number' ? { words, certainty: 0.7, isSaid: false } : undefined;
}

/** Whether a field is one that every record of an application has, and that the engine reads by itself. */
export function isOwn(path: string): boolean {
  return OWN.test(wordsOf(path).join(' '));
}

const OWN =
  /^(id|uuid|guid|self|href|etag|(date )?(created|creation|inserted|updated|update|modified|last modified|last updated|deleted)( (at|on|date|time|by|timestamp|id))*)$/;
