import { call, list, literal, quoted } from '../code/layout.ts';
import { capital, type EntityName, entityName, withArticle } from './entity-name.ts';
import type { EntityAnswers } from './entity-questions.ts';
import type { Line } from './line.ts';
import { fieldsIn } from './matching.ts';
import { recordNames } from './record-name.ts';
import type { Sides } from './sides.ts';

/** What templates/entity/src asks for. */
export function entityCode(
  name: EntityName,
  answers: EntityAnswers,
  sides: Sides,
  lines: readonly Line[],
  application: string,
): Record<string, unknown> {
  const names = recordNames(lines);
  const mapperName = `${name.camel}Mapper`;
  return {
    file: name.kebab,
    className: name.pascal,
    usesRecord: names !== undefined,
    mapper: {
      name: mapperName,
      code: mapperCode(
        lines.map((line) => ruleCode(line, '    ')),
        name.spaced,
        '',
        `export const ${mapperName} = `,
      ),
    },
    summary: summaryOf(sides, application),
    members: membersOf(mapperName, answers, sides, lines),
    names: { Connec: names?.connec.code, External: names?.external.code },
  };
}

/** "A contact of Acme is a person of Connec!." */
function summaryOf({ connecName, externalName }: Sides, application: string): string {
  const external = withArticle(entityName(externalName).spaced);
  return `${capital(external)} of ${application} is ${withArticle(connecName)} of Connec!.`;
}

/** A mapper in code, as Biome lays it out behind `before`; `rules` are laid out for a line each. */
export function mapperCode(rules: readonly string[], name: string, indent: string, before: string): string {
  const options = `{ name: ${quoted(name)} }`;
  const close = call('mapper', [`[${rules.join(', ')}]`, options], indent, before, ';');
  if (!rules.join().includes('\n') && !close.startsWith('mapper(\n')) return close;
  return `mapper(\n${indent}  ${list(rules, `${indent}  `, '', ',')},\n${indent}  ${options},\n${indent})`;
}

/** A line of a mapper in code. */
export function ruleCode({ connec, external, options }: Line, indent: string): string {
  const parameters = [quoted(connec), quoted(external), ...(options ? [options] : [])];
  return call('map', parameters, indent, '', ',');
}

/** A member of a class that is set where it is declared. */
export interface Member {
  name: string;
  code: string;
  override: boolean;
}

function membersOf(
  mapper: string,
  { matching = [], ...answers }: EntityAnswers,
  { connecName, externalName, collection, singleton }: Sides,
  lines: readonly Line[],
): Member[] {
  const own = { connecName, externalName, collection };
  const denied = (['writeConnec', 'writeExternal', 'updateConnec', 'updateExternal'] as const).filter(
    (name) => answers[name] === false,
  );
  return [
    ...Object.entries(own).map(([name, text]) => ({ name, code: quoted(text), override: false })),
    ...(singleton ? [overriding('singleton', () => 'true')] : []),
    { name: 'mapper', code: mapper, override: false },
    ...recordMembers(lines, matching),
    ...denied.map((name) => overriding(`can${capital(name)}`, () => 'false')),
  ];
}

/** How records refer to others and are recognised. In `matching` each text is a list with commas. */
export function recordMembers(lines: readonly Line[], matching: readonly string[]): Member[] {
  const references = lines.filter(({ refersTo }) => refersTo).map(({ connec }) => quoted(connec));
  const lists = matching.map(fieldsIn);
  const members = [];
  if (references.length > 0)
    members.push(overriding('references', (before) => list(references, '  ', before, ';')));
  if (lists.length > 0)
    members.push(overriding('matchingFields', (before) => literal(lists, '  ', before, ';')));
  return members;
}

function overriding(name: string, code: (before: string) => string): Member {
  return { name, code: code(`override readonly ${name} = `), override: true };
}
