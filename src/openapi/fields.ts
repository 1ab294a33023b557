import type { Collection } from './collections.ts';
import type { Schema } from './document.ts';
import { RECORD } from './envelope.ts';
import { type MomentForm, momentForm } from './moment.ts';
import type { Recognised } from './recognised.ts';
import { bare, choicesOf, fieldsOf, type Leaf, leavesOf, typeOf } from './schema.ts';

/** A field of every record, by the names on the way to it. */
export interface IdField {
  /** The record's name may be part of it: "{record}_id". */
  path: string[];
  type: 'number' | 'text';
}

export interface MomentField {
  path: string[];
  /** undefined: it is a number, and nothing tells of what. */
  form: MomentForm | undefined;
}

/** When a record is one that should not travel. */
export interface InactiveField {
  path: string[];
  /** `false` and `true`: when it is that; `set`: when it holds anything; else when it is none of these. */
  when: false | true | 'set' | { not: string };
}

const IDS = /^(_?id|uuid|guid|uid|key|identifier)$/i;
const PART = '(?:last)?(?:date|time)?';
const END = '(?:at|on|date|time|datetime|timestamp|utc|dateutc|timeutc|dateon)?';
const UPDATED = new RegExp(`^${PART}(?:updated?|modified|modification|changed?)${END}$`);
const CREATED = new RegExp(`^${PART}(?:created?|creation|added|inserted|inserteddate)${END}$`);

/** The field that names a record for good. */
export function idOf({
  record,
  recordName,
}: Pick<Collection, 'record' | 'recordName'>): Recognised<IdField> | undefined {
  const name = idName(record, recordName);
  if (name === undefined) return undefined;
  const type = typeOf(fieldsOf(record)[name]);
  const isOwn = !IDS.test(name) && name.startsWith(recordName);
  return {
    value: {
      path: [isOwn ? `${RECORD}${name.slice(recordName.length)}` : name],
      type: type === 'integer' || type === 'number' ? 'number' : 'text',
    },
    because: `records have "${name}"`,
  };
}

/** The name of that field: "id", "contact_id", "uuid". */
export function idName(record: Schema | undefined, recordName: string): string | undefined {
  const names = Object.keys(fieldsOf(record));
  return (
    names.find((name) => /^_?id$/i.test(name)) ??
    names.find((name) => bare(name) === bare(`${recordName}id`)) ??
    names.find((name) => IDS.test(name))
  );
}

/** When a record was changed last. */
export const updatedAtOf = (collection: Pick<Collection, 'record'>): Recognised<MomentField> | undefined =>
  momentOf(collection, UPDATED);

/** When a record came to be. */
export const createdAtOf = (collection: Pick<Collection, 'record'>): Recognised<MomentField> | undefined =>
  momentOf(collection, CREATED);

function momentOf(
  { record }: Pick<Collection, 'record'>,
  names: RegExp,
): Recognised<MomentField> | undefined {
  const moments = leavesOf(record, 2)
    .filter(({ path, schema }) => names.test(bare(path.at(-1) ?? '')) && isMoment(schema))
    .sort((one, other) => rank(one) - rank(other));
  const [leaf] = moments;
  if (!leaf) return undefined;
  return {
    value: { path: leaf.path, form: momentForm(leaf.schema) },
    because: `records have "${leaf.path.join('.')}"`,
  };
}

const isMoment = (schema: Leaf['schema']): boolean =>
  [undefined, 'string', 'integer', 'number'].includes(typeOf(schema));

// On the record itself before what lies in it; an instant before a day.
const rank = ({ path, schema }: Leaf): number =>
  path.length * 10 + (schema.format === 'date-time' ? 0 : schema.format === 'date' ? 2 : 1);

const WHEN_FALSE = /^(is)?(active|enabled)$/;
const WHEN_TRUE = /^(is)?(archived|deleted|inactive|disabled|trashed|removed)$/;
const WHEN_SET = /^(archived|deleted|deactivated|trashed|removed)(at|on|date|time)$/;
const STATES = /^(status|state|recordstatus|recordstate)$/;
const RESTING = /^(inactive|archived|deleted|disabled|trashed|removed|closed|suspended|gdprrequest)$/;

/** Fields that tell of a record which is no longer in use. */
export function inactiveOf({
  record,
  recordName,
}: Pick<Collection, 'record' | 'recordName'>): Recognised<InactiveField[]> | undefined {
  const found = leavesOf(record, 1).flatMap(({ path, schema }): InactiveField[] => {
    const name = bare(path[0] ?? '');
    const whole = path[0] ?? '';
    const isOwn = whole.startsWith(recordName) && whole.length > recordName.length;
    const when = whenInactive(isOwn ? bare(whole.slice(recordName.length)) : name, schema);
    const place = isOwn ? [`${RECORD}${whole.slice(recordName.length)}`] : path;
    return when === undefined ? [] : [{ path: place, when }];
  });
  if (found.length === 0) return undefined;
  return {
    value: found,
    because: `records have ${found.map(({ path }) => `"${path.join('.')}"`).join(' and ')}`,
  };
}

function whenInactive(name: string, schema: Leaf['schema']): InactiveField['when'] | undefined {
  const type = typeOf(schema);
  if (type === 'boolean' && WHEN_FALSE.test(name)) return false;
  if (type === 'boolean' && WHEN_TRUE.test(name)) return true;
  if (type === 'string' && WHEN_SET.test(name)) return 'set';
  if (!STATES.test(name)) return undefined;
  const choices = choicesOf(schema);
  const active = choices.find((choice) => /^active$/i.test(choice));
  const others = choices.filter((choice) => choice !== active);
  const areResting = others.length > 0 && others.every((choice) => RESTING.test(bare(choice)));
  return active !== undefined && areResting ? { not: active } : undefined;
}

/** What people call a record: the first of these that it has. */
export function nameIn(fields: ReturnType<typeof fieldsOf>): string | undefined {
  const names = Object.keys(fields);
  const wanted = [
    'name',
    'displayname',
    'companyname',
    'organizationname',
    'title',
    'fullname',
    'label',
    'email',
    'username',
    'login',
  ];
  return wanted
    .map((name) => names.find((other) => bare(other) === name && typeOf(fields[other]) !== 'object'))
    .find(Boolean);
}
