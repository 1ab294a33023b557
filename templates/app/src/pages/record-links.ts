import type { Connector } from '../connector.ts';
import { type AnyEntity, type IdMap, type Organization, partsOf } from '../engine/index.ts';

/** Where a person sees the record in the hub, where the tenant says so. */
export function connecLink(
  { tenants, external }: Connector,
  organization: Organization,
  row: IdMap,
): string | undefined {
  const pattern = tenants.get(organization.tenant)?.connec.recordPage;
  const resource = entityOf(external.entities, row)?.part.connecResource;
  if (!pattern || !resource || row.connecId === null) return undefined;
  const values: Record<string, string> = { group: organization.uid, resource, id: row.connecId };
  return pattern.replace(/(?:\{|%7B)(\w+)(?:\}|%7D)/gi, (_, name) => encodeURIComponent(values[name] ?? ''));
}

/** Where a person sees it in the application. */
export const externalLink = ({ external }: Connector, organization: Organization, row: IdMap) =>
  row.externalId === null ? undefined : external.recordLink(organization, row.externalEntity, row.externalId);

/** Which entity a record is of, and which part of it; undefined when there is none of the kind any more. */
export function entityOf(entities: readonly AnyEntity[], { connecEntity, externalEntity }: IdMap) {
  for (const entity of entities) {
    const part = partsOf(entity).find(
      ({ connecName, externalName }) =>
        connecName.toLowerCase() === connecEntity && externalName.toLowerCase() === externalEntity,
    );
    if (part) return { entity, part };
  }
  return undefined;
}
