import type { Client } from '../../client.ts';
import type { Context, JsonObject } from '../../engine/index.ts';
import { BaseEntity } from '../../entity.ts';

<%= summary %>
export abstract class NumberedApart extends BaseEntity {
  /** Stands before the id that <%= application %> has: "<%= example %>". Not to be changed once records have travelled. */
  readonly idPrefix: string = '';

  override idFromExternal(record: JsonObject) {
    return `${this.idPrefix}${super.idFromExternal(record)}`;
  }

  override getExternal(context: Context<Client>, id: string) {
    return super.getExternal(context, this.withoutPrefix(id));
  }

  override updateExternal(context: Context<Client>, record: JsonObject, id: string) {
    return super.updateExternal(context, record, this.withoutPrefix(id));
  }

  /** The id as <%= application %> has it. */
  protected withoutPrefix(id: string): string {
    return id.startsWith(this.idPrefix) ? id.slice(this.idPrefix.length) : id;
  }
}
