import type { Line } from './line.ts';

/** So many calls of this process at a time. */
export interface Places {
  take(signal?: AbortSignal | null): Promise<void>;
  giveBack(): void;
}

/** @param count undefined: as many as there are callers. */
export function createPlaces(count: number | undefined, line: Line): Places {
  let free = count ?? Number.POSITIVE_INFINITY;
  return {
    async take(signal) {
      if (free > 0) free -= 1;
      else await line.wait(signal);
    },
    giveBack() {
      if (!line.next()) free += 1;
    },
  };
}
