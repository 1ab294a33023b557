import { addEntity, type Listing } from '../registry/add-entity.ts';
import { sameModule } from '../registry/add-import.ts';
import { type EntityList, readEntityList } from '../registry/entity-list.ts';
import { isSameList } from '../registry/prove.ts';
import { removeEntity } from '../registry/remove-entity.ts';
import { NotUnderstoodError } from '../registry/syntax.ts';
import { UserError } from '../user-error.ts';
import { endingAs } from './merge-text.ts';

/**
 * Merges src/entities/index.ts by its entries, where lines do not say enough: what one side added to the list and took
 * out of it is done to what the other side has. One of the two must have changed nothing else.
 *
 * @returns undefined when a person has to look at it.
 */
export function mergeList(base: string, ours: string, theirs: string): string | undefined {
  try {
    const theirChanges = changesOf(base, theirs);
    if (theirChanges) return carriedOver(ours, theirChanges);
    const ourChanges = changesOf(base, ours);
    return ourChanges && endingAs(ours, carriedOver(theirs, ourChanges));
  } catch (error) {
    if (error instanceof NotUnderstoodError || error instanceof UserError) return undefined;
    throw error;
  }
}

interface ListChanges {
  added: Listing[];
  removed: Entry[];
}

type Entry = Pick<Listing, 'className' | 'module'>;

/** What was added and removed between two texts; undefined when something else is different too. */
function changesOf(before: string, after: string): ListChanges | undefined {
  const [old, fresh] = [before, after].map((text) => entriesOf(readEntityList(text))) as [Entry[], Entry[]];
  const changes = {
    added: fresh.filter((entry) => !has(old, entry)).map((entry) => listingAmong(fresh, entry)),
    removed: old.filter((entry) => !has(fresh, entry)),
  };
  const again = carriedOver(before, changes);
  return isSameList(readEntityList(again), readEntityList(after)) ? changes : undefined;
}

const carriedOver = (text: string, { added, removed }: ListChanges): string =>
  added.reduce(addEntity, removed.reduce(removeEntity, text));

/** The items of a list that are imported from a file next to it. */
function entriesOf({ elements, imports }: EntityList): Entry[] {
  return elements.flatMap(({ className }) => {
    const found = imports.find(({ names }) => className !== undefined && names.includes(className));
    return className && found ? [{ className, module: found.from.replace(/\.[jt]s$/, '') }] : [];
  });
}

const has = (entries: readonly Entry[], { className, module }: Entry): boolean =>
  entries.some((entry) => entry.className === className && sameModule(entry.module, module));

/** Where it stands among the others. */
function listingAmong(entries: readonly Entry[], entry: Entry): Listing {
  const names = entries.map(({ className }) => className);
  const at = names.indexOf(entry.className);
  return { ...entry, after: names.slice(0, at), before: names.slice(at + 1) };
}
