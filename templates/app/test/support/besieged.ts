import type { Readable } from 'node:stream';
import type { InjectOptions } from 'fastify';
import type { Tenant } from '../../src/engine/index.ts';
import type { Job } from '../../src/jobs/jobs.ts';
import { testConfig } from './config.ts';
import { startTestConnector, type TestConnector } from './connector.ts';
import { type Customer, createCustomer } from './customer.ts';
import { everyRoute, type Route } from './routes.ts';
import { certificate, fixedTenants, testTenant } from './tenants.ts';

/** A connector with customers of two tenants, and whoever tries its addresses. */
export interface Besieged extends TestConnector {
  tenant: Tenant;
  otherTenant: Tenant;
  /** One of our own, the same without rights, another of its tenant, and one of the other tenant. */
  ours: Customer;
  member: Customer;
  neighbour: Customer;
  stranger: Customer;
  routes: Route[];
  /** All of them that change something. */
  mutating: Route[];
  /** What was to be done apart from requests, and is not: what an address does by itself is looked at. */
  enqueued: Job[];
  /** One request, from an address of its own: how often somebody may ask is not the question. */
  ask(request: InjectOptions): Promise<{ status: number; body: string; location: unknown }>;
  /** All that is kept of these customers. */
  kept(...customers: Customer[]): Promise<unknown[]>;
}

export async function startBesieged(): Promise<Besieged> {
  const sso = { ...testTenant().sso, certificate };
  const tenant = testTenant({ sso });
  const api = { ...tenant.api, id: 'app-2', key: 'other-key' };
  const otherTenant = testTenant({ name: 'other', sso, api });
  const world = await startTestConnector({}, fixedTenants(tenant, otherTenant));
  const enqueued: Job[] = [];
  world.connector.jobs.enqueue = async (job) => void enqueued.push(job);
  world.connector.jobs.enqueueAll = async (jobs) => void enqueued.push(...jobs);
  const routes = (await everyRoute(world.connector)).filter(({ method }) => method !== 'HEAD');
  let requests = 0;
  return {
    ...world,
    tenant,
    otherTenant,
    ours: await createCustomer(world, 'Osprey'),
    member: await createCustomer(world, 'Magpie', { role: 'Member' }),
    neighbour: await createCustomer(world, 'Nightjar'),
    stranger: await createCustomer(world, 'Vulture', { tenant: 'other' }),
    routes,
    mutating: routes.filter(({ method }) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)),
    enqueued,
    async ask(request) {
      requests += 1;
      const remoteAddress = `10.0.${requests >> 8}.${requests & 255}`;
      const answer = await world.app.inject({ remoteAddress, ...request, payloadAsStream: true });
      const body = await beginningOf(answer.stream());
      return { status: answer.statusCode, body, location: answer.headers.location };
    },
    kept: (...customers) => Promise.all(customers.map(({ kept }) => kept())),
  };
}

/** The hub's credentials for a tenant. */
export const hubOf = ({ api }: Tenant) => ({
  authorization: `Basic ${Buffer.from(`${api.id}:${api.key}`).toString('base64')}`,
});

/** The credentials of whoever runs the connector. */
export const operator = {
  authorization: `Basic ${Buffer.from(`operator:${testConfig().operatorPassword}`).toString('base64')}`,
};

export const nameOf = ({ method, url }: Route) => `${method} ${url}`;

/** The JSON:API has a suite of its own. */
export const isApi = ({ url }: Route) => url.startsWith('/maestrano/api/');

/** The address of a route with what `values` has for its parameters; `any` is for those that it does not name. */
export const addressOf = ({ url }: Route, values: Record<string, string>) =>
  url
    .replace(/:(\w+)\??/g, (_, name) => encodeURIComponent(values[name] ?? values.any ?? ''))
    .replace('*', encodeURIComponent(values.any ?? ''));

/** All that comes, or what comes at once: live progress has no end. */
async function beginningOf(stream: Readable): Promise<string> {
  const patience = setTimeout(() => stream.destroy(), 300);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  } catch {
    // Destroyed by us.
  } finally {
    clearTimeout(patience);
  }
  return Buffer.concat(chunks).toString();
}
