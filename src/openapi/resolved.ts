import { childrenOf, follow, type Place, resolvePointer } from '../description/pointer.ts';
import type { Description } from '../description/read.ts';
import { UserError } from '../user-error.ts';
import type { Document } from './document.ts';

/** A description with what its references stand for in their place. It may contain itself. */
export interface ResolvedDocument {
  document: Document;
  /** Why some references stand for nothing. */
  missing: string[];
}

/** Puts what they stand for in place of all references of a description. */
export function resolveAll(description: Description): ResolvedDocument {
  const copies = new Map<string, object>();
  const missing = new Set<string>();
  const root: { value?: unknown } = {};
  // A list of what is to be done: descriptions are deeper than a stack of calls.
  const open: [target: object, key: string, place: Place][] = [
    [root, 'value', resolvePointer(description, '')],
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const [target, key, place] = next;
    const found = followed(description, place, missing);
    if (typeof found?.value !== 'object' || found.value === null) {
      Reflect.set(target, key, found?.value);
      continue;
    }
    const name = `${found.file}#${found.pointer}`;
    const known = copies.get(name);
    const copy = known ?? (Array.isArray(found.value) ? [] : {});
    Reflect.set(target, key, copy);
    if (known) continue;
    copies.set(name, copy);
    for (const [inner, child] of childrenOf(found).reverse()) open.push([copy, inner, child]);
  }
  return { document: root.value as Document, missing: [...missing] };
}

function followed(description: Description, place: Place, missing: Set<string>): Place | undefined {
  try {
    return follow(description, place);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    missing.add(error.message);
    return undefined;
  }
}
