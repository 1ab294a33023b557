import { didYouMean } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import { isObject, own, ownText } from './json.ts';
import { type Description, decoded, fileOf, isAddress, labelOf, splitReference } from './read.ts';

/** Somewhere in a description, and what stands there. */
export interface Place {
  file: string;
  /** "/components/schemas/Contact"; the whole file is "". */
  pointer: string;
  value: unknown;
}

/**
 * What stands at a JSON pointer, "/components/schemas/Contact", in the file that was asked for or in another one.
 * References on the way are followed, the last one too.
 *
 * @throws {UserError} when nothing stands there.
 */
export function resolvePointer(description: Description, pointer: string, file = description.file): Place {
  const root = rootOf(description, file);
  const enter = (place: Place, key: string) => follow(description, step(description, place, key));
  return keysOf(pointer).reduce(enter, follow(description, root));
}

/**
 * Where a place refers to, and where that refers to, until it refers to nothing.
 *
 * @throws {UserError} when that is nowhere, on the web, or in a circle.
 */
export function follow(description: Description, place: Place): Place {
  return followOn(description, place, new Set());
}

/**
 * Where a place refers to: one step; undefined where it refers to nothing.
 *
 * @throws {UserError} when that is nowhere, on the web, or in a circle.
 */
export function referred(description: Description, place: Place): Place | undefined {
  return referredFrom(description, place, new Set());
}

/** What stands there under that key, not followed; undefined where there is none. */
export function childOf({ file, pointer, value }: Place, key: string): Place | undefined {
  const found = Array.isArray(value) ? value[Number(key)] : own(value, key);
  return found === undefined ? undefined : { file, pointer: `${pointer}/${escaped(key)}`, value: found };
}

/** Everything that stands there, by its key and not followed. */
export function childrenOf(place: Place): [key: string, place: Place][] {
  const keys = typeof place.value === 'object' && place.value !== null ? Object.keys(place.value) : [];
  return keys.flatMap((key) => {
    const child = childOf(place, key);
    return child ? [[key, child] as [string, Place]] : [];
  });
}

/** "openapi.yaml#/components/schemas/Contact" */
export function nameOf({ file, pointer }: Pick<Place, 'file' | 'pointer'>): string {
  return pointer === '' ? labelOf(file) : `${labelOf(file)}#${pointer}`;
}

// What was gone through so far is remembered: references may go round in circles, and through each other.
type Trail = Set<string>;

function followOn(description: Description, place: Place, trail: Trail): Place {
  const next = referredFrom(description, place, trail);
  return next ? followOn(description, next, trail) : place;
}

function referredFrom(description: Description, place: Place, trail: Trail): Place | undefined {
  const reference = ownText(place.value, '$ref');
  if (reference === undefined) return undefined;
  const { target, pointer } = splitReference(reference);
  if (isAddress(target)) throw onTheWeb(place, reference);
  if (trail.has(nameOf(place))) throw new UserError(`${nameOf(place)} refers to itself and to nothing else.`);
  trail.add(nameOf(place));
  const root = rootOf(description, target === '' ? place.file : fileOf(target, place.file));
  return keysOf(pointer).reduce((found, key) => step(description, found, key, place, trail), root);
}

// What is not there may be where the place refers to.
function step(
  description: Description,
  place: Place,
  key: string,
  from?: Place,
  trail: Trail = new Set(),
): Place {
  const child = childOf(place, key) ?? childOf(followOn(description, place, trail), key);
  if (child) return child;
  const missing = nameOf({ file: place.file, pointer: `${place.pointer}/${escaped(key)}` });
  const whose = from ? `, which ${nameOf(from)} refers to,` : '';
  const keys = isObject(place.value) ? Object.keys(place.value) : [];
  throw new UserError(`${missing}${whose} is not there.${didYouMean(key, keys)}`);
}

function rootOf({ files }: Description, file: string): Place {
  const value = files.get(file);
  if (value instanceof Error) throw value;
  return { file, pointer: '', value };
}

function onTheWeb(place: Place, reference: string): UserError {
  return new UserError(
    `${nameOf(place)} refers to ${reference}, and nothing is read from the web: save that file next to ${labelOf(place.file)}, and refer to it by its path.`,
  );
}

function keysOf(pointer: string): string[] {
  const text = decoded(pointer.replace(/^#/, ''));
  if (text === '' || text === '/') return [];
  if (!text.startsWith('/'))
    throw new UserError(`"${pointer}" is no pointer, as /components/schemas/Contact is.`);
  return text
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
