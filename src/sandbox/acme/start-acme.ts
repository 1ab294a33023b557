import type { FastifyInstance } from 'fastify';
import type { Call } from '../calls.ts';
import { openDataFile, readDataFile } from '../data-file.ts';
import type { FaultSwitch, Faults } from '../faults.ts';
import { createServer, listen } from '../server.ts';
import type { Acme, AcmeOptions } from './acme.ts';
import { errorBody } from './acme-error.ts';
import { authenticateByKey } from './api-keys.ts';
import { apiRoutes } from './api-routes.ts';
import { createDesk, type Desk } from './desk.ts';
import { answerErrors } from './error-handler.ts';
import { oauthRoutes } from './oauth/routes.ts';
import { pageRoutes } from './pages/routes.ts';
import { seedNorth } from './seed/seed-north.ts';
import { type AcmeState, dumpState, loadState, newState } from './state.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { createWebhooks } from './webhooks.ts';

const REFRESH_SECONDS = 90 * 24 * 3600;

/** Starts an Acme. Two of them share nothing. */
export async function startAcme(options: AcmeOptions = {}): Promise<Acme> {
  const {
    log = () => {},
    now = () => new Date(),
    clientSecret = 'acme-secret',
    keepChanges = true,
  } = options;
  const state = await createState(options);
  const file = openDataFile(keepChanges ? options.dataFile : undefined, () => dumpState(state), log);
  const { webhookRetryMs: retryMs = [500, 2000, 10_000] } = options;
  const webhooks = createWebhooks({ subscriptions: state.subscriptions, retryMs, log });
  const desk = createDesk(state, now, (workspace, collection, happening, record) => {
    file.changed();
    webhooks.send(workspace, collection, happening, record);
  });
  const running = await serve(state, desk, file.changed, { ...options, clientSecret, now });
  return {
    ...running.acme,
    ...desk,
    workspaces: state.workspaces.map(({ id, name, apiKey }) => ({ id, name, apiKey })),
    expireTokens: () => state.grants.access.clear(),
    webhooks: () => webhooks.settled(),
    close: async () => {
      await running.server.close();
      await webhooks.close();
      await file.close();
    },
  };
}

type Settings = AcmeOptions & { clientSecret: string; now: () => Date };

/** Listens, with every address of Acme, and gives what is known from then on. */
async function serve(state: AcmeState, desk: Desk, changed: () => void, options: Settings) {
  const { clientId = 'acme-client', clientSecret, tokenSeconds = 300, now } = options;
  const calls: Call[] = [];
  const faults: FaultSwitch = { current: null };
  const server = await createServer({ isApi, calls, faults, faultBody });
  answerErrors(server);
  const client = { id: clientId, secret: clientSecret, tokenSeconds, refreshSeconds: REFRESH_SECONDS };
  const authenticate = authenticateByKey(state, oauthRoutes(server, state, client, now, changed));
  subscriptionRoutes(server, state.subscriptions, authenticate, changed);
  apiRoutes(server, state, authenticate, now, changed);
  faultRoute(server, faults);
  pageRoutes(server, state, desk);
  const url = await listen(server, options.host, options.port);
  const misbehave = (wanted: Faults | null) => {
    faults.current = wanted;
  };
  return { server, acme: { url, clientId, clientSecret, calls, misbehave } };
}

async function createState({ dataFile, seed = true }: AcmeOptions): Promise<AcmeState> {
  const kept = await readDataFile<ReturnType<typeof dumpState>>(dataFile);
  if (kept) return loadState(kept);
  const state = newState();
  if (seed) seedNorth(state);
  return state;
}

/** The switch for those outside the process: `POST /sandbox/misbehave` with `Faults`, or with `null`. */
function faultRoute(server: FastifyInstance, faults: FaultSwitch): void {
  server.post<{ Body: Faults | null }>('/sandbox/misbehave', async (request) => {
    faults.current = request.body ?? null;
    return { faults: faults.current };
  });
}

const isApi = (path: string): boolean => path.startsWith('/api/') || path === '/oauth/token';

function faultBody(status: number): object {
  return errorBody({
    code: FAULT_CODES[status] ?? 'fault',
    message: 'Acme was told to misbehave',
    field: undefined,
  });
}

const FAULT_CODES: Record<number, string> = { 429: 'rate_limited', 503: 'unavailable', 409: 'conflict' };
