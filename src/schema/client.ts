import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

// The ES modules of these packages (7.10.0) import files that are not there; the CommonJS ones are whole.
const require = createRequire(import.meta.url);

/**
 * Generates the Prisma client of the project in `folder` from its prisma/schema.prisma.
 * In this process, with Prisma's own generator: the `prisma` command would download an engine first.
 *
 * @throws {Error} when the schema is not valid; the message is Prisma's, with line and reason.
 */
export async function generateClient(folder: string): Promise<void> {
  const schemaPath = resolve(folder, 'prisma/schema.prisma');
  const datamodel = await readFile(schemaPath, 'utf8');
  const { generators, datasources } = readConfig(schemaPath, datamodel);
  const [generator] = generators;
  if (!generator?.output?.value) throw new Error(`${schemaPath} has no generator with an output`);
  const output = resolve(dirname(schemaPath), generator.output.value);

  await rm(output, { recursive: true, force: true });
  const { PrismaClientTsGenerator } =
    require('@prisma/client-generator-ts') as typeof import('@prisma/client-generator-ts');
  await new PrismaClientTsGenerator().generate({
    generator: { ...generator, output: { fromEnvVar: null, value: output }, isCustomOutput: true },
    otherGenerators: [],
    schemaPath,
    datamodel,
    datasources,
    dmmf: readModels(schemaPath, datamodel),
    version: clientVersion(),
  });
}

type GeneratorOptions = Parameters<
  InstanceType<typeof import('@prisma/client-generator-ts').PrismaClientTsGenerator>['generate']
>[0];

function readConfig(schemaPath: string, datamodel: string) {
  const { get_config } = require('@prisma/prisma-schema-wasm') as { get_config: (params: string) => string };
  const { config, errors } = JSON.parse(
    get_config(
      JSON.stringify({
        prismaSchema: [[schemaPath, datamodel]],
        datasourceOverrides: {},
        ignoreEnvVarErrors: true,
        env: {},
      }),
    ),
  ) as {
    config: { generators: GeneratorOptions['generator'][]; datasources: GeneratorOptions['datasources'] };
    errors: { message: string }[];
  };
  if (errors.length > 0) throw new Error(errors.map((error) => error.message).join('\n'));
  return config;
}

function readModels(schemaPath: string, datamodel: string): GeneratorOptions['dmmf'] {
  const { getDMMF } = require('@prisma/get-dmmf') as typeof import('@prisma/get-dmmf');
  const models = getDMMF({ datamodel: [[schemaPath, datamodel]] });
  if ('type' in models) throw new Error(`${models.reason}\n${models.error.message}`);
  return models;
}

function clientVersion(): string {
  const path = join(dirname(require.resolve('@prisma/client-generator-ts')), '../package.json');
  return (require(path) as { version: string }).version;
}
