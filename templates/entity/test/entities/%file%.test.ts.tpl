import { expect, test } from 'vitest';
import { <%= className %> } from '../../src/entities/<%= file %>.ts';
import { mappingContext } from '../support/mapping-context.ts';

const entity = new <%= className %>();

// One record, as either side has it.
const connec = <%= samples.connec %>;
const external = <%= samples.external %>;
<% for (const { name, comment, code } of parts) { -%>
// <%= comment %>
const <%= name %> = <%= code %>;
<% } -%>

test(<%= titles.toExternal %>, () => {
  expect(entity.mapper.toExternal(connec, mappingContext())).toEqual(<%= expected.toExternal %>);
});

test(<%= titles.toConnec %>, () => {
  expect(entity.mapper.toConnec(external, mappingContext())).toEqual(<%= expected.toConnec %>);
});
<% if (sampleNames) { %>
test(<%= titles.names %>, () => {
  expect(entity.nameFromConnec(connec)).toBe(<%= sampleNames.connec %>);
  expect(entity.nameFromExternal(external)).toBe(<%= sampleNames.external %>);
});
<% } -%>
