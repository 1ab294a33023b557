import { quoted } from '../code/layout.ts';
import type { Described } from '../description/described.ts';
import { type ExternalField, fieldsOf } from '../description/fields.ts';
import type { Line } from './line.ts';

/** Fields that the application refuses records without, and that nothing is mapped to. */
export function requiredNotes(lines: readonly Line[], described: Described, application: string): string[] {
  const written = lines.filter(({ only }) => only !== 'toConnec').map(({ external }) => external);
  const isWritten = ({ path }: ExternalField) =>
    written.some((other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`));
  return fieldsOf(described.schema)
    .filter((field) => field.isRequired && !field.isReadOnly && !isWritten(field))
    .filter((field, _, all) => !all.some(({ path }) => field.path.startsWith(`${path}/`)))
    .map(
      ({ path }) =>
        `${application} takes no record without ${path}, and nothing is mapped to it: add a line for it, or one that always says the same, as in constant('toExternal', ${quoted(path)}, …).`,
    );
}
