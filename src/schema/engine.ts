import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';

/** Prisma's schema engine, as WebAssembly: no native binary, no download. */
export type Engine = Pick<
  SchemaEngine,
  'applyMigrations' | 'diff' | 'markMigrationApplied' | 'markMigrationRolledBack'
>;

/** Every table belongs to the schema: none is managed elsewhere. */
export const everything = { externalTables: [], externalEnums: [] };

/**
 * An engine on the database behind `adapterFactory`, an adapter factory of Prisma whose errors are captured as results.
 *
 * @param schema text of a schema.prisma, needed only to compare it with the database
 */
export async function openEngine(adapterFactory: object, schema?: string): Promise<Engine> {
  instance ??= instantiate();
  const { SchemaEngine } = await instance;
  return await SchemaEngine.new(
    { datamodels: schema ? [['schema.prisma', schema]] : undefined },
    log,
    adapterFactory,
  );
}

// Neither the types of Node 20 nor ES2023 know it.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
};

let instance: Promise<typeof import('@prisma/schema-engine-wasm')> | undefined;

// The package's own entry point imports its .wasm file as a module, which Node does not do yet.
async function instantiate() {
  const path = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bindings = await import(pathToFileURL(path).href);
  const module = new WebAssembly.Module(await readFile(path.replace(/\.js$/, '.wasm')));
  const { exports } = new WebAssembly.Instance(module, {
    './schema_engine_bg.js': withLooseTimers(bindings),
  });
  bindings.__wbg_set_wasm(exports);
  (exports.__wbindgen_start as () => void)();
  return bindings as typeof import('@prisma/schema-engine-wasm');
}

// The engine leaves the timer of its wait for the lock running, which would keep the process for 10 s.
function withLooseTimers(bindings: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout_'));
  const loose = (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds).unref();
  return { ...bindings, ...Object.fromEntries(names.map((name) => [name, loose])) };
}

function log(line: string): void {
  if (process.env.DEBUG) process.stderr.write(line);
}
