import type { Database } from './database.ts';
import type { Vault } from './vault.ts';

/** Rows are read and written this many at a time. */
const pageSize = 200;

/** The columns of an organization that a vault writes. */
export const secretColumns = ['oauthToken', 'refreshToken', 'credentials', 'externalWebhookSecret'] as const;

type Secrets = Record<(typeof secretColumns)[number], string | null>;

/**
 * Encrypts the secrets of every organization under the vault's first key. What has it already is left alone, so that
 * it can be run again, and while the connector works: a token that was renewed in between is not written over.
 *
 * @returns how many organizations were changed.
 * @throws {Error} when one was encrypted under a key that is not configured any more; those before it are done.
 */
export async function reencryptTokens(database: Database, vault: Vault): Promise<number> {
  let after = 0;
  let changed = 0;
  for (;;) {
    const page = await database.organization.findMany({
      where: { id: { gt: after }, OR: secretColumns.map((column) => ({ [column]: { not: null } })) },
      select: {
        id: true,
        oauthToken: true,
        refreshToken: true,
        credentials: true,
        externalWebhookSecret: true,
      },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    for (const { id, ...stored } of page) {
      const data = renewed(vault, stored);
      if (secretColumns.every((column) => data[column] === stored[column])) continue;
      changed += (await database.organization.updateMany({ where: { id, ...stored }, data })).count;
    }
    if (page.length < pageSize) return changed;
    after = page.at(-1)?.id ?? after;
  }
}

const renewed = (vault: Vault, stored: Secrets) =>
  Object.fromEntries(secretColumns.map((column) => [column, renew(vault, stored[column])])) as Secrets;

function renew(vault: Vault, text: string | null): string | null {
  return text === null || vault.isCurrent(text) ? text : vault.encrypt(vault.decrypt(text));
}
