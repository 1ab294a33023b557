import pluralize from 'pluralize';
import { collectionOf } from '../connec/names.ts';
import { type Resource, resourceOf } from '../connec/resources.ts';
import { entityName } from './entity-name.ts';
import type { EntityAnswers } from './entity-questions.ts';

/** The names of records on both sides, and what is known of them in the hub. */
export interface Sides {
  connecName: string;
  externalName: string;
  /** In the application's API. */
  collection: string;
  singleton: boolean;
  resource: Resource | undefined;
}

type Named = Pick<EntityAnswers, 'name' | 'connec' | 'external' | 'collection' | 'singleton'>;

/** What the answers say of both sides, completed by the entity's name. */
export function sidesOf({ name, connec, external, collection, singleton: asked }: Named): Sides {
  const { spaced, snake } = entityName(name);
  const connecName = connec ?? spaced;
  const externalName = external ?? snake;
  const single = resourceOf(collectionOf(connecName, true));
  const resource = resourceOf(collectionOf(connecName)) ?? single;
  const singleton = asked === true || (resource === single && single?.singleton === true);
  return {
    connecName,
    externalName,
    collection: collection ?? (singleton ? externalName : pluralize(externalName)),
    singleton,
    resource,
  };
}
