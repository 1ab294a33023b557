import { call, list, literal, quoted } from '../code/layout.ts';
import { typeImport } from '../code/type-layout.ts';
import { capital, type EntityName, entityName, withArticle } from './entity-name.ts';
import type { EntityAnswers } from './entity-questions.ts';
import type { Line } from './line.ts';
import { fieldsIn } from './matching.ts';
import type { RecordTypes } from './record-code.ts';
import { recordNames } from './record-name.ts';
import type { Sides } from './sides.ts';

/** What templates/entity/src asks for; `types` are those of its records, where they are known. */
export function entityCode(
  name: EntityName,
  answers: EntityAnswers,
  sides: Sides,
  lines: readonly Line[],
  application: string,
  types?: RecordTypes,
): Record<string, unknown> {
  const names = recordNames(lines);
  const mapperName = `${name.camel}Mapper`;
  return {
    file: name.kebab,
    className: name.pascal,
    usesRecord: names !== undefined,
    ...aboveMapper(name, lines, names !== undefined, types),
    mapper: {
      name: mapperName,
      code: mapperCode(
        lines.map((line) => ruleCode(line, '    ')),
        name.spaced,
        '',
        `export const ${mapperName} = `,
        types && `<${types.connec}, ${types.external}>`,
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

function aboveMapper(
  { kebab }: EntityName,
  lines: readonly Line[],
  usesRecord: boolean,
  types?: RecordTypes,
) {
  const declarations = lines.flatMap(({ declaration }) => declaration ?? []);
  const usesChoices = declarations.some((code) => code.includes('= choices('));
  const engine = [
    ...(usesChoices ? ['choices'] : []),
    ...(usesRecord ? ['type JsonObject'] : []),
    'map',
    'mapper',
  ];
  return {
    engineImports: engine.join(', '),
    recordImport: types ? `${typeImport([types.connec, types.external], `../records/${kebab}.ts`)}\n` : '',
    declarations: declarations.map((code) => `${code}\n\n`).join(''),
  };
}

/** A mapper in code, as Biome lays it out behind `before`; `rules` are laid out for a line each. */
export function mapperCode(
  rules: readonly string[],
  name: string,
  indent: string,
  before: string,
  types = '',
): string {
  const options = `{ name: ${quoted(name)} }`;
  const close = call(`mapper${types}`, [`[${rules.join(', ')}]`, options], indent, before, ';');
  if (!rules.join().includes('\n') && !close.startsWith(`mapper${types}(\n`)) return close;
  return `mapper${types}(\n${indent}  ${list(rules, `${indent}  `, '', ',')},\n${indent}  ${options},\n${indent})`;
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
