import { isObject, type JsonObject, type JsonValue } from '../record.ts';
import { errorBody, HubError, invalid, notFound } from './hub-error.ts';
import { connecIdOf, entriesOf, type IdEntry } from './ids.ts';
import { findMatch } from './matching.ts';
import { present, type View } from './present.ts';
import { selectPage } from './query.ts';
import { createRecord, type Place, updateRecord, type Written } from './records.ts';
import { RESOURCES } from './resources.ts';
import { type Collection, collectionOf, findByNames, type StoredRecord } from './store.ts';
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

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Answers one call of Connec! API v2 (connec-api §1 to §9). Refusals are answers, too. */
export function answer(world: World, request: ApiRequest): ApiAnswer {
  try {
    return route(world, request);
  } catch (error) {
    const refusal = error instanceof HubError ? error : new HubError(500, 'Internal error', String(error));
    return { status: refusal.status, headers: JSON_TYPE, body: errorBody(refusal) };
  }
}

/** What a call is about, once its address is understood. */
interface Target {
  world: World;
  request: ApiRequest;
  group: Group;
  collection: Collection;
  id: string | undefined;
  query: URLSearchParams;
}

function route(world: World, request: ApiRequest): ApiAnswer {
  const target = locate(world, request);
  const member = target.id !== undefined || isSingleton(target);
  const handler = HANDLERS[`${request.method.toUpperCase()} ${member ? 'member' : 'collection'}`];
  if (!handler) throw new HubError(405, 'Method not allowed', `${request.method} is not possible here`);
  return handler(target);
}

const HANDLERS: Record<string, (target: Target) => ApiAnswer> = {
  'GET collection': list,
  'POST collection': create,
  'GET member': (target) => ok(target, memberOf(target)),
  'PUT member': update,
  'POST member': (target) => (isSingleton(target) ? update(target) : refusePost()),
};

function locate(world: World, request: ApiRequest): Target {
  const [path = '', search = ''] = splitOnce(request.url, '?');
  const parts = path
    .replace(/\.json$/, '')
    .split('/')
    .filter(Boolean)
    .map(decodeURIComponent);
  const [, , channel = '', resource = '', id, ...rest] = parts;
  const group = groupOf(world, request.app, channel);
  if (!Object.hasOwn(RESOURCES, resource)) throw invalid(`unknown resource ${resource || '(none)'}`);
  if (rest.length > 0) throw notFound(`nothing is at ${path}`);
  const collection = collectionOf(world.store, group.channel, resource);
  return { world, request, group, collection, id, query: new URLSearchParams(search) };
}

/** An application sees its own companies only; a foreign one is refused like a wrong key (connec-api §2). */
function groupOf(world: World, app: App, channel: string): Group {
  const group = world.groups.find((one) => one.app === app.id && [one.uid, one.channel].includes(channel));
  if (!group) throw new HubError(401, 'Unauthorized access', `${app.id} has no access to ${channel}`);
  return group;
}

function list(target: Target): ApiAnswer {
  const { collection, group, request, query } = target;
  const { records, next, ...counts } = selectPage(collection, query);
  const view = viewOf(target);
  const link = next && { next: `${request.origin}/api/v2/${group.uid}/${collection.resource}?${next}` };
  const body = {
    [collection.resource]: records.map((record) => present(view, record)),
    pagination: { ...counts, ...link },
  };
  return { status: 200, headers: JSON_TYPE, body };
}

/** By a name the hub knows, else by matching fields, else a new record (connec-api §7.1). */
function create(target: Target): ApiAnswer {
  const attributes = attributesOf(target);
  if (isPlain(attributes.id)) refusePost();
  const names = namesIn(attributes);
  const known =
    findByNames(target.collection, names) ??
    findMatch(target.collection, attributes, names, optionsOf(attributes).matching_fields);
  if (known) return ok(target, save(target, updateRecord(placeOf(target), known, attributes, names)));
  const record = save(target, createRecord(placeOf(target), attributes, names));
  const location = `${target.request.origin}/api/v2/${target.group.uid}/${target.collection.resource}/${connecIdOf(record.id)}`;
  return { ...ok(target, record), status: 201, headers: { ...JSON_TYPE, location } };
}

function update(target: Target): ApiAnswer {
  const attributes = attributesOf(target);
  const written = updateRecord(placeOf(target), memberOf(target), attributes, namesIn(attributes));
  return ok(target, save(target, written));
}

function memberOf({ collection, id, ...target }: Target): StoredRecord {
  const only = RESOURCES[collection.resource]?.singleton ? [...collection.records.values()][0] : undefined;
  const record = only ?? (id === undefined ? undefined : collection.records.get(id));
  if (!record) throw notFound(`no ${collection.resource} ${id ?? ''} in ${target.group.uid}`);
  return record;
}

function refusePost(): never {
  throw new HubError(409, 'Conflict', 'a new record cannot bring its id: send a list of external ids');
}

function save(target: Target, { record, changed }: Written): StoredRecord {
  const { world, group, collection, request } = target;
  const id = connecIdOf(record.id) ?? '';
  world.changed({
    channel: group.channel,
    resource: collection.resource,
    id,
    app: request.app.id,
    notable: changed,
  });
  return record;
}

function ok(target: Target, record: StoredRecord): ApiAnswer {
  const body = { [target.collection.resource]: present(viewOf(target), record) };
  return { status: 200, headers: JSON_TYPE, body };
}

function attributesOf({ collection, request }: Target): JsonObject {
  const body = isObject(request.body) ? request.body[collection.resource] : undefined;
  const attributes = Array.isArray(body) && RESOURCES[collection.resource]?.singleton ? body[0] : body;
  if (!isObject(attributes)) throw invalid(`the body must be {"${collection.resource}": {…}}`);
  return attributes;
}

function namesIn(attributes: JsonObject): IdEntry[] {
  const names = entriesOf(attributes.id);
  if (Array.isArray(attributes.id) && attributes.id.length > 0 && names.length === 0)
    throw invalid('id must be a list of {"id", "provider", "realm"}');
  return names;
}

const isSingleton = (target: Target): boolean => RESOURCES[target.collection.resource]?.singleton === true;
const isPlain = (id: JsonValue): boolean => typeof id === 'string' || typeof id === 'number';
const optionsOf = ({ opts }: JsonObject): JsonObject => (isObject(opts) ? opts : {});

const placeOf = ({ world, group, collection }: Target): Place => ({
  store: world.store,
  channel: group.channel,
  resource: collection.resource,
  now: world.now(),
});

function viewOf({ world, group, collection, request }: Target): View {
  return {
    collections: world.store.get(group.channel) ?? new Map(),
    channel: group.channel,
    group: group.uid,
    resource: collection.resource,
    externalIds: request.headers['connec-external-ids'] === 'true',
    countryCodes: request.headers['connec-country-format']?.toLowerCase() === 'alpha2',
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
