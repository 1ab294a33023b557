import { isObject, type JsonObject } from '../record.ts';
import { HubError, invalid } from './hub-error.ts';
import { entriesOf, type IdEntry } from './ids.ts';
import { isSingleton, type Target } from './target.ts';

/** What a write says of its record: the object under the resource's name (connec-api §4). @throws {HubError} 400. */
export function readAttributes(target: Target): JsonObject {
  const { resource } = target.collection;
  const { body } = target.request;
  const value = isObject(body) ? body[resource] : undefined;
  const attributes = isSingleton(target) && Array.isArray(value) ? value[0] : value;
  if (!isObject(attributes)) throw invalid(`the body must be {"${resource}": {…}}`);
  return attributes;
}

/** The names a write gives its record. @throws {HubError} 400 when they are not written like names. */
export function readNames({ id }: JsonObject): IdEntry[] {
  const names = entriesOf(id);
  if (Array.isArray(id) && id.length > 0 && names.length === 0)
    throw invalid('id must be a list of {"id", "provider", "realm"}');
  return names;
}

/** A new record cannot bring the id it wants (connec-api §7.1). @throws {HubError} 409. */
export function refusePlainId({ id }: JsonObject): void {
  if (typeof id !== 'string' && typeof id !== 'number') return;
  throw new HubError(409, 'Conflict', 'a new record cannot bring its id: send a list of external ids');
}
