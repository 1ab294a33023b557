import type { Connector } from '../connector.ts';
import { isLinked, isUntold, linkFormOf, type Organization, switchesOf } from '../engine/index.ts';
import { connecNames, externalNames } from './entity-names.ts';
import { isAnythingParked } from './parked.ts';
import { lastRun } from './runs.ts';

/** What the status page of an organization shows. */
export async function presentHome(connector: Connector, organization: Organization) {
  const { external } = connector;
  const rows = entityRows(connector, organization);
  return {
    organization,
    linked: isLinked(organization),
    byForm: linkFormOf(external) !== undefined,
    untold: isUntold(external, organization) && !(await isBeingAsked(connector, organization)),
    rows,
    stopped: { toConnec: organization.pushDisabled, toExternal: organization.pullDisabled },
    travelling: organization.syncEnabled && rows.some((row) => row.toConnec || row.toExternal),
    ...(await lastRun(connector, organization)),
    isParked: await isAnythingParked(connector, organization),
    externalHome: external.home(organization),
    sharedFrom: organization.dateFilteringLimit ?? new Date(),
  };
}

/** Right after linking. */
async function isBeingAsked({ jobs }: Connector, { id }: Organization): Promise<boolean> {
  return (await jobs.find('subscribe', String(id))) !== undefined;
}

function entityRows({ external }: Connector, organization: Organization) {
  return external.entities.map((entity) => {
    const { toConnec, toExternal } = switchesOf(organization, entity);
    return {
      key: entity.key,
      externalName: externalNames(entity),
      connecName: connecNames(entity),
      canWriteConnec: entity.canWriteConnec,
      canWriteExternal: entity.canWriteExternal,
      // Whatever comes back also goes out, but for what the hub has stopped (contract 267, improvement 8.16).
      toConnec: (toConnec || (toExternal && entity.canWriteConnec)) && !organization.pushDisabled,
      toExternal: toExternal && !organization.pullDisabled,
    };
  });
}
