import type { JsonObject } from '../record.ts';
import { basicHeader } from '../secrets.ts';
import { present } from './present.ts';
import type { App, Change, Group, World } from './world.ts';

/** Tells applications what others changed. */
export interface Notifier {
  /** Takes note of a change; it is sent with those that follow at once. */
  notify(change: Change): void;
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/**
 * Messages to applications (connec-api §10): grouped, only of what others changed, ids as lists. A failed delivery
 * is logged; it is not tried again.
 */
export function createNotifier(
  world: Pick<World, 'store' | 'groups' | 'apps'>,
  path: string,
  log: (line: string) => void,
): Notifier {
  let waiting: Change[] = [];
  const underWay = new Set<Promise<void>>();

  const flush = async () => {
    const changes = waiting;
    waiting = [];
    await Promise.all(world.apps.map((app) => deliver(app, messageFor(world, app, changes), path, log)));
  };
  return {
    notify(change) {
      waiting.push(change);
      if (waiting.length > 1) return;
      const delivery = nextTurn().then(flush);
      underWay.add(delivery);
      delivery.finally(() => underWay.delete(delivery));
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The changed records by resource, once for every company of the application's that they belong to. */
function messageFor(world: Pick<World, 'store' | 'groups'>, app: App, changes: Change[]): JsonObject {
  const message: Record<string, JsonObject[]> = {};
  for (const change of distinct(changes.filter((one) => one.app !== app.id))) {
    const groups = world.groups.filter((one) => one.app === app.id && one.channel === change.channel);
    const records = groups
      .map((group) => recordFor(world, group, change))
      .filter((record) => record !== undefined);
    if (records.length > 0) message[change.resource] = [...(message[change.resource] ?? []), ...records];
  }
  return message;
}

function distinct(changes: Change[]): Change[] {
  return [...new Map(changes.map((one) => [`${one.channel} ${one.resource} ${one.id}`, one])).values()];
}

function recordFor(world: Pick<World, 'store'>, group: Group, change: Change): JsonObject | undefined {
  const collections = world.store.get(change.channel);
  const record = collections?.get(change.resource)?.records.get(change.id);
  if (!collections || !record) return undefined;
  const { channel, resource } = change;
  return present(
    { collections, channel, group: group.uid, resource, externalIds: true, countryCodes: false },
    record,
  );
}

async function deliver(
  app: App,
  message: JsonObject,
  path: string,
  log: (line: string) => void,
): Promise<void> {
  if (!app.host || Object.keys(message).length === 0) return;
  try {
    const response = await fetch(`${app.host}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: basicHeader(app.id, app.key) },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    if (!response.ok) log(`${app.name} answered ${response.status} to a notification`);
  } catch (error) {
    log(`${app.name} could not be notified: ${reasonOf(error)}`);
  }
}

/** fetch hides what happened in the cause of its error. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error && cause.message ? cause.message : message;
}
