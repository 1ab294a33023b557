import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import type { Database, Prisma } from '../engine/index.ts';

/** Sessions as rows of `sessions`: every process sees them, and deleting a row signs its browser out. */
export function createSessionStore(database: Database): SessionStore {
  return {
    get(id, done) {
      database.session.findUnique({ where: { id } }).then((row) => {
        const alive = row && row.expiresAt > new Date();
        done(null, alive ? (row.data as unknown as Session) : null);
      }, done);
    },
    set(id, session, done) {
      const data = JSON.parse(JSON.stringify(session)) as Prisma.InputJsonObject;
      const expiresAt = session.cookie.expires ?? new Date();
      database.session
        .upsert({ where: { id }, create: { id, data, expiresAt }, update: { data, expiresAt } })
        .then(() => done(), done);
    },
    destroy(id, done) {
      database.session.deleteMany({ where: { id } }).then(() => done(), done);
    },
  };
}
