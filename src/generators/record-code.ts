import { inComment } from '../code/layout.ts';
import { interfaceCode, namesIn } from '../code/type-layout.ts';
import type { Described } from '../description/described.ts';
import { capital, type EntityName, entityName, withArticle } from './entity-name.ts';
import type { Line } from './line.ts';
import { connecFields, externalFields } from './record-types.ts';
import type { Sides } from './sides.ts';

/** What the types of an entity's records are called. */
export interface RecordTypes {
  connec: string;
  external: string;
}

// The first line of a mapper, which nothing can break.
const WIDTH = 110;

/** Names for the types of both sides, none of which is the class's. */
export function recordTypesOf(name: EntityName, { connecName, externalName }: Sides): RecordTypes {
  const connec = `Connec${entityName(connecName).pascal}`;
  const external = `External${entityName(externalName).pascal}`;
  if (mapperStart(name, connec, external).length > WIDTH) return { connec: 'Connec', external: 'External' };
  const isTaken = connec === name.pascal || external === name.pascal;
  return isTaken ? { connec: 'ConnecRecord', external: 'ExternalRecord' } : { connec, external };
}

const mapperStart = ({ camel }: EntityName, connec: string, external: string) =>
  `export const ${camel}Mapper = mapper<${connec}, ${external}>(`;

/** What templates/entity-records asks for. */
export function recordCode(
  types: RecordTypes,
  { connecName, externalName }: Sides,
  lines: readonly Line[],
  { source, schema, isSample }: Described,
  application: string,
): Record<string, unknown> {
  const connec = connecFields(lines);
  const external = externalFields(schema);
  const names = [...connec, ...external].flatMap(({ type }) => namesIn(type));
  const known = ['JsonObject', 'JsonValue'].filter((name) => names.includes(name));
  const how = `as ${inComment(source)} ${isSample ? 'shows' : 'describes'} it`;
  return {
    recordImports:
      known.length === 0 ? '' : `import type { ${known.join(', ')} } from '../engine/index.ts';\n\n`,
    interfaces: {
      connec: interfaceCode(types.connec, connec),
      external: interfaceCode(types.external, external),
    },
    summaries: {
      connec: `${capital(withArticle(connecName))} of Connec!, as far as it is mapped.`,
      external: `${capital(withArticle(entityName(externalName).spaced))} of ${application}, ${how}.`,
    },
  };
}
