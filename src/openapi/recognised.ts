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
 * common. undefined when it sees nothing in more of them: what is true of a few is not to be said of all.
 */
export function mostCommon<Thing, Value>(
  things: readonly Thing[],
  nameOf: (thing: Thing) => string,
  recognise: (thing: Thing) => Recognised<Value> | undefined,
): Common<Value> | undefined {
  const groups = new Map<string, { fact: Recognised<Value> | undefined; things: Thing[] }>();
  for (const thing of things) {
    const fact = recognise(thing);
    const key = JSON.stringify(fact?.value ?? null);
    const group = groups.get(key) ?? { fact, things: [] };
    group.things.push(thing);
    groups.set(key, group);
  }
  const silent = groups.get('null')?.things.length ?? 0;
  groups.delete('null');
  const [most] = [...groups.values()].sort((one, other) => other.things.length - one.things.length);
  if (!most?.fact || most.things.length < silent) return undefined;
  return { ...most.fact, exceptions: things.filter((thing) => !most.things.includes(thing)).map(nameOf) };
}
