import { childOf, childrenOf, nameOf, type Place, referred } from './pointer.ts';
import type { Description } from './read.ts';

/** A schema and all that hold with it: what it refers to, and what its `allOf` lists. What says most comes last. */
export function gather(description: Description, place: Place, seen = new Set<string>()): Place[] {
  if (seen.has(nameOf(place))) return [];
  seen.add(nameOf(place));
  const reference = referred(description, place);
  const all = childOf(place, 'allOf');
  const others = [
    ...(reference ? [reference] : []),
    ...(all ? childrenOf(all).map(([, member]) => member) : []),
  ];
  return [...others.flatMap((other) => gather(description, other, seen)), place];
}
