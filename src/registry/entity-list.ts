import { type Node, NotUnderstoodError, parse, type Syntax, sourceOf } from './syntax.ts';

/** The list of entities, from a project's folder. */
export const LIST = 'src/entities/index.ts';

/** src/entities/index.ts, as far as entities are imported and listed in it. */
export interface EntityList extends Syntax {
  imports: Import[];
  /** The list itself, brackets included. */
  array: Node;
  elements: Element[];
}

/** An import statement. */
export interface Import {
  node: Node;
  from: string;
  /** Local names; types among them. */
  names: string[];
}

/** An item of the list. A spread, a call and the like have no class. */
export interface Element {
  node: Node;
  code: string;
  className?: string;
}

/**
 * Reads the text of src/entities/index.ts.
 *
 * @throws {NotUnderstoodError} when there is no list called `entities` in it, or it is not a plain list.
 */
export function readEntityList(text: string): EntityList {
  const syntax = parse(text);
  const array = findArray(syntax);
  const items = array.elements as (Node | null)[];
  if (items.includes(null)) throw new NotUnderstoodError('the list of entities has a hole in it');
  return {
    ...syntax,
    array,
    imports: syntax.statements.filter(({ type }) => type === 'ImportDeclaration').map(toImport),
    elements: (items as Node[]).map((node) => ({
      node,
      code: sourceOf(syntax, node),
      ...(isNew(node) ? { className: (node.callee as Node).name as string } : {}),
    })),
  };
}

/** Every name that the file declares or imports at its top. */
export function declaredNames({ statements, imports }: EntityList): Set<string> {
  const declared = statements.flatMap((statement) => {
    const declaration = (statement.declaration as Node | null | undefined) ?? statement;
    const variables = (declaration.declarations as Node[] | undefined) ?? [declaration];
    return variables.flatMap(({ id }) => ((id as Node | undefined)?.name as string | undefined) ?? []);
  });
  return new Set([...declared, ...imports.flatMap(({ names }) => names)]);
}

function findArray(syntax: Syntax): Node {
  const found = syntax.statements
    .map(
      (statement) =>
        (statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement) as Node,
    )
    .filter((statement) => statement?.type === 'VariableDeclaration')
    .flatMap(({ declarations }) => declarations as Node[])
    .filter(({ id }) => (id as Node).name === 'entities');
  if (found.length !== 1) throw new NotUnderstoodError('there is no "const entities = […]" in it');
  const value = withoutTypes(found[0]?.init as Node | undefined);
  if (value?.type !== 'ArrayExpression') throw new NotUnderstoodError('"entities" is not a plain list there');
  return value;
}

/** The value itself of `[…] as const`, `[…] satisfies X`, `([…])`. */
function withoutTypes(node: Node | undefined): Node | undefined {
  return node?.expression ? withoutTypes(node.expression as Node) : node;
}

function toImport(node: Node): Import {
  return {
    node,
    from: (node.source as Node).value as string,
    names: (node.specifiers as Node[]).map(({ local }) => (local as Node).name as string),
  };
}

function isNew({ type, callee, arguments: given }: Node): boolean {
  return type === 'NewExpression' && (callee as Node).type === 'Identifier' && (given as Node[]).length === 0;
}
