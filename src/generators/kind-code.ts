import { list, quoted } from '../code/layout.ts';
import { type Member, matchingCode, ruleCode } from './entity-code.ts';
import { capital, type EntityName, withArticle } from './entity-name.ts';
import type { Kind } from './kinds.ts';
import { recordNames } from './record-name.ts';

/** What templates/complex-entity/kind asks for. */
export function kindCode(
  file: string,
  kind: Kind,
  externals: readonly EntityName[],
  matching: readonly string[],
  application: string,
): Record<string, unknown> {
  const { name, lines } = kind;
  const rules = `${name.camel}Rules`;
  const codes = lines.map((line) => ruleCode(line, '  '));
  const names = recordNames(lines);
  const references = lines.filter(({ refersTo }) => refersTo).map(({ connec }) => quoted(connec));
  const matched = matching.filter((fields) =>
    fields.split(',').every((field) => lines.some(({ connec }) => connec === field)),
  );
  const members: Member[] = [{ name: 'connecName', code: quoted(name.spaced), override: false }];
  const before = (member: string) => `override readonly ${member} = `;
  if (references.length > 0)
    members.push({
      name: 'references',
      code: list(references, '  ', before('references'), ';'),
      override: true,
    });
  if (matched.length > 0)
    members.push({
      name: 'matchingFields',
      code: matchingCode(matched, before('matchingFields')),
      override: true,
    });
  return {
    file,
    kind: name.kebab,
    className: name.pascal,
    usesRecord: names !== undefined || externals.length > 1,
    isRouted: externals.length > 1,
    rules: { name: rules, code: list(codes, '', `export const ${rules} = `, ';') },
    summary: `${capital(withArticle(name.spaced))} of Connec!, whatever it is in ${application}.`,
    members,
    names: { Connec: names?.connec.code, External: names?.external.code },
  };
}
