import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Vault } from './engine/index.ts';

/** The developer platform's last good answer. */
export interface TenantsCopy {
  answer: unknown;
  /** When it was given, ISO 8601. */
  at: string;
}

/**
 * Keeps the answer for a start while the platform is down. The file holds the keys of all tenants: it is encrypted as
 * tokens are, and written in one step, so that a reader never meets half of it.
 *
 * @param from which platform and environment gave it: another one's is not read.
 */
export async function keepTenants(file: string, vault: Vault, from: string, answer: unknown): Promise<void> {
  const text = vault.encrypt(JSON.stringify({ from, at: new Date().toISOString(), answer }));
  const unfinished = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(unfinished, text, { mode: 0o600 });
  await rename(unfinished, file);
}

/** @throws {Error} when there is none of that platform, or it cannot be decrypted. */
export async function keptTenants(file: string, vault: Vault, from: string): Promise<TenantsCopy> {
  const kept = keptSchema.parse(JSON.parse(vault.decrypt(await readFile(file, 'utf8'))));
  if (kept.from !== from) throw new Error(`${file} was given by ${kept.from}`);
  return kept;
}

const keptSchema = z.object({ from: z.string(), at: z.string(), answer: z.unknown() });
