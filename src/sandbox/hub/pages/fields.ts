import { type Field, labelOf } from '../../form.ts';
import { isObject, type JsonObject } from '../../record.ts';
import { isIdList } from '../ids.ts';

/** What a person can fill in although a record has nothing there yet. */
const OFFERED: Record<string, string[]> = {
  organizations: [
    'name',
    'industry',
    'email/address',
    'phone/landline',
    'website/url',
    'address/billing/line1',
    'address/billing/city',
    'address/billing/postal_code',
    'address/billing/country',
  ],
  people: [
    'first_name',
    'last_name',
    'job_title',
    'email/address',
    'phone_work/landline',
    'address_work/billing/line1',
    'address_work/billing/city',
    'address_work/billing/postal_code',
    'address_work/billing/country',
  ],
};

const NOT_EDITED = new Set([
  'code',
  'status',
  'created_at',
  'updated_at',
  'group_id',
  'channel_id',
  'resource_type',
]);

/** The fields of a record's form: those offered for its kind, and every other text it has. */
export function fieldsOf(resource: string, record: JsonObject): Field[] {
  const offered = OFFERED[resource] ?? ['name'];
  const others = textPaths(record).filter((path) => !NOT_EDITED.has(path));
  return [...new Set([...offered, ...others])].map((path) => ({ path, label: labelOf(path) }));
}

/** What a person calls a record. */
export function titleOf(record: JsonObject): string {
  const { name, title, first_name, last_name, code } = record;
  const person = [first_name, last_name].filter(Boolean).join(' ');
  return [name, person, title, code].find((text) => typeof text === 'string' && text !== '') as string;
}

function textPaths(record: JsonObject, prefix = ''): string[] {
  return Object.entries(record).flatMap(([key, value]) => {
    if (typeof value === 'string') return [prefix + key];
    return isObject(value) && !isIdList(value) ? textPaths(value, `${prefix}${key}/`) : [];
  });
}
