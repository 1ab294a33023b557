import type { JsonObject } from '../../engine/index.ts';
<% for (const { name, comment, flags, otherwise } of routes) { %>
/** <%= comment %> */
export function <%= name %>(record: JsonObject): string {
<% for (const { flag, kind } of flags) { -%>
  if (record.<%= flag %> === true) return <%= kind %>;
<% } -%>
  return <%= otherwise %>;
}
<% } -%>
