import type { Database, Organization } from '../engine/index.ts';
import { groupOf } from '../jobs/group-key.ts';
import type { FailedJob } from '../jobs/jobs.ts';

/** Whom a job is about, as far as it can be told. */
export interface Concern {
  tenant: string | undefined;
  organization: Pick<Organization, 'id' | 'uid' | 'tenant' | 'name'> | undefined;
}

/** In the order of `jobs`. Those of the clock are about nobody, and an organization may be gone by now. */
export async function concernsOf(
  { organization }: Database,
  jobs: readonly Pick<FailedJob, 'kind' | 'key'>[],
): Promise<Concern[]> {
  const groups = jobs.map(({ kind, key }) => (kind === 'inbox' ? groupOf(key) : undefined));
  const ids = jobs.flatMap(({ kind, key }) => (kind === 'synchronize' || kind === 'subscribe' ? [+key] : []));
  const named = groups.flatMap((group) => (group?.group ? [{ tenant: group.tenant, uid: group.group }] : []));
  const found = await organization.findMany({
    where: { OR: [{ id: { in: ids } }, ...named] },
    select: { id: true, uid: true, tenant: true, name: true },
  });
  return jobs.map(({ key }, index) => {
    const group = groups[index];
    const organization = group
      ? found.find(({ tenant, uid }) => tenant === group.tenant && uid === group.group)
      : found.find(({ id }) => String(id) === key);
    return { tenant: organization?.tenant ?? group?.tenant, organization };
  });
}
