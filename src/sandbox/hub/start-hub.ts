import type { Call } from '../calls.ts';
import { openDataFile, readDataFile } from '../data-file.ts';
import type { FaultSwitch, Faults } from '../faults.ts';
import type { JsonObject } from '../record.ts';
import { createServer, listen } from '../server.ts';
import { accountRoutes } from './account-routes.ts';
import { apiRoutes } from './api-routes.ts';
import { listRecords, saveRecord } from './desk.ts';
import { answerErrors } from './error-handler.ts';
import type { Hub, HubOptions } from './hub.ts';
import { errorBody } from './hub-error.ts';
import { createNotifier } from './notifications.ts';
import { pageRoutes } from './pages/routes.ts';
import { describeMarketplace, type Platform, platformRoutes } from './platform.ts';
import type { Signing } from './saml/response.ts';
import { samlRoutes } from './saml/routes.ts';
import { SANDBOX_CERTIFICATE, SANDBOX_KEY } from './saml/sandbox-certificate.ts';
import { emptyGroup, seedGroups, USERS } from './seed/people-and-companies.ts';
import { seedStore } from './seed/seed-store.ts';
import { dumpStore, loadStore, type Store } from './store.ts';
import type { App, World } from './world.ts';

const TENANT = 'sandbox';
const PLATFORM: Platform = { name: 'sandbox', key: 'sandbox-environment', secret: 'sandbox-secret' };
const OTHER_APP: App = { id: 'app-books', key: 'books-key', name: 'Books' };

/** Starts a hub. Two hubs share nothing. */
export async function startHub(options: HubOptions = {}): Promise<Hub> {
  const { log = () => {} } = options;
  const app = connectorApp(options);
  const world = await createWorld(options, app);
  const notifier = createNotifier(world, `/maestrano/connec/notifications/${TENANT}`, log);
  const file = openDataFile(options.dataFile, () => ({ store: dumpStore(world.store) }), log);
  world.changed = (change) => {
    file.changed();
    if (change.notable) notifier.notify(change);
  };
  const running = await serve(world, app, options);
  return {
    ...running.hub,
    ...identity(world, app),
    connectTo: (connectorUrl) => {
      app.host = withoutSlash(connectorUrl);
    },
    list: (group, resource) => listRecords(world, group, resource),
    save: (group, resource, record) => saveRecord(world, group, resource, record),
    notifications: () => notifier.settled(),
    close: async () => {
      await running.server.close();
      await notifier.settled();
      await file.close();
    },
  };
}

/** Listens, with every address of the hub, and gives what is known from then on. */
async function serve(world: World, app: App, options: HubOptions) {
  const calls: Call[] = [];
  const faults: FaultSwitch = { current: null };
  let url = '';
  const marketplace = () => describeMarketplace(url, TENANT, PLATFORM, app, SANDBOX_CERTIFICATE);
  const server = await createServer({ isApi, calls, faults, faultBody });
  answerErrors(server);
  apiRoutes(server, world);
  accountRoutes(server, world);
  platformRoutes(server, PLATFORM, marketplace);
  samlRoutes(server, world, () => url, signingOf(options));
  pageRoutes(server, world, marketplace);
  url = await listen(server, options.host, options.port);
  const misbehave = (wanted: Faults | null) => {
    faults.current = wanted;
  };
  return { server, hub: { url, marketplace, calls, misbehave } };
}

/** What a hub is called and what opens it. */
function identity(world: World, app: App) {
  return {
    tenant: TENANT,
    apiId: app.id,
    apiKey: app.key,
    otherApp: { id: OTHER_APP.id, key: OTHER_APP.key, group: 'cld-fern-books' },
    certificate: SANDBOX_CERTIFICATE,
    platform: PLATFORM,
    users: world.users,
  };
}

const signingOf = ({ signatureHash: hash = 'sha256' }: HubOptions): Signing => ({
  key: SANDBOX_KEY,
  certificate: SANDBOX_CERTIFICATE,
  hash,
});

function connectorApp({ apiId, apiKey, connectorUrl }: HubOptions): App {
  return {
    id: apiId ?? 'app-sandbox',
    key: apiKey ?? 'sandbox-key',
    name: 'your connector',
    host: connectorUrl && withoutSlash(connectorUrl),
  };
}

async function createWorld(options: HubOptions, app: App): Promise<World> {
  const { dataFile, seed = true, now = () => new Date() } = options;
  const kept = await readDataFile<{ store: JsonObject }>(dataFile);
  const store: Store = kept ? loadStore(kept.store) : new Map();
  const apps = [app, { ...OTHER_APP }];
  const usual = seedGroups(app, OTHER_APP);
  const groups = [...usual, ...(options.groups ?? []).map((uid) => emptyGroup(uid, app))];
  if (!kept && seed) seedStore(store);
  return { store, users: USERS, groups, apps, sessions: new Map(), now, changed: () => {} };
}

const isApi = (path: string): boolean =>
  path.startsWith('/api/v2/') || path === '/batch' || path === '/version';
const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

function faultBody(status: number): object {
  return errorBody({ status, title: 'Sandbox fault', message: 'the hub was told to misbehave' });
}
