import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { appOf } from './api-routes.ts';
import type { App, Group, User, World } from './world.ts';

const EPOCH = '2025-01-06T09:00:00Z';
const TRIAL_END = '2099-12-31T23:59:59Z';

/** The account API: who the companies and people are (sso §7). */
export function accountRoutes(server: FastifyInstance, world: World): void {
  const route = (path: string, data: (app: App, id: string) => unknown) =>
    server.get(`/api/v1/${path}`, async (request: FastifyRequest<{ Params: { id?: string } }>, reply) => {
      const app = appOf(world, request);
      if (!app) return refuse(reply);
      return wrap(data(app, request.params.id ?? ''));
    });

  route('ping', () => ({ msg: 'Hello from the sandbox hub' }));
  route('account/groups', (app) => groupsOf(world, app).map(accountGroup));
  route(
    'account/groups/:id',
    (app, id) =>
      groupsOf(world, app)
        .filter((one) => one.uid === id)
        .map(accountGroup)[0],
  );
  route('account/users', (app) => usersOf(world, app).map(accountUser));
  route(
    'account/users/:id',
    (app, id) =>
      usersOf(world, app)
        .filter((one) => one.uid === id)
        .map(accountUser)[0],
  );
}

/** An unknown id is a 200 that says it failed. */
function wrap(data: unknown) {
  if (data !== undefined) return { success: true, errors: {}, data };
  return { success: false, errors: { id: ['does not exist'] }, data: {} };
}

function refuse(reply: FastifyReply) {
  const errors = { authentication: ['Invalid API token'] };
  return reply.code(401).send({ success: false, errors, data: {} });
}

const groupsOf = (world: World, app: App): Group[] => world.groups.filter((group) => group.app === app.id);

function usersOf(world: World, app: App): User[] {
  const groups = new Set(groupsOf(world, app).map((group) => group.uid));
  return world.users.filter((user) => user.groups.some((group) => groups.has(group)));
}

const accountGroup = (group: Group) => ({
  object: 'account_group',
  id: group.uid,
  name: group.name,
  email: group.email,
  has_credit_card: false,
  status: 'running',
  free_trial_end_at: TRIAL_END,
  currency: group.currency,
  timezone: group.timezone,
  country: group.country,
  city: group.city,
  main_accounting: null,
  metadata: { push_disabled: false, pull_disabled: false },
  created_at: EPOCH,
  updated_at: EPOCH,
});

const accountUser = (user: User) => ({
  object: 'account_user',
  id: user.uid,
  name: user.name,
  surname: user.surname,
  email: user.email,
  company_name: '',
  country: user.country,
  created_at: EPOCH,
  updated_at: EPOCH,
});
