import pluralize from 'pluralize';
import { block, list, quoted } from '../code/layout.ts';
import { sampleRecord } from '../code/sample-record.ts';
import { type Member, mapperCode, matchingCode, ruleCode } from './entity-code.ts';
import type { EntityName } from './entity-name.ts';
import { withArticle } from './entity-name.ts';
import { flagOfKind, type Kind, type Part } from './kinds.ts';
import { recordNames } from './record-name.ts';

/** What templates/complex-entity/entity asks for. */
export function wholeCode(
  name: EntityName,
  kinds: readonly Kind[],
  externals: readonly EntityName[],
  parts: readonly Part[],
  application: string,
): Record<string, unknown> {
  const ofConnec = kinds.map(({ name: kind }) => pluralize(kind.spaced)).join(' and ');
  const ofExternal = externals.map(({ spaced }) => pluralize(spaced)).join(' or ');
  const made = parts.map(({ name: part }) => `new ${part.pascal}()`);
  return {
    file: name.kebab,
    className: name.pascal,
    summary: `${capital(ofConnec)} of Connec!, which are ${ofExternal} of ${application}.`,
    partList: list(made, '  ', '  readonly parts = ', ';'),
    parts: parts
      .map((part) => ({
        className: part.name.pascal,
        file: part.name.kebab,
        samples: samplesOf(part, kinds, externals),
      }))
      .sort((a, b) => (a.file < b.file ? -1 : 1)),
    routes: [
      ...routeOf(
        'connecKind',
        'Connec!',
        application,
        kinds.map((kind) => kind.name),
        'spaced',
      ),
      ...routeOf('externalKind', application, 'Connec!', externals, 'snake'),
    ],
  };
}

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
  const before = (member: string) => `  override readonly ${member} = `;
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

/** What templates/complex-entity/part asks for. */
export function partCode(
  file: string,
  { name, kind, external, sides }: Part,
  kinds: readonly Kind[],
  externals: readonly EntityName[],
  application: string,
): Record<string, unknown> {
  const rules = `${kind.name.camel}Rules`;
  const constants = [
    ...flagsOf(externals, external).map(([flag, value]) => `constant('toConnec', '${flag}', ${value})`),
    ...flagsOf(
      kinds.map((other) => other.name),
      kind.name,
    ).map(([flag, value]) => `constant('toExternal', '${flag}', ${value})`),
  ];
  const label = `${kind.name.spaced} as ${external.spaced}`;
  return {
    file,
    part: name.kebab,
    className: name.pascal,
    isRouted: kinds.length > 1,
    base: { className: kind.name.pascal, rules, file: kind.name.kebab },
    summary: `${capital(withArticle(kind.name.spaced))} of Connec! that is ${withArticle(external.spaced)} of ${application}.`,
    externalName: quoted(external.snake),
    collection: quoted(sides.collection),
    mapper: mapperCode([...constants, `...${rules}`], label, '  ', '  readonly mapper = '),
  };
}

/** Each flag of one side with whether it is set for `own`; the first kind has none. */
function flagsOf([, ...others]: readonly EntityName[], own: EntityName): [flag: string, value: boolean][] {
  return others.map((other) => [flagOfKind(other), other === own]);
}

function samplesOf(
  { kind, external }: Part,
  kinds: readonly Kind[],
  externals: readonly EntityName[],
): { connec: string; external: string } {
  const values = (side: 'connec' | 'external') =>
    kind.lines.map((line) => [line[side], line.sample[side]] as const);
  const names = kinds.map(({ name }) => name);
  return {
    connec: block(sampleRecord([...values('connec'), ...flagsOf(externals, external)]), '    '),
    external: block(sampleRecord([...values('external'), ...flagsOf(names, kind.name)]), '    '),
  };
}

function routeOf(
  name: string,
  to: string,
  from: string,
  kinds: readonly EntityName[],
  form: 'spaced' | 'snake',
): object[] {
  const [first, ...others] = kinds;
  if (!first || others.length === 0) return [];
  const choices = kinds.map(({ spaced }) => withArticle(spaced)).join(' or ');
  return [
    {
      name,
      comment: `Whether a record of ${from} is ${choices} of ${to}. Say here what really tells them apart.`,
      flags: others.map((kind) => ({ flag: flagOfKind(kind), kind: quoted(kind[form]) })),
      otherwise: quoted(first[form]),
      title: quoted(
        `a record of ${from} that does not say what it is becomes ${withArticle(first.spaced)} of ${to}`,
      ),
    },
  ];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
