import type { Client } from '../../client.ts';
import { ComplexEntity } from '../../engine/index.ts';
<%= imports.index %>

/** <%= summary %> */
export class <%= className %> extends ComplexEntity<Client> {
  readonly parts = <%= partList %>;
}
