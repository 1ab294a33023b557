import { type AnyEntity, partsOf, publicName } from '../engine/index.ts';

/** What people call the entity's records on either side: "Contacts", "Contacts and leads" (contract 82, 103). */
export const externalNames = (entity: AnyEntity): string =>
  sentence(partsOf(entity).map((part) => publicName(part.externalName)));

export const connecNames = (entity: AnyEntity): string =>
  sentence(partsOf(entity).map((part) => publicName(part.connecName, part.singleton)));

function sentence(names: string[]): string {
  const [first = '', ...others] = [...new Set(names)];
  const words = [first, ...others.map((name) => name.toLowerCase())];
  return words.length < 2 ? first : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
