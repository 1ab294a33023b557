import { collectionOf } from '../connec/names.ts';
import { resourceOf } from '../connec/resources.ts';
import type { Listing } from '../registry/add-entity.ts';
import { isMeant, type KnownEntity } from '../registry/known-entities.ts';
import { type EntityName, entityName } from './entity-name.ts';
import { type Line, targetOf } from './line.ts';

/** Where an entity belongs in the list: what is referred to comes before what refers to it. */
export function listingOf(
  { pascal }: EntityName,
  module: string,
  connecNames: readonly string[],
  lines: readonly Line[],
  entities: readonly KnownEntity[],
): Listing {
  const others = entities.filter(({ className }) => className !== pascal);
  const fresh = { className: pascal, connecNames: [...connecNames] } as KnownEntity;
  const targets = lines.flatMap(({ refersTo }) => refersTo ?? []);
  return {
    className: pascal,
    module,
    after: classesOf(others.filter((other) => targets.some((target) => isMeant(other, target)))),
    before: classesOf(others.filter((other) => targetsOf(other).some((target) => isMeant(fresh, target)))),
  };
}

/** What records will wait for: references to what no entity of the project is, one sentence each. */
export function waitingNotes(
  { pascal }: EntityName,
  connecNames: readonly string[],
  lines: readonly Line[],
  entities: readonly KnownEntity[],
): string[] {
  const known = [...entities, { className: pascal, connecNames: [...connecNames] } as KnownEntity];
  const waiting = lines.filter(
    ({ refersTo }) => refersTo && !known.some((entity) => isMeant(entity, refersTo)),
  );
  return waiting.map(({ connec, refersTo = '' }) => {
    const name = entityName(refersTo).kebab;
    return `${connec} waits: no entity here is "${refersTo}" yet, and records that have one are held back until there is. Make it with: connector g entity ${name}`;
  });
}

const classesOf = (entities: readonly KnownEntity[]) => entities.map(({ className }) => className);

function targetsOf({ references, connecNames }: KnownEntity): string[] {
  const resources = connecNames.map((name) => resourceOf(collectionOf(name)));
  return references.flatMap((path) =>
    [undefined, ...resources].flatMap((resource) => targetOf(path, resource) ?? []),
  );
}
