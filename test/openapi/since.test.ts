import { expect, test } from 'vitest';
import type { Parameter } from '../../src/openapi/document.ts';
import { sinceOf } from '../../src/openapi/since.ts';
import { count, instant, listCall, listOf, person, query, text } from './describe.ts';

const header = (name: string, schema = text): Parameter => ({ name, in: 'header', schema });
const since = (parameter: Parameter) => {
  const { name, in: place, form } = sinceOf(listCall([query('q'), parameter], listOf(person)))?.value ?? {};
  return name && `${place} ${name} ${form}`;
};

test.each<[Parameter, string | undefined]>([
  [query('updated_since', instant), 'query updated_since instant'],
  [query('updatedAfter', instant), 'query updatedAfter instant'],
  [query('modified_after'), 'query modified_after instant'],
  [query('last_modified_after'), 'query last_modified_after instant'],
  [query('updated_at_min', instant), 'query updated_at_min instant'],
  [query('updated_at[gte]'), 'query updated_at[gte] instant'],
  [query('filter[updated_at][gt]'), 'query filter[updated_at][gt] instant'],
  [query('updated_at__gte'), 'query updated_at__gte instant'],
  [query('min_updated_at'), 'query min_updated_at instant'],
  [query('dateUpdatedFrom', { type: 'string', format: 'date' }), 'query dateUpdatedFrom day'],
  [
    query('since', instant, 'Only show results that were last updated after the given time.'),
    'query since instant',
  ],
  [query('last_modified', count, 'Unix time; only records modified later'), 'query last_modified seconds'],
  [query('modified_since', count, 'Milliseconds since 1970'), 'query modified_since milliseconds'],
  [query('modified_since', { type: 'integer', example: 1767225600 }), 'query modified_since seconds'],
  [header('If-Modified-Since'), 'header If-Modified-Since http'],
  [header('If-Modified-Since', instant), 'header If-Modified-Since instant'],
  // Not told, and not guessed:
  [query('modified_since', count), undefined],
  [query('since', instant, 'Only records that were created after it'), undefined],
  [query('since_id', count), undefined],
  [query('created_after', instant), undefined],
  [query('updated_by'), undefined],
  [query('updated_before', instant), undefined],
  [query('date_from', instant), undefined],
])('what was changed since is asked for by $name: %s', (parameter, expected) => {
  expect(since(parameter)).toBe(expected);
});
