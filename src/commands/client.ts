import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { step } from '../actions/step.ts';
import { findProject } from '../project.ts';
import { UserError } from '../user-error.ts';

/** `connector client`: generates the project's Prisma client, when it is not there or its schema has changed since. */
export async function client(): Promise<void> {
  const { folder } = await findProject();
  await generateStaleClient(folder);
}

/** Whether the client of the project in `folder` was generated after its schema was last written. */
export async function isClientFresh(folder: string): Promise<boolean> {
  const [schema, generated] = await Promise.all([
    writtenAt(join(folder, 'prisma/schema.prisma')),
    writtenAt(join(folder, 'src/generated/prisma/client.ts')),
  ]);
  return generated >= schema;
}

/**
 * Generates the client of the project in `folder` when it is stale; returns whether it was.
 *
 * @throws {UserError} when the schema is not valid.
 */
export async function generateStaleClient(folder: string): Promise<boolean> {
  if (await isClientFresh(folder)) return false;
  await step('generate', 'Prisma client', () => generate(folder));
  return true;
}

async function generate(folder: string): Promise<void> {
  const { generateClient } = await import('../schema/client.ts');
  try {
    await generateClient(folder);
  } catch (error) {
    throw new UserError(
      `prisma/schema.prisma is not valid: correct it and try again.\n${(error as Error).message}`,
    );
  }
}

async function writtenAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
