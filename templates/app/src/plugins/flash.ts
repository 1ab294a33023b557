import fp from 'fastify-plugin';

/** A word to the person, shown once, on the next page. */
export interface Flash {
  kind: 'success' | 'info' | 'warning' | 'error';
  text: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    flash(kind: Flash['kind'], text: string): void;
    /** What is to be shown now; it is forgotten then. */
    takeFlashes(): Flash[];
  }
  interface Session {
    flashes?: Flash[];
  }
}

export default fp(
  async (app) => {
    app.decorateRequest('flash', function (kind, text) {
      this.session.flashes = [...(this.session.flashes ?? []), { kind, text }];
    });
    app.decorateRequest('takeFlashes', function () {
      const flashes = this.session.flashes ?? [];
      delete this.session.flashes;
      return flashes;
    });
  },
  { name: 'flash', dependencies: ['session'] },
);
