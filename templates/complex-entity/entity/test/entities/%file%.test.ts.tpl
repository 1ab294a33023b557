import { expect, test } from 'vitest';
import type { Client } from '../../src/client.ts';
import type { Entity } from '../../src/engine/index.ts';
<%= imports.test %>
import { mappingContext } from '../support/mapping-context.ts';

const parts: readonly Entity<Client>[] = new <%= className %>().parts;
const nameOf = ({ mapper }: Entity<Client>) => mapper.options.name;

// One record of each part, as either side has it.
const records = [
<% for (const part of parts) { -%>
  {
    part: new <%= part.className %>(),
    connec: <%= part.samples.connec %>,
    external: <%= part.samples.external %>,
  },
<% } -%>
];

test.each(records)('$part.mapper.options.name goes both ways', ({ part, connec, external }) => {
  expect(part.mapper.toExternal(connec, mappingContext())).toEqual(external);
  expect(part.mapper.toConnec(external, mappingContext())).toEqual(connec);
});

test.each(records)('$part.mapper.options.name is taken by one part alone', ({ part, connec, external }) => {
  const context = mappingContext<Client>();
  const fromConnec = parts.filter(
    (other) => other.connecName === part.connecName && other.takesFromConnec(connec, context),
  );
  const fromExternal = parts.filter(
    (other) => other.externalName === part.externalName && other.takesFromExternal(external, context),
  );
  expect([fromConnec.map(nameOf), fromExternal.map(nameOf)]).toEqual([[nameOf(part)], [nameOf(part)]]);
});
<% if (apart) { %>
test(<%= apart.title %>, () => {
  const record = { <%= apart.idField %>: 7 };
  for (const { connecName } of parts) {
    const alike = parts.filter((part) => part.connecName === connecName);
    expect(new Set(alike.map((part) => part.idFromExternal(record))).size).toBe(alike.length);
  }
});
<% } -%>
<% for (const { name, title, otherwise } of routes) { %>
test(<%= title %>, () => {
  expect(<%= name %>({})).toBe(<%= otherwise %>);
});
<% } -%>
