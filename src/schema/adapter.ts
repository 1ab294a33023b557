import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';

/** What we use of a driver adapter of Prisma (SqlDriverAdapter). */
export interface Adapter {
  queryRaw(query: Query): Promise<{ rows: unknown[][] }>;
  executeRaw(query: Query): Promise<number>;
  executeScript(script: string): Promise<void>;
  dispose(): Promise<void>;
}

interface Query {
  sql: string;
  args: unknown[];
  argTypes: unknown[];
}

export interface AdapterFactory {
  provider: string;
  adapterName: string;
  connect(): Promise<Adapter>;
}

/** A statement without parameters, as adapters take it. */
export function statement(sql: string): Query {
  return { sql, args: [], argTypes: [] };
}

/**
 * The way to packages that the adapter `name` is made of: as installed in the project in `folder`, else beside the tool.
 *
 * @throws {UserError} when it is installed in neither.
 */
export function requireFrom(folder: string, name: string): NodeJS.Require {
  for (const start of [join(folder, 'package.json'), import.meta.url]) {
    try {
      return createRequire(createRequire(start).resolve(name));
    } catch (error) {
      if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new UserError(`${name} is not installed: run "npm install" in ${folder}.`);
}

/** A factory for the schema engine that gives out the one `adapter`, with errors captured as the engine expects them. */
export function factoryOf(require: NodeJS.Require, factory: AdapterFactory, adapter: Adapter): object {
  const { bindMigrationAwareSqlAdapterFactory: bind } = require('@prisma/driver-adapter-utils');
  const { provider, adapterName } = factory;
  return bind({
    provider,
    adapterName,
    connect: async () => adapter,
    connectToShadowDb: async () => adapter,
  });
}
