import { texts } from '../texts.ts';
import { refuse } from './errors.ts';
import { kinds } from './kinds.ts';
import { type Field, operators } from './operators.ts';
import type { Parameter } from './query.ts';
import { isColumn, own, type Resource } from './resource.ts';

/**
 * `filter[name]=Ada` and `filter[name.like]=A%` (contract 243, 244): on every attribute that is a column, whatever the
 * resource (improvement 7.6). Several filters all have to hold.
 *
 * @returns conditions as Prisma takes them.
 */
export function readFilter(
  parameters: readonly Parameter[],
  resource: Resource,
  isPostgres: boolean,
): object[] {
  const values = parameters.flatMap(({ value }) => value.split(','));
  if (values.length > mostValues)
    refuse('invalidFilterValue', texts.api.tooMany(mostValues), { parameter: 'filter' });
  return parameters.map((parameter) => condition(parameter, resource, isPostgres));
}

/** Of all filters together: databases take only so many with a statement. */
const mostValues = 500;

/** What can be filtered by, by name. */
export function filtersOf({ attributes, filters }: Resource): Record<string, Field> {
  const columns = Object.entries(attributes).filter((entry): entry is [string, Field] => isColumn(entry[1]));
  return { id: { column: 'id', kind: 'id' }, ...Object.fromEntries(columns), ...filters };
}

function condition(
  { name: parameter, key, value }: Parameter,
  resource: Resource,
  isPostgres: boolean,
): object {
  const source = { parameter };
  if (key === undefined) refuse('invalidFilter', texts.api.filterForm, source);
  const [, name = '', suffix = 'is'] = /^([^.]*)(?:\.(.*))?$/.exec(key) ?? [];
  const field = own(filtersOf(resource), name);
  if (!field) refuse('unknownFilter', texts.api.noFilter(name, resource.type), source);
  const operator = own(operators, suffix);
  if (!operator?.suits(field.kind)) refuse('unknownFilter', texts.api.noOperator(name, suffix), source);
  const read = (text: string) => {
    const result = kinds[field.kind].asked.safeParse(text);
    if (result.success) return result.data;
    refuse('invalidFilterValue', texts.api.mustBe(name, texts.api.is[field.kind]), source);
  };
  const where = operator.where({ ...field, value, read, isPostgres });
  return field.relation ? { [field.relation]: where } : where;
}
