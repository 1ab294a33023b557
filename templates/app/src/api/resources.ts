import type { Resource } from './resource.ts';
import { idMaps } from './resources/id-maps.ts';
import { organizations } from './resources/organizations.ts';
import { synchronizations } from './resources/synchronizations.ts';
import { users } from './resources/users.ts';

/** What the JSON:API has (contract 237): one file of resources/ each. */
export const resources: readonly Resource[] = [organizations, users, synchronizations, idMaps];

/** By type, for a type that is here. */
export function resourceOf(type: string): Resource {
  const found = resources.find((resource) => resource.type === type);
  if (!found) throw new Error(`there is no resource "${type}"`);
  return found;
}
