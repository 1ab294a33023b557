import type { FastifyInstance } from 'fastify';
import { messagePage } from '../../page.ts';
import { HUB_BRAND } from '../brand.ts';
import type { Marketplace } from '../platform.ts';
import type { App, World } from '../world.ts';

export function pageRoutes(
  server: FastifyInstance,
  _world: World,
  _app: App,
  _marketplace: () => Marketplace,
): void {
  server.get('/', (_request, reply) =>
    reply.type('text/html').send(messagePage(HUB_BRAND, 'Sandbox hub', 'Soon.')),
  );
}
