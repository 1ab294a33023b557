import type { Credentials, LinkField, LinkForm } from '../engine/index.ts';
import { isObject } from '../engine/index.ts';
import { texts } from '../texts.ts';

/** What was entered, or what is wrong with it: in words, by the name of the field. */
export type ReadCredentials = { credentials: Credentials } | { errors: Readonly<Record<string, string>> };

/** Longer than any key, and than a certificate that somebody pastes. */
const maxLength = 10_000;

/** Only the form's own fields are taken. What is secret is kept to the letter; other texts lose the space around. */
export function readCredentials({ fields }: LinkForm, given: unknown): ReadCredentials {
  const sent = fields.map((field) => ({ field, value: readField(field, given) }));
  const errors = sent.flatMap(({ field, value }) => {
    const error = errorIn(field, value);
    return error ? [[field.name, error]] : [];
  });
  if (errors.length > 0) return { errors: Object.fromEntries(errors) };
  const entered = sent.filter(({ value }) => value !== '');
  return { credentials: Object.fromEntries(entered.map(({ field, value }) => [field.name, String(value)])) };
}

/** Programs may send a number where the key is one. */
function readField({ name, kind }: LinkField, given: unknown): unknown {
  const value = isObject(given) && Object.hasOwn(given, name) ? given[name] : '';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && kind !== 'password' ? value.trim() : (value ?? '');
}

function errorIn(field: LinkField, value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > maxLength) return texts.link.errors.notText;
  if (value.trim() === '') return field.required === false ? undefined : texts.link.errors.missing;
  const isUnknown = field.kind === 'select' && !Object.hasOwn(field.options, value);
  return isUnknown ? texts.link.errors.unknownChoice : undefined;
}
