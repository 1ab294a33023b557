/** What happened to the records of one entity in one direction. */
export type Counts = {
  /** Read from the side they come from. */
  fetched: number;
  created: number;
  updated: number;
  /** Recognised by the hub as records it had under another id. */
  merged: number;
  /** Nothing to do: unchanged, inactive, switched off, older than the customer shares, or waiting for a reference. */
  skipped: number;
  /** Changed on both sides; counted in the direction that won. */
  conflicts: number;
  failed: number;
};

export type EntityCounts = {
  toConnec: Counts;
  toExternal: Counts;
  /** Why the entity was given up, where it was. */
  error?: string;
};

export const noCounts = (): Counts => ({
  fetched: 0,
  created: 0,
  updated: 0,
  merged: 0,
  skipped: 0,
  conflicts: 0,
  failed: 0,
});
