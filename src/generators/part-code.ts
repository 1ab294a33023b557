import { imports, quoted } from '../code/layout.ts';
import { idPrefixOf } from './apart-code.ts';
import { mapperCode } from './entity-code.ts';
import { capital, withArticle } from './entity-name.ts';
import { flagsOf, type Part, type Whole } from './kinds.ts';

/** What templates/complex-entity/part asks for. */
export function partCode(whole: Whole, { name, kind, external, sides }: Part): Record<string, unknown> {
  const rules = `${kind.name.camel}Rules`;
  const label = `${kind.name.spaced} as ${external.spaced}`;
  const isRouted = whole.kinds.length > 1;
  return {
    file: whole.name.kebab,
    part: name.kebab,
    className: name.pascal,
    isRouted,
    base: kind.name.pascal,
    imports: imports({
      [`./${kind.name.kebab}.ts`]: `${kind.name.pascal}, ${rules}`,
      ...(isRouted ? { './kinds.ts': 'connecKind' } : {}),
    }),
    summary: `${capital(withArticle(kind.name.spaced))} of Connec! that is ${withArticle(external.spaced)} of ${whole.application}.`,
    externalName: quoted(external.snake),
    collection: quoted(sides.collection),
    idPrefix: external === whole.externals[0] ? undefined : quoted(idPrefixOf(external)),
    mapper: mapperCode(
      [...flagRules(whole, kind, external), `...${rules}`],
      label,
      '  ',
      'readonly mapper = ',
    ),
  };
}

// What tells the other side which kind it is. They come first: nothing in the mapping says otherwise.
function flagRules({ kinds, externals }: Whole, kind: Part['kind'], external: Part['external']): string[] {
  const names = kinds.map(({ name }) => name);
  const rule =
    (direction: string) =>
    ([flag, value]: [string, boolean]) =>
      `constant('${direction}', '${flag}', ${value})`;
  return [
    ...flagsOf(externals, external).map(rule('toConnec')),
    ...flagsOf(names, kind.name).map(rule('toExternal')),
  ];
}
