import type { Connector } from './connector.ts';
import { type IdMap, isLinked, type Organization } from './engine/index.ts';
import { entityOf } from './pages/record-links.ts';

/**
 * Asks for a synchronization of the kinds that these records are of, so that whoever released them sees what comes of
 * it.
 *
 * @returns false when nothing travels for now: they are tried again when it does.
 */
export async function tryAgain(
  { jobs, external }: Connector,
  organization: Organization,
  released: readonly IdMap[],
): Promise<boolean> {
  const keys = released.flatMap((record) => entityOf(external.entities, record)?.entity.key ?? []);
  if (!isLinked(organization) || !organization.syncEnabled || keys.length === 0) return false;
  const options = { forced: true, onlyEntities: [...new Set(keys)] };
  const { id: organizationId } = organization;
  await jobs.enqueue({ kind: 'synchronize', key: String(organizationId), data: { organizationId, options } });
  return true;
}
