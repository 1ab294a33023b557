import { join } from 'node:path';
import view from '@fastify/view';
import ejs from 'ejs';
import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { formatDate, formatDuration, formatNumber } from '../pages/format.ts';
import { texts } from '../texts.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with the page views/`name`.ejs in the layout. Whatever `<%= … %>` prints is escaped. */
    page(name: string, data?: PageData): FastifyReply;
  }
}

export interface PageData {
  title?: string;
  /** Reload after so many seconds: while something is under way. */
  refreshSeconds?: number | undefined;
  [name: string]: unknown;
}

/** Pages are EJS files under views/, rendered here and nowhere else. */
export default fp(
  async (app) => {
    await app.register(view, {
      engine: { ejs },
      root: join(import.meta.dirname, '../../views'),
      layout: 'layout.ejs',
      production: app.connector.config.environment === 'production',
    });
    app.decorateReply('page', function (name, data = {}) {
      // What one person sees is nothing for shared caches, or for "back" after signing out.
      return this.header('cache-control', 'no-store').view(`${name}.ejs`, { ...common(this), ...data });
    });
  },
  { name: 'views', dependencies: ['viewer', 'csrf', 'flash'] },
);

/** What every page may use. */
function common(reply: FastifyReply) {
  const { request, server } = reply;
  const { external } = server.connector;
  return {
    texts,
    formatDate,
    formatDuration,
    formatNumber,
    external: { name: external.name, signUpLink: external.signUpLink },
    viewer: request.viewer,
    path: request.url.split('?')[0],
    csrfToken: request.viewer ? reply.generateCsrf() : '',
    flashes: request.takeFlashes(),
    title: external.name,
    refreshSeconds: undefined,
  };
}
