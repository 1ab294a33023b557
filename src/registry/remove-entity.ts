import { sameModule } from './add-import.ts';
import { type EntityList, type Import, readEntityList } from './entity-list.ts';
import { applyPieces, type Piece } from './piece.ts';
import { prove } from './prove.ts';
import { removeItem } from './remove-item.ts';
import { NotUnderstoodError } from './syntax.ts';

/**
 * The text of src/entities/index.ts without that entity's import and item; the same text when it has neither.
 *
 * @param module as in `addEntity`.
 * @throws {NotUnderstoodError} when they are not as they were written, or used for something else too.
 */
export function removeEntity(
  text: string,
  { className, module }: { className: string; module: string },
): string {
  const list = readEntityList(text);
  const found = list.imports.find(({ from, names }) => sameModule(from, module) && names.includes(className));
  const position = list.elements.findIndex((element) => element.className === className);
  if (!found && position === -1) return text;
  if (!found || position === -1 || found.names.length > 1 || usesOf(list, className) !== 2)
    throw new NotUnderstoodError(`${className} is used there in another way than it was written`);
  const edited = applyPieces(text, [removeImport(list, found), ...removeItem(list, position)]);
  prove(list, readEntityList(edited), {
    items: list.elements.map(({ code }) => code).toSpliced(position, 1),
    removed: found.from,
  });
  return edited;
}

function usesOf({ text, comments }: EntityList, className: string): number {
  const code = comments.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  return [...code.matchAll(new RegExp(`\\b${className}\\b`, 'g'))].length;
}

// With its line, and with the blank line behind it when it was the only import.
function removeImport({ text, imports }: EntityList, { node }: Import): Piece {
  const pattern = imports.length === 1 ? /^[ \t]*(\r?\n){0,2}/ : /^[ \t]*(\r?\n)?/;
  const rest = pattern.exec(text.slice(node.end))?.[0].length ?? 0;
  return { at: node.start, until: node.end + rest, insert: '' };
}
