import { join } from 'node:path';
import view from '@fastify/view';
import ejs from 'ejs';
import type { FastifyInstance, FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { formatDate, formatDuration, formatNumber } from '../pages/format.ts';
import { texts } from '../texts.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The piece of a page that views/`name`.ejs is, for whoever puts it into a page that is open. */
    fragment(name: string, data: object): Promise<string>;
  }
  interface FastifyReply {
    /** Answers with the page views/`name`.ejs in the layout. Whatever `<%= … %>` prints is escaped. */
    page(name: string, data?: PageData): FastifyReply;
  }
}

export interface PageData {
  title?: string;
  [name: string]: unknown;
}

/** Pages are EJS files under views/, rendered here and nowhere else. */
export default fp(
  async (app) => {
    const root = join(import.meta.dirname, '../../views');
    const production = app.connector.config.environment === 'production';
    await app.register(view, { engine: { ejs }, root, layout: 'layout.ejs', production });
    app.decorate('fragment', (name, data) =>
      ejs.renderFile(join(root, `${name}.ejs`), { ...words(app), ...data }, { cache: production }),
    );
    app.decorateReply('page', function (name, data = {}) {
      // What one person sees is nothing for shared caches, or for "back" after signing out.
      return this.header('cache-control', 'no-store').view(`${name}.ejs`, { ...common(this), ...data });
    });
  },
  { name: 'views', dependencies: ['viewer', 'csrf', 'flash'] },
);

/** What everything that is shown may use. */
function words({ connector: { external } }: FastifyInstance) {
  const { name, signUpLink } = external;
  return { texts, formatDate, formatDuration, formatNumber, external: { name, signUpLink } };
}

/** What every page may use besides. */
function common(reply: FastifyReply) {
  const { request, server } = reply;
  return {
    ...words(server),
    viewer: request.viewer,
    path: request.url.split('?')[0],
    csrfToken: request.viewer ? reply.generateCsrf() : '',
    flashes: request.takeFlashes(),
    title: server.connector.external.name,
  };
}
