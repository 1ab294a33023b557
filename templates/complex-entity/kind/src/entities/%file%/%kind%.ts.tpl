import { <%= usesRecord ? 'type JsonObject, ' : '' %>map } from '../../engine/index.ts';
<% if (isRouted) { -%>
import { externalKind } from './kinds.ts';
import { NumberedApart } from './numbered-apart.ts';
<% } else { -%>
import { BaseEntity } from '../../entity.ts';
<% } -%>

// Left Connec!, right external.
export const <%= rules.name %> = <%= rules.code %>;

/** <%= summary %> */
export abstract class <%= className %> extends <%= isRouted ? 'NumberedApart' : 'BaseEntity' %> {
<% for (const { name, code, override } of members) { -%>
  <%= override ? 'override ' : '' %>readonly <%= name %> = <%= code %>;
<% } -%>
<% if (isRouted) { %>
  override takesFromConnec(record: JsonObject) {
    return externalKind(record) === this.externalName;
  }
<% } -%>
<% for (const [side, code] of Object.entries(names)) { %>
  nameFrom<%= side %>(<%= code === undefined ? '' : 'record: JsonObject' %>) {
    return <%= code === undefined ? 'undefined' : code %>;
  }
<% } -%>
}
