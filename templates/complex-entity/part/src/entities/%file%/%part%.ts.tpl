import { constant, <%= isRouted ? 'type JsonObject, ' : '' %>mapper } from '../../engine/index.ts';
<%= imports %>

/** <%= summary %> */
export class <%= className %> extends <%= base %> {
  readonly externalName = <%= externalName %>;
  readonly collection = <%= collection %>;
<% if (idPrefix) { -%>
  override readonly idPrefix = <%= idPrefix %>;
<% } -%>
  readonly mapper = <%= mapper %>;
<% if (isRouted) { %>
  override takesFromExternal(record: JsonObject) {
    return connecKind(record) === this.connecName;
  }
<% } -%>
}
