import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { buildApp } from '../../src/app.ts';
import type { Connector } from '../../src/connector.ts';

/** One method of one address of the web application. */
export interface Route {
  method: string;
  /** As it is written in the code: `/maestrano/:tenant/synchronizations`. */
  url: string;
  bodyLimit: number | undefined;
}

/** All there are, as Fastify itself knows them: a new one cannot be forgotten. */
export async function everyRoute(connector: Connector): Promise<Route[]> {
  const routes: Route[] = [];
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url, bodyLimit }: RouteOptions) => {
      for (const one of [method].flat()) routes.push({ method: one, url, bodyLimit });
    });
  };
  subscribe('fastify.initialization', listen);
  const building = buildApp(connector);
  unsubscribe('fastify.initialization', listen);
  const app = await building;
  await app.ready();
  await app.close();
  return routes;
}
