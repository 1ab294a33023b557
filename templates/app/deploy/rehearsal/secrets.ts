import { createHash } from 'node:crypto';
import { createDatabase } from '../../src/database.ts';
import { createVault, secretColumns, type Vault, type VaultKey } from '../../src/engine/index.ts';

/** Organizations are read this many at a time. */
const pageSize = 500;

/** By organization and column: a digest of what is in it, so that nothing is kept in the clear. */
export type Secrets = ReadonlyMap<string, string>;

/**
 * Decrypts every secret in the database at `url`.
 *
 * @throws {Error} that says whose secret cannot be read with `keys`.
 */
export async function readSecrets(url: string, keys: readonly VaultKey[]): Promise<Secrets> {
  const [database, vault] = [createDatabase(url), createVault(keys)];
  const secrets = new Map<string, string>();
  try {
    for (let after = 0; ; ) {
      const page = await database.organization.findMany({
        where: { id: { gt: after } },
        orderBy: { id: 'asc' },
        take: pageSize,
      });
      for (const organization of page) {
        for (const column of secretColumns) {
          const text = organization[column];
          if (text === null) continue;
          const whose = `${column} of organization ${organization.id}`;
          secrets.set(whose, digestOf(vault, text, whose));
        }
      }
      if (page.length < pageSize) return secrets;
      after = page.at(-1)?.id ?? after;
    }
  } finally {
    await database.$disconnect();
  }
}

function digestOf(vault: Vault, text: string, whose: string): string {
  try {
    return createHash('sha256').update(vault.decrypt(text)).digest('base64');
  } catch (error) {
    throw new Error(`${whose} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** @throws {Error} that names the secrets that are not what they were. */
export function refuseOtherSecrets(before: Secrets, after: Secrets): void {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const other = names.filter((name) => before.get(name) !== after.get(name));
  if (other.length > 0) throw new Error(`not what they were under the old key: ${other.join(', ')}`);
}
