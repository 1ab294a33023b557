import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import type { Database, Prisma } from '../engine/index.ts';

/**
 * Sessions as rows of `sessions`: every process sees them, and deleting a row signs its browser out, for good. A
 * request that began before that and ends after it finds no row to write to.
 */
export function createSessionStore(database: Database): SessionStore {
  return {
    get(id, done) {
      database.session.findUnique({ where: { id } }).then((row) => {
        const alive = row && row.expiresAt > new Date();
        done(null, alive ? (row.data as unknown as Session) : null);
      }, done);
    },
    set(id, session, done) {
      database.session.updateMany({ where: { id }, data: rowOf(session) }).then(() => done(), done);
    },
    destroy(id, done) {
      database.session.deleteMany({ where: { id } }).then(() => done(), done);
    },
  };
}

/** The one way a session begins. */
export async function createSession(database: Database, id: string, session: Session): Promise<void> {
  await database.session.create({ data: { id, ...rowOf(session) } });
}

/** Signs out everybody who looks at this organization, or one of them. To be awaited, or put into a transaction. */
export const endSessions = (database: Database, organizationId: number, userId: number | null = null) =>
  // Written for both databases: Prisma's own filters of JSON differ between them.
  database.$executeRaw`
    DELETE FROM sessions
    WHERE CAST(data ->> 'organizationId' AS INTEGER) = ${organizationId}
      AND CAST(data ->> 'userId' AS INTEGER) = COALESCE(${userId}, CAST(data ->> 'userId' AS INTEGER))`;

const rowOf = (session: Session) => ({
  data: JSON.parse(JSON.stringify(session)) as Prisma.InputJsonObject,
  expiresAt: session.cookie.expires ?? new Date(),
});
