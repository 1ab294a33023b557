import { isSame } from '../actions/change.ts';
import { LIST } from '../registry/entity-list.ts';
import { mergePackage } from './merge-json.ts';
import { mergeList } from './merge-list.ts';
import { endingAs, mergeText } from './merge-text.ts';
import { type Step, skipping, writing } from './step.ts';

/** The three texts of a file; undefined where it is not there. */
export interface Versions {
  /** As it was generated. */
  base: string | undefined;
  /** As it is in the project. */
  ours: string | undefined;
  /** As it is generated now. */
  theirs: string | undefined;
}

/** What to do about a file that the template may have changed and the project as well; undefined when nothing. */
export function planFile(path: string, versions: Versions, label: string): Step | undefined {
  const { base, ours, theirs } = versions;
  if (theirs === undefined) return ours === undefined ? undefined : planRemoval(path, base, ours);
  if (ours === undefined) return planAbsent(path, base, theirs);
  if (isSame(ours, theirs)) return undefined;
  if (base === undefined) return skipping(path, 'is yours; the template has a file of that name now');
  if (isSame(base, theirs)) return undefined;
  if (isSame(ours, base)) return writing('update', path, ours, endingAs(ours, theirs));
  return path === 'package.json'
    ? planPackage(path, base, ours, theirs)
    : planMerge(path, base, ours, theirs, label);
}

function planRemoval(path: string, base: string | undefined, ours: string): Step | undefined {
  if (base !== undefined && isSame(ours, base)) return writing('remove', path, ours, undefined);
  return skipping(path, 'is no longer part of the template; you have edited it, so it is yours now');
}

function planAbsent(path: string, base: string | undefined, theirs: string): Step | undefined {
  if (base === undefined) return writing('create', path, undefined, theirs);
  return isSame(base, theirs)
    ? undefined
    : skipping(path, 'has changed; you have deleted it, so it stays away');
}

function planMerge(
  path: string,
  base: string,
  ours: string,
  theirs: string,
  label: string,
): Step | undefined {
  const { text, conflict } = mergeText(base, ours, theirs, label);
  const list = conflict && path === LIST ? mergeList(base, ours, theirs) : undefined;
  if (list !== undefined) return writing('merge', path, ours, list);
  if (conflict) return writing('conflict', path, ours, text, 'solve it between the markers');
  return isSame(text, ours) ? undefined : writing('merge', path, ours, text);
}

function planPackage(path: string, base: string, ours: string, theirs: string): Step | undefined {
  try {
    const { text, kept } = mergePackage(base, ours, theirs);
    const note = kept.length > 0 ? `yours stay, the template has others: ${kept.join(', ')}` : undefined;
    if (!isSame(text, ours)) return writing('merge', path, ours, endingAs(ours, text), note);
    return note ? skipping(path, note) : undefined;
  } catch (error) {
    return skipping(path, `is not JSON (${(error as Error).message})`);
  }
}
