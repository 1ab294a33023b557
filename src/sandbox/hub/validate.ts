import { isObject, type JsonObject } from '../record.ts';
import { invalid } from './hub-error.ts';

/** Fields that are blocks: a mapping that writes text to them is wrong, and the hub says so. */
const BLOCKS = new Set([
  'address',
  'address_home',
  'address_work',
  'contact_channel',
  'email',
  'phone',
  'phone_home',
  'phone_work',
  'website',
]);

const LISTS = new Set(['lines', 'notes', 'payment_lines', 'tasks', 'ticket_classes', 'time_sheet_lines']);

/** @throws {HubError} 400, naming the first field of the wrong kind. */
export function checkAttributes(attributes: JsonObject): void {
  for (const [field, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (BLOCKS.has(field) && !isObject(value))
      throw invalid(`${field} must be an object, as in ${example(field)}`);
    if (LISTS.has(field) && !Array.isArray(value)) throw invalid(`${field} must be a list`);
    if (field.startsWith('is_') && typeof value !== 'boolean')
      throw invalid(`${field} must be true or false`);
  }
}

function example(field: string): string {
  if (field === 'email') return '{"email":{"address":"ada@example.org"}}';
  if (field === 'website') return '{"website":{"url":"https://example.org"}}';
  if (field.startsWith('phone')) return `{"${field}":{"landline":"+00 555 0100"}}`;
  return `{"${field}":{}}`;
}
