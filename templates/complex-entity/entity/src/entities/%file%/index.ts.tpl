import type { Client } from '../../client.ts';
import { ComplexEntity } from '../../engine/index.ts';
<% for (const part of parts) { -%>
import { <%= part.className %> } from './<%= part.file %>.ts';
<% } -%>

/** <%= summary %> */
export class <%= className %> extends ComplexEntity<Client> {
  readonly parts = <%= partList %>;
}
