import { fingerprint } from './fingerprint.ts';
import type { Pass } from './pass.ts';
import { readPath } from './path.ts';
import { isBlank, type JsonObject } from './record.ts';

/**
 * An external record was offered to the hub for the first time, and the hub did not say whether it has it already:
 * what it has that is like it must not be created in external before it has said so.
 *
 * @param record in the hub's terms.
 */
export function noteUnmatched(pass: Pass, record: JsonObject): void {
  for (const key of matchKeys(pass, record)) pass.unmatched.add(key);
}

/** Whether a record of the hub, which external does not have, may be one that the hub has not answered for. */
export function mayBeUnmatched(pass: Pass, record: JsonObject): boolean {
  return pass.unmatched.size > 0 && matchKeys(pass, record).some((key) => pass.unmatched.has(key));
}

/** What the hub compares, for each list of matching fields that the record has all values of. */
function matchKeys({ matchingPaths }: Pass, record: JsonObject): string[] {
  return matchingPaths.flatMap((paths, i) => {
    const values = paths.map((path) => valueAt(record, path));
    return values.some(isBlank) ? [] : [fingerprint([i, ...values.map(String)])];
  });
}

function valueAt(record: JsonObject, path: Parameters<typeof readPath>[1]) {
  try {
    return readPath(record, path);
  } catch {
    return undefined; // Not a record that the hub could compare.
  }
}
