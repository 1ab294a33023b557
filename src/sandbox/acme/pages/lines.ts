import { labelOf } from '../../form.ts';
import { type Html, html } from '../../html.ts';
import { isBlank, isObject, type JsonObject, type JsonValue } from '../../record.ts';
import { LINE_FIELDS } from '../collections.ts';

const NAMES = Object.keys(LINE_FIELDS);

/** The lines of a document as a table to edit, with one more to fill in. An emptied line goes. */
export function linesTable(field: string, value: JsonValue): Html {
  const rows = [...linesIn(value), {}];
  return html`<table><thead><tr>${NAMES.map((name) => html`<th>${labelOf(name)}</th>`)}</tr></thead>
<tbody>${rows.map((line, index) => html`<tr>${NAMES.map((name) => cell(field, index, name, line))}</tr>`)}</tbody></table>`;
}

/** The lines of the form; undefined when it says what is there already, or nothing of lines. */
export function linesOf(
  field: string,
  before: JsonValue,
  form: Record<string, string>,
): JsonValue[] | undefined {
  const count = Object.keys(form).filter((name) => name.endsWith(`/${NAMES[0]}`)).length;
  if (count === 0) return undefined;
  const rows = Array.from({ length: count }, (_, index) => lineOf(field, index, form));
  const lines = rows.filter((line) => !Object.values(line).every(isBlank));
  return JSON.stringify(lines) === JSON.stringify(linesIn(before)) ? undefined : lines;
}

const inputName = (field: string, index: number, name: string): string => `${field}/${index}/${name}`;

function cell(field: string, index: number, name: string, line: JsonObject): Html {
  const label = `${labelOf(name)} of line ${index + 1}`;
  return html`<td><input name="${inputName(field, index, name)}" aria-label="${label}" value="${textOf(line[name])}" autocomplete="off"></td>`;
}

function lineOf(field: string, index: number, form: Record<string, string>): JsonObject {
  return Object.fromEntries(
    Object.entries(LINE_FIELDS).map(([name, type]) => {
      const text = form[inputName(field, index, name)]?.trim() ?? '';
      return [name, text === '' ? null : type === 'number' ? Number(text) : text];
    }),
  );
}

const linesIn = (value: JsonValue): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const textOf = (value: JsonValue): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
