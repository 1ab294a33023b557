import { UserError } from '../user-error.ts';
import { addImport, endingOf, sameModule } from './add-import.ts';
import { addItem } from './add-item.ts';
import { declaredNames, type EntityList, LIST, readEntityList } from './entity-list.ts';
import { applyPieces } from './piece.ts';
import { prove } from './prove.ts';

/** An entity to be listed. */
export interface Listing {
  className: string;
  /** Its file seen from src/entities, without an ending: "./sales-order". */
  module: string;
  /** Classes it refers to: it comes after them. */
  after: readonly string[];
  /** Classes that refer to it: it comes before them where that can be. */
  before: readonly string[];
}

/**
 * The text of src/entities/index.ts with one entity more in it; the same text when it is there already. What was
 * written is read again, and proven to be the old text with an import and an item more.
 *
 * @throws {NotUnderstoodError} when that cannot be done safely.
 * @throws {UserError} when another class has the name.
 */
export function addEntity(text: string, listing: Listing): string {
  const list = readEntityList(text);
  const { className } = listing;
  const from = `${listing.module}${endingOf(list)}`;
  const isImported = list.imports.some(
    (found) => sameModule(found.from, from) && found.names.includes(className),
  );
  if (isImported && list.elements.some((element) => element.className === className)) return text;
  if (!isImported) refuseTaken(list, className);

  const position = positionOf(list, listing);
  const item = `new ${className}()`;
  const pieces = [addItem(list, item, position)];
  if (!isImported) pieces.push(addImport(list, className, from));
  const edited = applyPieces(text, pieces);
  prove(list, readEntityList(edited), {
    items: list.elements.map(({ code }) => code).toSpliced(position, 0, item),
    added: isImported ? undefined : from,
  });
  return edited;
}

function refuseTaken(list: EntityList, className: string): void {
  if (!declaredNames(list).has(className)) return;
  const from = list.imports.find(({ names }) => names.includes(className))?.from;
  const place = from === undefined ? 'declared there' : `it comes from ${from}`;
  throw new UserError(
    `${LIST} has another ${className} already (${place}): choose another name. Nothing was written.`,
  );
}

/** The two lines of a listing, for whoever has to add them by hand. */
export function linesOf({ className, module }: Pick<Listing, 'className' | 'module'>): [string, string] {
  return [`import { ${className} } from '${module}.ts';`, `new ${className}(),`];
}

/** After the last of what it refers to; else before the first that refers to it; else at the end. */
function positionOf({ elements }: EntityList, { after, before }: Listing): number {
  const last = elements.findLastIndex(({ className }) => after.includes(className ?? ''));
  const first = elements.findIndex(({ className }, at) => at > last && before.includes(className ?? ''));
  return first === -1 ? elements.length : first;
}
