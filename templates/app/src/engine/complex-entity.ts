import type { Context } from './context.ts';
import type { Entity } from './entity.ts';
import { underscore } from './names.ts';

/**
 * Several kinds of record on either side that belong together: people who are contacts or leads, an item that is a
 * product and a price. Each part pairs one Connec! name with one external name, and says which records are its own
 * (`takesFromConnec`, `takesFromExternal`). A collection that several parts share is read once; parts are written in
 * their order, page by page, so that a part may use the ids that the parts before it have made (`context.siblings`).
 */
export abstract class ComplexEntity<Client = unknown> {
  abstract readonly parts: readonly Entity<Client>[];

  /** Called once before and once after each pass over all its parts; what it puts into `context.bag` they find there. */
  async beforeSync(_context: Context<Client>): Promise<void> {}
  async afterSync(_context: Context<Client>): Promise<void> {}

  /** The entity's key in settings, logs and URLs; one switch for all its parts. */
  get key(): string {
    return underscore(this.constructor.name);
  }
  get canWriteConnec(): boolean {
    return this.parts.some((part) => part.canWriteConnec);
  }
  get canWriteExternal(): boolean {
    return this.parts.some((part) => part.canWriteExternal);
  }
}

/** What a connector lists in src/entities/index.ts. */
export type AnyEntity<Client = unknown> = Entity<Client> | ComplexEntity<Client>;

/** A plain entity is its own only part. */
export function partsOf<Client>(entity: AnyEntity<Client>): readonly Entity<Client>[] {
  return 'parts' in entity ? entity.parts : [entity];
}
