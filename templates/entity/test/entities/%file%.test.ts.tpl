import { expect, test } from 'vitest';
import { <%= className %> } from '../../src/entities/<%= file %>.ts';
import { mappingContext } from '../support/mapping-context.ts';

const entity = new <%= className %>();

// One record, as either side has it.
const connec = <%= samples.connec %>;
const external = <%= samples.external %>;

test(<%= titles.toExternal %>, () => {
  expect(entity.mapper.toExternal(connec, mappingContext())).toEqual(external);
});

test(<%= titles.toConnec %>, () => {
  expect(entity.mapper.toConnec(external, mappingContext())).toEqual(connec);
});
<% if (sampleNames) { %>
test(<%= titles.names %>, () => {
  expect(entity.nameFromConnec(connec)).toBe(<%= sampleNames.connec %>);
  expect(entity.nameFromExternal(external)).toBe(<%= sampleNames.external %>);
});
<% } -%>
