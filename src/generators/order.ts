import { collectionOf, referredBy } from '../connec/names.ts';
import { resourceOf } from '../connec/resources.ts';
import { didYouMean } from '../nearest.ts';
import type { Listing } from '../registry/add-entity.ts';
import { type KnownEntity, meantBy } from '../registry/known-entities.ts';
import { type EntityName, entityName, joined } from './entity-name.ts';
import type { Line } from './line.ts';

/** Where an entity belongs in the list: what is referred to comes before what refers to it. */
export function listingOf(
  { pascal }: EntityName,
  module: string,
  connecNames: readonly string[],
  lines: readonly Line[],
  entities: readonly KnownEntity[],
): Listing {
  const others = entities.filter(({ className }) => className !== pascal);
  const fresh = [{ className: pascal, connecNames: [...connecNames] } as KnownEntity];
  return {
    className: pascal,
    module,
    after: lines.flatMap((line) => targetsOf(line, others)).map(({ className }) => className),
    before: others.filter((other) => refersTo(other, fresh)).map(({ className }) => className),
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
  const waiting = lines.filter((line) => line.refersTo && targetsOf(line, known).length === 0);
  return waiting.map(({ connec, refersTo = '' }) => {
    const name = entityName(refersTo).kebab;
    const hint = didYouMean(name, entities.flatMap(namesOf));
    return `${connec} waits: no entity here is "${refersTo}" yet, and records that have one are held back until there is.${hint} ${hint ? 'Otherwise make' : 'Make'} it with: connector g entity ${name}`;
  });
}

/** References to records of which some have another id in the hub than in the application, one sentence each. */
export function prefixNotes(lines: readonly Line[], entities: readonly KnownEntity[]): string[] {
  return lines.flatMap((line) =>
    targetsOf(line, entities)
      .filter(({ idPrefixes = [] }) => idPrefixes.length > 0)
      .map(
        ({ className, idPrefixes = [] }) =>
          `${line.connec} refers to ${className}, some of whose ids begin with ${joined(idPrefixes.map((prefix) => `"${prefix}"`))} in Connec! alone: where ${line.external} can hold one of those, the mapper has to take that off, and put it back.`,
      ),
  );
}

/** What can be written behind "@" for an entity. */
function namesOf({ className, connecNames }: KnownEntity): string[] {
  return [className, ...connecNames].map((name) => entityName(name).kebab);
}

function targetsOf(
  { refersTo, refersByHub }: Line,
  entities: readonly KnownEntity[],
): readonly KnownEntity[] {
  return refersTo === undefined ? [] : meantBy(refersTo, entities, refersByHub);
}

/** Whether an entity that is there refers to one of those, by what is known of the hub's fields or else their names. */
function refersTo({ references, connecNames }: KnownEntity, entities: readonly KnownEntity[]): boolean {
  const fields = connecNames.flatMap((name) => resourceOf(collectionOf(name))?.fields ?? []);
  return references.some((path) => {
    const known = fields.find((field) => field.path === path)?.refersTo;
    const name = known ?? referredBy(path);
    return name !== undefined && meantBy(name, entities, known !== undefined).length > 0;
  });
}
