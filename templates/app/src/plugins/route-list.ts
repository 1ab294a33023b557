import type { RouteOptions } from 'fastify';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route, in the order in which they were registered. */
    routeList: readonly RouteOptions[];
  }
  interface FastifyContextConfig {
    /** It only says that something cannot be done here: nobody needs to read of it. */
    refuses?: boolean;
  }
}

/** Remembers what is registered from now on: /documentation describes what there is. */
export default fp(
  async (app) => {
    const routes: RouteOptions[] = [];
    app.decorate('routeList', routes);
    app.addHook('onRoute', (route) => {
      routes.push(route);
    });
  },
  { name: 'route-list' },
);
