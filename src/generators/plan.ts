import type { Files } from '../actions/template.ts';
import type { Listing } from '../registry/add-entity.ts';
import type { Proposal } from './proposal.ts';

/** What a generator wants to write into a project. Nothing is written yet. */
export interface Plan {
  /** Its generator and what it was given, as the ledger remembers them. */
  generator: string;
  name: string;
  parameters: string[];
  files: Files;
  /** How it is listed in src/entities/index.ts, where it is an entity. */
  listing?: Listing;
  /** Files that nobody has edited since the tool wrote them are written over without a question. */
  replaces?: boolean;
  /** What was proposed to be mapped, with whether it was taken. */
  proposals?: (Proposal & { taken: boolean })[];
  /** What was recognised, and by what, one sentence each. */
  findings?: string[];
  /** What a person should know, one sentence each. */
  notes: string[];
}
