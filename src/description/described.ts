import { basename } from 'node:path';
import type { Place } from './pointer.ts';
import type { Schema } from './schema.ts';

/** What is known of the application's records of a kind. */
export interface Described {
  /** Where it is known from: "openapi.yaml#/components/schemas/Contact". */
  source: string;
  schema: Schema;
  /** It was seen in a record, which says nothing of what else there may be. */
  isSample: boolean;
}

/** A place as code tells of it: where the file lies differs from machine to machine. */
export function sourceName({ file, pointer }: Pick<Place, 'file' | 'pointer'>): string {
  return pointer === '' ? basename(file) : `${basename(file)}#${pointer}`;
}

const MOST_NAMES = 20;

/** "Account, Contact and 12 others" */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} others` : shown;
}
