import { entityName } from '../generators/entity-name.ts';
import { didYouMean } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import { type Described, listed, sourceName } from './described.ts';
import { isObject, own } from './json.ts';
import { childOf, childrenOf, nameOf, type Place, resolvePointer } from './pointer.ts';
import { type Description, labelOf, readDescription } from './read.ts';
import { readSchema, type Schema } from './schema.ts';

/**
 * Reads what describes a kind of record: "openapi.yaml#/components/schemas/Contact", "openapi.yaml#Contact", a JSON
 * Schema, or only the file where one of its schemas has one of `names`.
 *
 * @throws {UserError} when there is no such file, schema, or field in it.
 */
export async function readFrom(from: string, names: readonly string[]): Promise<Described> {
  const hash = from.lastIndexOf('#');
  const description = await readDescription(hash < 0 ? from : from.slice(0, hash));
  const place = find(description, hash < 0 ? '' : from.slice(hash + 1), names);
  const schema = recordOf(readSchema(description, place));
  refuseEmpty(schema, place);
  return { source: sourceName(place), schema, isSample: false };
}

/** The schemas that a description has under a name. */
export function schemasIn(description: Description): { name: string; place: Place }[] {
  const root = resolvePointer(description, '');
  const components = childOf(root, 'components') ?? root;
  return [childOf(components, 'schemas'), childOf(root, 'definitions'), childOf(root, '$defs')]
    .flatMap((place) => (place ? childrenOf(place) : []))
    .map(([name, place]) => ({ name, place }));
}

function find(description: Description, fragment: string, names: readonly string[]): Place {
  if (fragment.startsWith('/')) return at(description, fragment);
  if (fragment !== '') return named(description, fragment);
  const root = resolvePointer(description, '');
  if (isSchema(root.value)) return root;
  const known = names.flatMap((name) => withName(description, name) ?? []);
  return known[0] ?? chooseOne(description);
}

function at(description: Description, pointer: string): Place {
  try {
    return resolvePointer(description, pointer);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${error.message}${schemaList(description)}`);
  }
}

function named(description: Description, name: string): Place {
  const found = withName(description, name);
  if (found) return found;
  const known = schemasIn(description).map((schema) => schema.name);
  throw new UserError(
    `${labelOf(description.file)} has no schema "${name}".${didYouMean(name, known)}${schemaList(description)}`,
  );
}

function withName(description: Description, name: string): Place | undefined {
  const schemas = schemasIn(description);
  const like = (schema: { name: string }) => entityName(schema.name).kebab === entityName(name).kebab;
  const found = schemas.find((schema) => schema.name === name) ?? schemas.find(like);
  return found && resolvePointer(description, found.place.pointer, found.place.file);
}

function chooseOne(description: Description): never {
  const [first] = schemasIn(description);
  const label = labelOf(description.file);
  if (!first)
    throw new UserError(
      `${label} describes no records: it is neither OpenAPI nor a JSON Schema. A record as the application gives it is read with --sample.`,
    );
  throw new UserError(
    `${label} describes several kinds of records: say which, as in --from ${nameOf(first.place)}.${schemaList(description)}`,
  );
}

function schemaList(description: Description): string {
  const names = schemasIn(description).map(({ name }) => name);
  return names.length === 0 ? '' : ` Its schemas: ${listed(names)}.`;
}

const SAYS = ['properties', 'allOf', 'oneOf', 'anyOf', 'items', 'type'];

const isSchema = (value: unknown) => isObject(value) && SAYS.some((key) => own(value, key) !== undefined);

/** A list of records describes its records. */
function recordOf(schema: Schema): Schema {
  return schema.kind === 'list' && schema.items?.kind === 'object' ? schema.items : schema;
}

function refuseEmpty({ kind, members }: Schema, place: Place): void {
  if (members.length > 0) return;
  const what =
    kind === 'object' || kind === 'any' ? 'has no properties' : `describes a ${kind}, and no object`;
  throw new UserError(`${nameOf(place)} ${what}: there is nothing to map.`);
}
