import ky from 'ky';
import { z } from 'zod';
import type { Connector } from '../connector.ts';
import { currentSwitches, messageOf, type Organization, type Tenant } from '../engine/index.ts';

/** The hub did not tell: nothing was changed. */
export class FlagsError extends Error {
  override name = 'FlagsError';
}

/**
 * Asks the hub whether it has stopped a direction for this organization, and brings its switches up to the entities
 * there are (contract 231, improvement 7.1). What the customer has switched on stays on, and travels again when the hub
 * lets it.
 *
 * @throws {FlagsError}
 */
export async function refreshFlags(
  { database, external }: Pick<Connector, 'database' | 'external'>,
  tenant: Pick<Tenant, 'api'>,
  organization: Organization,
): Promise<Organization> {
  const { push_disabled, pull_disabled } = await askHub(tenant, organization.uid);
  return database.organization.update({
    where: { id: organization.id },
    data: {
      pushDisabled: push_disabled,
      pullDisabled: pull_disabled,
      synchronizedEntities: { ...currentSwitches(organization, external.entities) },
    },
  });
}

/** Contract/sso.md §7: a group that is unknown there is a 200 that says so. */
async function askHub({ api }: Pick<Tenant, 'api'>, group: string) {
  const base = new URL(`${api.base.replace(/\/*$/, '/')}account/groups/`, api.host);
  const authorization = `Basic ${Buffer.from(`${api.id}:${api.key}`).toString('base64')}`;
  try {
    const answer = await ky
      .get(new URL(encodeURIComponent(group), base), {
        headers: { authorization, accept: 'application/json' },
        timeout: 5000,
        retry: 1,
      })
      .json();
    return answerSchema.parse(answer).data.metadata;
  } catch (error) {
    throw new FlagsError(`The hub did not tell about ${group}: ${messageOf(error)}`, { cause: error });
  }
}

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value === true);

const answerSchema = z.object({
  success: z.literal(true),
  data: z.object({ metadata: z.object({ push_disabled: flag, pull_disabled: flag }) }),
});
