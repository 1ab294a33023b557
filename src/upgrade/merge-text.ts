import { merge } from 'node-diff3';
import { plain } from '../actions/change.ts';

/** A text that two sides have changed, put together. */
export interface Merged {
  text: string;
  /** Both changed the same lines: they stand in it between markers, as git writes them. */
  conflict: boolean;
}

/**
 * Merges what `ours` and `theirs` made of `base`, line by line. Lines end as those of `ours` do.
 *
 * @param label what to call their side in a marker
 */
export function mergeText(base: string, ours: string, theirs: string, label: string): Merged {
  const [a, o, b] = [ours, base, theirs].map((text) => plain(text).split('\n')) as [
    string[],
    string[],
    string[],
  ];
  const { conflict, result } = merge(a, o, b, { label: { a: 'yours', b: label } });
  return { text: endingAs(ours, result.join('\n')), conflict };
}

/** `text` with the line ends of `model`. */
export function endingAs(model: string, text: string): string {
  return model.includes('\r\n') ? plain(text).replaceAll('\n', '\r\n') : text;
}
