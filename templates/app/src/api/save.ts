import { texts } from '../texts.ts';
import type { Written } from './body.ts';
import { refuse } from './errors.ts';
import { type Asking, modelOf, readId, selectOf } from './find.ts';
import type { AnyRow, Resource, Writing } from './resource.ts';

/**
 * Creates a record, or changes that of the given id, as the tenant's own (contract 241, 246).
 *
 * @param parameters of the address, that the resource takes when it is written.
 * @returns the row, with all of its columns that are attributes.
 * @throws {ApiError} 404: there is none, or it is another tenant's. 409: there is one like it.
 */
export async function save(
  { connector, tenant }: Asking,
  resource: Resource & { writing: Writing },
  { values }: Written,
  parameters: Readonly<Record<string, string>>,
  given?: string,
): Promise<AnyRow> {
  const id = given === undefined ? undefined : readId(resource, given);
  const also = await resource.writing.also({ connector, tenant, parameters, id });
  const query = { data: { ...values, ...also }, select: selectOf(resource, new Map()) };
  const model = modelOf(connector.database, resource);
  try {
    if (id === undefined) return await model.create(query);
    return await model.update({ where: { id, AND: resource.scope(tenant) }, ...query });
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'P2002') refuse('taken', texts.api.taken(resource.type));
    if (code === 'P2025') refuse('notFound', texts.api.noRecord(resource.type, given ?? ''));
    throw error;
  }
}
