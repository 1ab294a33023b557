import type { JsonObject } from '../record.ts';
import { errorBody, HubError } from './hub-error.ts';
import { connecIdOf } from './ids.ts';
import { findMatch } from './matching.ts';
import { present } from './present.ts';
import { selectPage } from './query.ts';
import { createRecord, updateRecord, type Written } from './records.ts';
import { findByNames, type StoredRecord } from './store.ts';
import { type ApiRequest, isSingleton, locate, memberOf, placeOf, type Target, viewOf } from './target.ts';
import type { World } from './world.ts';
import { readAttributes, readNames, refusePlainId } from './written.ts';

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Answers one call of Connec! API v2 (connec-api §1 to §9). Refusals are answers, too. */
export function answer(world: World, request: ApiRequest): ApiAnswer {
  try {
    return route(locate(world, request));
  } catch (error) {
    const refusal = error instanceof HubError ? error : new HubError(500, 'Internal error', String(error));
    return { status: refusal.status, headers: JSON_TYPE, body: errorBody(refusal) };
  }
}

function route(target: Target): ApiAnswer {
  const { method } = target.request;
  const kind = isSingleton(target) ? 'singleton' : target.id === undefined ? 'collection' : 'member';
  const handle = HANDLERS[kind][method.toUpperCase()];
  if (!handle) throw new HubError(405, 'Method not allowed', `${method} is not possible here`);
  return handle(target);
}

type Handler = (target: Target) => ApiAnswer;

const show: Handler = (target) => ok(target, memberOf(target));

const HANDLERS: Record<'singleton' | 'collection' | 'member', Record<string, Handler>> = {
  singleton: { GET: show, PUT: update, POST: update },
  collection: { GET: list, POST: create },
  member: { GET: show, PUT: update },
};

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
  const attributes = readAttributes(target);
  refusePlainId(attributes);
  const names = readNames(attributes);
  const known = findByNames(target.collection, names) ?? findMatch(target.collection, attributes, names);
  if (known) return ok(target, save(target, updateRecord(placeOf(target), known, attributes, names)));
  const record = save(target, createRecord(placeOf(target), attributes, names));
  const { request, group, collection } = target;
  const location = `${request.origin}/api/v2/${group.uid}/${collection.resource}/${connecIdOf(record.id)}`;
  return { ...ok(target, record), status: 201, headers: { ...JSON_TYPE, location } };
}

function update(target: Target): ApiAnswer {
  const stored = memberOf(target);
  const attributes = readAttributes(target);
  return ok(target, save(target, updateRecord(placeOf(target), stored, attributes, readNames(attributes))));
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
