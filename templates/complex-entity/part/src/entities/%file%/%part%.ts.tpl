import { constant, <%= isRouted ? 'type JsonObject, ' : '' %>mapper } from '../../engine/index.ts';
<% if (isRouted) { -%>
import { connecKind } from './kinds.ts';
<% } -%>
import { <%= base.className %>, <%= base.rules %> } from './<%= base.file %>.ts';

/** <%= summary %> */
export class <%= className %> extends <%= base.className %> {
  readonly externalName = <%= externalName %>;
  readonly collection = <%= collection %>;
  readonly mapper = <%= mapper %>;
<% if (isRouted) { %>
  override takesFromExternal(record: JsonObject) {
    return connecKind(record) === this.connecName;
  }
<% } -%>
}
