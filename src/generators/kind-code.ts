import { list, quoted } from '../code/layout.ts';
import { recordMembers, ruleCode } from './entity-code.ts';
import { capital, withArticle } from './entity-name.ts';
import type { Kind, Whole } from './kinds.ts';
import { fieldsIn } from './matching.ts';
import { recordNames } from './record-name.ts';

/** What templates/complex-entity/kind asks for. */
export function kindCode(
  { name: { kebab: file }, externals, application }: Whole,
  { name, lines }: Kind,
  matching: readonly string[],
): Record<string, unknown> {
  const rules = `${name.camel}Rules`;
  const codes = lines.map((line) => ruleCode(line, '  '));
  const names = recordNames(lines);
  const connecName = { name: 'connecName', code: quoted(name.spaced), override: false };
  return {
    file,
    kind: name.kebab,
    className: name.pascal,
    usesRecord: names !== undefined || externals.length > 1,
    isRouted: externals.length > 1,
    rules: { name: rules, code: list(codes, '', `export const ${rules} = `, ';') },
    summary: `${capital(withArticle(name.spaced))} of Connec!, whatever it is in ${application}.`,
    members: [
      connecName,
      ...recordMembers(
        lines,
        matching.filter((fields) => areMapped(fields, lines)),
      ),
    ],
    names: { Connec: names?.connec.code, External: names?.external.code },
  };
}

const areMapped = (fields: string, lines: Kind['lines']) =>
  fieldsIn(fields).every((field) => lines.some(({ connec }) => connec === field));
