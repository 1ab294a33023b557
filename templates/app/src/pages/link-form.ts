import { isObject, type LinkField, type LinkForm } from '../engine/index.ts';

/**
 * What the page "link" shows of a form.
 *
 * @param given what was sent, to be shown again where it is not secret.
 * @param errors by the name of the field.
 */
export function presentLinkForm(
  { fields }: LinkForm,
  given: unknown = {},
  errors: Readonly<Record<string, string>> = {},
) {
  return { fields: fields.map((field) => presentField(field, given, errors[field.name])), error: undefined };
}

function presentField(field: LinkField, given: unknown, error: string | undefined) {
  const { name, label, hint, kind, required = true } = field;
  const id = `field-${name}`;
  const notes = [...(hint ? [`${id}-hint`] : []), ...(error ? [`${id}-error`] : [])];
  return {
    id,
    name,
    label,
    hint,
    kind,
    required,
    error,
    /** The ids of what describes the field, for who does not see the page. */
    describedBy: notes.join(' '),
    value: kind === 'password' ? '' : sent(name, given),
    options: kind === 'select' ? Object.entries(field.options) : [],
  };
}

function sent(name: string, given: unknown): string {
  const value = isObject(given) && Object.hasOwn(given, name) ? given[name] : '';
  return typeof value === 'string' ? value : '';
}
