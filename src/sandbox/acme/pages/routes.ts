import type { FastifyInstance } from 'fastify';
import { messagePage } from '../../page.ts';
import { ACME_BRAND } from '../brand.ts';
import type { Desk } from '../desk.ts';
import type { AcmeState } from '../state.ts';

export function pageRoutes(server: FastifyInstance, _state: AcmeState, _desk: Desk): void {
  server.get('/', (_request, reply) =>
    reply.type('text/html').send(messagePage(ACME_BRAND, 'Acme', 'Soon.')),
  );
}
