import { imports, quoted } from '../code/layout.ts';
import { mapperCode } from './entity-code.ts';
import { capital, type EntityName, withArticle } from './entity-name.ts';
import { flagsOf, type Part } from './kinds.ts';

/** What templates/complex-entity/part asks for. */
export function partCode(
  file: string,
  { name, kind, external, sides }: Part,
  names: readonly EntityName[],
  externals: readonly EntityName[],
  application: string,
): Record<string, unknown> {
  const rules = `${kind.name.camel}Rules`;
  const constants = [
    ...flagsOf(externals, external).map(([flag, value]) => `constant('toConnec', '${flag}', ${value})`),
    ...flagsOf(names, kind.name).map(([flag, value]) => `constant('toExternal', '${flag}', ${value})`),
  ];
  const label = `${kind.name.spaced} as ${external.spaced}`;
  return {
    file,
    part: name.kebab,
    className: name.pascal,
    isRouted: names.length > 1,
    base: kind.name.pascal,
    imports: imports({
      [`./${kind.name.kebab}.ts`]: `${kind.name.pascal}, ${rules}`,
      ...(names.length > 1 ? { './kinds.ts': 'connecKind' } : {}),
    }),
    summary: `${capital(withArticle(kind.name.spaced))} of Connec! that is ${withArticle(external.spaced)} of ${application}.`,
    externalName: quoted(external.snake),
    collection: quoted(sides.collection),
    mapper: mapperCode([...constants, `...${rules}`], label, '  ', 'readonly mapper = '),
  };
}
