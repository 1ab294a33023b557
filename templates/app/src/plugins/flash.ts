import fp from 'fastify-plugin';
import { texts } from '../texts.ts';

/** A word to the person, shown once, on the next page. */
export interface Flash {
  kind: 'success' | 'info' | 'warning' | 'error';
  text: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Kept in the session: for people who have signed in. */
    flash(kind: Flash['kind'], text: string): void;
    /** What is to be shown now; it is forgotten then. */
    takeFlashes(): Flash[];
  }
  interface Session {
    flashes?: Flash[];
  }
}

/** The first page, telling strangers that they must sign in first: nothing is stored of them. */
export const signInFirst = '/?sign-in=first';

export default fp(
  async (app) => {
    app.decorateRequest('flash', function (kind, text) {
      this.session.flashes = [...(this.session.flashes ?? []), { kind, text }];
    });
    app.decorateRequest('takeFlashes', function () {
      if (this.url === signInFirst) return [{ kind: 'warning', text: texts.access.signInFirst }];
      // A request that was refused early has no session yet.
      const flashes = this.session?.flashes ?? [];
      if (flashes.length > 0) delete this.session.flashes;
      return flashes;
    });
  },
  { name: 'flash', dependencies: ['session'] },
);
