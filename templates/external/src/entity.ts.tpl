<%= imports %>

/** How <%= application %> lists, creates and updates records of any kind: the base of every entity. */
export abstract class BaseEntity extends Entity<Client> {
  /** The collection in the API: <%= examples.collection %>. */
  abstract readonly collection: string;
<% for (const { name, todo } of denied) { -%>
<%= todo -%>
  override readonly <%= name %>: boolean = false;
<% } -%>
<% if (namesRecords) { %>
  /** What the API calls one record: <%= examples.record %>. */
  get recordName(): string {
    return this.externalName;
  }
<% } -%>
<% if (address.below) { %>
  /** Where the records of the linked account lie. */
<%= todo.below -%>
  path({ organization }: Context<Client>) {
    return `<%= address.below %>/${this.collection}`;
  }
<% } %>
<%= todo.id -%>
  idFromExternal(record: JsonObject): string | number {
<% if (id) { -%>
    return <%= id %>;
<% } else { -%>
    throw new Error('src/entity.ts does not say yet what the id of a record is', { cause: record });
<% } -%>
  }

<%= todo.updatedAt -%>
  updatedAtFromExternal(<%= updatedAt ? 'record: JsonObject' : '' %>) {
    return <%= updatedAt ?? 'undefined' %>;
  }

<%= todo.createdAt -%>
  createdAtFromExternal(<%= createdAt ? 'record: JsonObject' : '' %>) {
    return <%= createdAt ?? 'undefined' %>;
  }
<% if (inactive) { %>
  override inactiveFromExternal(record: JsonObject) {
    return <%= inactive %>;
  }
<% } else { %>
<%= todo.inactive -%>
<% } %>
<%= todo.since -%>
  listExternal(<%= list.parameters %>) {
<%= list.body -%>
  }

<% if (get) { -%>
<%= todo.answer -%>
  async getExternal(<%= context %>: Context<Client>, id: string) {
    try {
<%= get -%>
    } catch (error) {
      if (error instanceof RecordNotFoundError) return undefined;
      throw error;
    }
  }
<% } else { -%>
<%= todo.get -%>
  async getExternal(_context: Context<Client>, _id: string): Promise<JsonObject | undefined> {
    throw new Error('src/entity.ts does not say yet how one record is read');
  }
<% } -%>

<% if (create) { -%>
<%= todo.created -%>
  async createExternal(<%= context %>: Context<Client>, record: JsonObject<%= keyed ? ', key: string' : '' %>) {
<%= create -%>
  }
<% } else { -%>
<%= creationTodo -%>
  async createExternal(): Promise<JsonObject> {
    throw new RecordError('the API creates no records of this kind');
  }
<% } -%>

<% if (update) { -%>
  async updateExternal(<%= context %>: Context<Client>, record: JsonObject, id: string) {
<%= update -%>
  }
<% } else { -%>
  async updateExternal(_context: Context<Client>, _record: JsonObject, _id: string): Promise<undefined> {
    throw new RecordError('the API updates no records of this kind');
  }
<% } -%>
<% if (recordIn) { %>
  /** The record in an answer. */
  recordIn(answer: JsonObject) {
    return <%= recordIn %>;
  }
<% } -%>
}
