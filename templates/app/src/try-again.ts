import type { Connector } from './connector.ts';
import { type IdMap, isLinked, type Organization } from './engine/index.ts';
import { entityOf } from './pages/record-links.ts';
import { requestRun } from './run-requests.ts';

/**
 * Asks for a synchronization of the kinds that these records are of, so that whoever released them sees what comes of
 * it.
 *
 * @returns false when nothing travels for now: they are tried again when it does.
 */
export async function tryAgain(
  connector: Connector,
  organization: Organization,
  released: readonly IdMap[],
): Promise<boolean> {
  const { external } = connector;
  const keys = released.flatMap((record) => entityOf(external.entities, record)?.entity.key ?? []);
  if (!isLinked(organization) || !organization.syncEnabled || keys.length === 0) return false;
  await requestRun(connector, organization.id, { forced: true, onlyEntities: [...new Set(keys)] });
  return true;
}
