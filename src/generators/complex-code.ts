import pluralize from 'pluralize';
import { block, imports, list, quoted } from '../code/layout.ts';
import { sampleRecord } from '../code/sample-record.ts';
import { capital, type EntityName, joined, withArticle } from './entity-name.ts';
import { flagOfKind, flagsOf, type Part, type Whole } from './kinds.ts';

/** What templates/complex-entity/entity asks for. */
export function wholeCode(whole: Whole): Record<string, unknown> {
  const { name, kinds, externals, parts, application } = whole;
  const ofConnec = kinds.map((kind) => pluralize(kind.name.spaced)).join(' and ');
  const ofExternal = externals.map(({ spaced }) => pluralize(spaced)).join(' or ');
  const names = kinds.map((kind) => kind.name);
  const routes = [
    ...routeOf('connecKind', 'Connec!', application, names, 'spaced'),
    ...routeOf('externalKind', application, 'Connec!', externals, 'snake'),
  ];
  const made = parts.map((part) => `new ${part.name.pascal}()`);
  return {
    file: name.kebab,
    className: name.pascal,
    summary: `${capital(ofConnec)} of Connec!, which are ${ofExternal} of ${application}.`,
    partList: list(made, '  ', 'readonly parts = ', ';'),
    imports: importsOf(name, parts, routes),
    parts: parts.map((part) => ({ className: part.name.pascal, samples: samplesOf(part, whole) })),
    routes,
    apart: apartTest(whole),
  };
}

/** Shows that no two are taken for one; nothing where there is nothing to take for another. */
function apartTest({ kinds, externals, application, idField }: Whole) {
  if (externals.length < 2 || idField === undefined) return undefined;
  const alike = joined(externals.map(({ spaced }) => withArticle(spaced)));
  const records = joined(
    kinds.map(({ name }) => pluralize(name.spaced)),
    'or',
  );
  return {
    idField,
    title: quoted(
      `${alike} of ${application} that have one number are ${numeral(externals.length)} ${records} to Connec!`,
    ),
  };
}

const numeral = (count: number): string => ['no', 'one', 'two', 'three', 'four'][count] ?? String(count);

function importsOf({ kebab, pascal }: EntityName, parts: readonly Part[], routes: readonly Route[]) {
  const near = Object.fromEntries(parts.map(({ name }) => [`./${name.kebab}.ts`, name.pascal]));
  const all = { ...near, './index.ts': pascal, './kinds.ts': routes.map(({ name }) => name).join(', ') };
  const far = Object.entries(all).map(([from, names]) => [
    from.replace('.', `../../src/entities/${kebab}`),
    names,
  ]);
  return { index: imports(near), test: imports(Object.fromEntries(far)) };
}

function samplesOf(
  { kind, external }: Part,
  { kinds, externals }: Whole,
): { connec: string; external: string } {
  const values = (side: 'connec' | 'external') =>
    kind.lines.map((line) => [line[side], line.sample[side]] as const);
  const names = kinds.map(({ name }) => name);
  return {
    connec: block(sampleRecord([...values('connec'), ...flagsOf(externals, external)]), '    '),
    external: block(sampleRecord([...values('external'), ...flagsOf(names, kind.name)]), '    '),
  };
}

/** A function that tells what a record is on the other side. */
interface Route {
  name: string;
  comment: string;
  flags: { flag: string; kind: string }[];
  otherwise: string;
  /** What its test is called. */
  title: string;
}

function routeOf(
  name: string,
  to: string,
  from: string,
  kinds: readonly EntityName[],
  form: 'spaced' | 'snake',
): Route[] {
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
