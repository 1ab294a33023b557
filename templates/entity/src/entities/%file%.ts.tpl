import { <%= engineImports %> } from '../engine/index.ts';
import { BaseEntity } from '../entity.ts';
<%= recordImport %>
<%= declarations %>// Left Connec!, right external.
export const <%= mapper.name %> = <%= mapper.code %>;

/** <%= summary %> */
export class <%= className %> extends BaseEntity {
<% for (const { name, code, override } of members) { -%>
  <%= override ? 'override ' : '' %>readonly <%= name %> = <%= code %>;
<% } -%>
<% for (const [side, code] of Object.entries(names)) { %>
  nameFrom<%= side %>(<%= code === undefined ? '' : 'record: JsonObject' %>) {
    return <%= code === undefined ? 'undefined' : code %>;
  }
<% } -%>
}
