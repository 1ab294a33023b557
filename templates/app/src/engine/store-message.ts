import type { InboxMessage } from './database.ts';
import type { Engine } from './engine.ts';
import { byGroup } from './notification.ts';
import type { JsonObject } from './record.ts';
import type { Told } from './webhooks.ts';

/** A group of a tenant; null: the sender names none. */
export type Group = Pick<InboxMessage, 'tenant' | 'group'>;

/**
 * Stores a notification of the hub, a row for each group it speaks of: it may be acknowledged from then on
 * (improvement 1.14, 3.1).
 *
 * @returns the groups: none where it is about nobody.
 */
export async function storeNotification(
  { database }: Pick<Engine, 'database'>,
  tenant: string,
  body: JsonObject,
): Promise<Group[]> {
  const data = [...byGroup(body)].map(([group, notified]) => ({
    source: 'connec',
    tenant,
    group,
    body: notified as object,
  }));
  if (data.length > 0) await database.inboxMessage.createMany({ data });
  return data.map(({ group }) => ({ tenant, group }));
}

/** What the external application tells of one organization. */
export interface ExternalEvent extends Told {
  tenant: string;
  /** The organization's uid. */
  group: string;
}

/** @returns false when the group has had a message of that delivery id already: nothing is stored then. */
export async function storeExternalEvent(
  { database }: Pick<Engine, 'database'>,
  { tenant, group, deliveryId, records = {}, ids = {} }: ExternalEvent,
): Promise<boolean> {
  const data = {
    source: 'external',
    tenant,
    group,
    deliveryId: deliveryId === undefined ? null : `${group} ${deliveryId}`,
    body: { records, ids } as object,
  };
  try {
    await database.inboxMessage.create({ data, select: { id: true } });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'P2002') return false;
    throw error;
  }
}
