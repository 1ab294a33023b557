import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';

/** The databases a connector runs on, by Prisma's names. */
export type Provider = 'sqlite' | 'postgresql';

/**
 * The database that the text of a schema.prisma is written for.
 *
 * @throws {UserError} when it names none, or one that connectors do not run on.
 */
export function providerOf(schema: string): Provider {
  const provider = /^datasource\s+\w+\s*\{[^}]*?^\s*provider\s*=\s*"(\w+)"/m.exec(schema)?.[1];
  if (provider === 'sqlite' || provider === 'postgresql') return provider;
  throw new UserError(
    `The datasource of prisma/schema.prisma has ${provider ? `the provider "${provider}"` : 'no provider'}: write "sqlite" or "postgresql".`,
  );
}

/**
 * The text of the prisma/schema.prisma of the project in `folder`.
 *
 * @throws {UserError} when there is none.
 */
export async function readSchema(folder: string): Promise<string> {
  const path = join(folder, 'prisma/schema.prisma');
  if (existsSync(path)) return await readFile(path, 'utf8');
  throw new UserError(`${path} is missing: take it back from git, or run this inside a project.`);
}
