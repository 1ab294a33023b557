import type { Files } from '../actions/template.ts';
import type { Listing } from '../registry/add-entity.ts';

/** What a generator wants to write into a project. Nothing is written yet. */
export interface Plan {
  /** Its generator and what it was given, as the ledger remembers them. */
  generator: string;
  name: string;
  parameters: string[];
  files: Files;
  /** How it is listed in src/entities/index.ts. */
  listing: Listing;
  /** What a person should know, one sentence each. */
  notes: string[];
}
