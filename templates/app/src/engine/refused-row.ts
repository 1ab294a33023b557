/**
 * Whether the database has understood a statement and refuses a row of it: a constraint, or a value that it cannot
 * hold. Anything else (busy, out of space, a lost connection) is a fault of the database, and no row's. Prisma has
 * one code for all of them (P2010, a raw query failed); what tells them apart is the code of the database itself.
 */
export function isRowRefused(error: unknown): boolean {
  const { kind, originalCode = '' } = causeOf(error);
  if (kind === 'ForeignKeyConstraintViolation') return false; // The organization is gone: so are all its rows.
  return isSqlState(originalCode)
    ? ofRows.test(originalCode)
    : refusals.includes(Number(originalCode) & 0xff);
}

interface Cause {
  /** As the driver adapter names it. */
  kind?: string;
  originalCode?: string;
}

function causeOf(error: unknown): Cause {
  const { meta } = (error ?? {}) as { meta?: { driverAdapterError?: { cause?: Cause } } };
  return meta?.driverAdapterError?.cause ?? {};
}

/** PostgreSQL: five letters or digits. SQLite: a number, whose last byte is what it is about. */
const isSqlState = (code: string) => code.length === 5;

/** PostgreSQL: classes 22 (data exception) and 23 (integrity constraint violation). */
const ofRows = /^2[23]/;

/** SQLite: TOOBIG, CONSTRAINT, MISMATCH. */
const refusals = [18, 19, 20];
