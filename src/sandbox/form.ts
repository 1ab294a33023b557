import { type Html, html } from './html.ts';
import { type JsonObject, readPath } from './record.ts';

/** One text of a record that a person may edit: where it is, and what it is called. */
export interface Field {
  path: string;
  label: string;
}

/** `address_work/billing/city` → "Address work · billing · city" */
export function labelOf(path: string): string {
  const text = path.replaceAll('_', ' ').replaceAll('/', ' · ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Inputs for the fields, named by their paths. */
export function textInputs(fields: Field[], record: JsonObject): Html[] {
  return fields.map(
    ({ path, label }) => html`<label><span>${label}</span>
<input name="${path}" value="${textAt(record, path)}" autocomplete="off"></label>`,
  );
}

/** A list to choose one of. */
export function select(
  name: string,
  label: string,
  options: [value: string, text: string][],
  chosen: string,
): Html {
  return html`<label><span>${label}</span><select name="${name}">${options.map(
    ([value, text]) => html`<option value="${value}" ${value === chosen && SELECTED}>${text}</option>`,
  )}</select></label>`;
}

/** Those of `fields` whose text a person changed; emptied ones are null. */
export function changedTexts(
  fields: Field[],
  record: JsonObject,
  form: Record<string, string>,
): [string, string | null][] {
  return fields.flatMap(({ path }): [string, string | null][] => {
    const text = form[path];
    if (text === undefined || text === textAt(record, path)) return [];
    return [[path, text.trim() === '' ? null : text.trim()]];
  });
}

const SELECTED = html`selected`;

function textAt(record: JsonObject, path: string): string {
  const value = readPath(record, path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
