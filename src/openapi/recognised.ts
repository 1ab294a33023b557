/** A fact that a description tells, and what tells it, as the end of "…, for". */
export interface Recognised<Value> {
  value: Value;
  because: string;
}

/** A fact about most collections of an API. */
export interface Common<Value> extends Recognised<Value> {
  /** Names of the collections for which it does not hold. */
  exceptions: string[];
}

/**
 * What most of `things` have in common, as `recognise` sees each of them; the earlier one of two that are equally
 * common. undefined when it sees nothing in any.
 */
export function mostCommon<Thing extends { name: string }, Value>(
  things: readonly Thing[],
  recognise: (thing: Thing) => Recognised<Value> | undefined,
): Common<Value> | undefined {
  const groups = new Map<string, { fact: Recognised<Value>; names: string[] }>();
  for (const thing of things) {
    const fact = recognise(thing);
    if (!fact) continue;
    const key = JSON.stringify(fact.value);
    const group = groups.get(key) ?? { fact, names: [] };
    group.names.push(thing.name);
    groups.set(key, group);
  }
  const [most] = [...groups.values()].sort((one, other) => other.names.length - one.names.length);
  if (!most) return undefined;
  const others = things.map(({ name }) => name).filter((name) => !most.names.includes(name));
  return { ...most.fact, exceptions: others };
}
