import { HubError, invalid, notFound } from './hub-error.ts';
import type { View } from './present.ts';
import type { Place } from './records.ts';
import { RESOURCES } from './resources.ts';
import { type Collection, collectionOf, type StoredRecord } from './store.ts';
import type { App, Group, World } from './world.ts';

/** A call of the API, from the network or from a batch. */
export interface ApiRequest {
  app: App;
  method: string;
  /** Path and query: `/api/v2/cld-1/people?$top=10`. */
  url: string;
  /** Where the hub was reached, for links in answers. */
  origin: string;
  /** Header names in lower case. */
  headers: Record<string, string | undefined>;
  body: unknown;
}

/** What a call is about, once its address is understood (connec-api §1). */
export interface Target {
  world: World;
  request: ApiRequest;
  group: Group;
  collection: Collection;
  id: string | undefined;
  query: URLSearchParams;
}

/** @throws {HubError} 400 for an unknown resource, 401 for a foreign company, 404 for a path that is too long. */
export function locate(world: World, request: ApiRequest): Target {
  const [path = '', search = ''] = splitOnce(request.url, '?');
  const parts = path
    .replace(/\.json$/, '')
    .split('/')
    .filter(Boolean)
    .map(decodeURIComponent);
  const [api, version, channel = '', resource = '', id, ...rest] = parts;
  if (api !== 'api' || version !== 'v2' || rest.length > 0) throw notFound(`nothing is at ${path}`);
  const group = groupOf(world, request.app, channel);
  if (!Object.hasOwn(RESOURCES, resource)) throw invalid(`unknown resource ${resource || '(none)'}`);
  const collection = collectionOf(world.store, group.channel, resource);
  return { world, request, group, collection, id, query: new URLSearchParams(search) };
}

export const isSingleton = ({ collection }: Target): boolean =>
  RESOURCES[collection.resource]?.singleton === true;

/** @throws {HubError} 404 when there is no such record. */
export function memberOf(target: Target): StoredRecord {
  const { collection, id = '', group } = target;
  const record = isSingleton(target) ? [...collection.records.values()][0] : collection.records.get(id);
  if (!record) throw notFound(`no ${collection.resource} ${id} in ${group.uid}`);
  return record;
}

export function placeOf({ world, group, collection }: Target): Place {
  return { store: world.store, channel: group.channel, resource: collection.resource, now: world.now() };
}

export function viewOf({ world, group, collection, request }: Target): View {
  return {
    collections: world.store.get(group.channel) ?? new Map(),
    channel: group.channel,
    group: group.uid,
    resource: collection.resource,
    externalIds: request.headers['connec-external-ids'] === 'true',
    countryCodes: request.headers['connec-country-format']?.toLowerCase() === 'alpha2',
  };
}

/** An application sees its own companies only; a foreign one is refused like a wrong key (connec-api §2). */
function groupOf(world: World, app: App, channel: string): Group {
  const group = world.groups.find((one) => one.app === app.id && [one.uid, one.channel].includes(channel));
  if (!group) throw new HubError(401, 'Unauthorized access', `${app.id} has no access to ${channel}`);
  return group;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
