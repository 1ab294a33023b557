import { Command, CommanderError, Option } from 'commander';
import { addCare } from './care-program.ts';
import { errorColors as colors } from './colors.ts';
import { migrateFlags } from './commands/migrate-flags.ts';
import { addGenerators } from './generate-program.ts';
import { questions } from './generators/app-questions.ts';
import { flagOf } from './generators/question.ts';
import { toolPackage } from './tool.ts';
import { UserError } from './user-error.ts';
import { sayVersionMismatch } from './version-mismatch.ts';

/** Exit codes: 0 done, 1 something the person can put right, 2 a fault of the tool. */
const EXIT = { user: 1, unexpected: 2 };

/** Runs `create-connector` with the arguments of `argv` (as process.argv). Prints errors and sets the exit code. */
export async function runCreateConnector(argv: string[]): Promise<void> {
  await run(createConnectorProgram(), argv);
}

/** Runs `connector` with the arguments of `argv` (as process.argv). Prints errors and sets the exit code. */
export async function runConnector(argv: string[]): Promise<void> {
  const program = connectorProgram();
  program.hook('preAction', async (_, command) => sayVersionMismatch(command.name()));
  await run(program, argv);
}

/** The program `create-connector`: its flags are the generator's questions. */
export function createConnectorProgram(): Command {
  const program = newProgram('create-connector', 'Makes a new connector project.')
    .argument('[name]', 'folder of the new project; its last part is the name')
    .addHelpText('after', example('create-connector my-app --external "Zoho CRM" --database postgresql'))
    .action(async (name: string | undefined, flags) => {
      const { create } = await import('./commands/create.ts');
      await create({ name, ...flags });
    });
  for (const question of questions.filter(({ kind }) => kind !== 'argument')) {
    const option = new Option(flagOf(question), question.message);
    // For the help and the completion; whether an answer is one of them is said by the generator.
    if (question.choices) option.argChoices = [...question.choices];
    program.addOption(option);
  }
  return program;
}

/** The program `connector`, which is run inside a project. */
export function connectorProgram(): Command {
  const program = newProgram(
    'connector',
    'Works on a connector project, from any folder inside it.',
  ).addHelpText('after', example('connector dev'));
  program
    .command('dev')
    .description('run the connector with reload, and a hub and an application for it to connect')
    .option('--port <port>', 'where the connector listens (default: PORT in .env, or the next free one)')
    .option(
      '--workers <number>',
      'processes that do the jobs; for PostgreSQL (default: the connector does them)',
    )
    .option('--no-sandbox', 'run the connector alone, with the settings of .env')
    .addHelpText('after', example('connector dev --port 4000'))
    .action(async (flags) => (await import('./commands/dev.ts')).dev(flags));
  addGenerators(program);
  program
    .command('install')
    .description('do whatever is still open: packages, .env, Prisma client, database')
    .addHelpText('after', example('connector install'))
    .action(async () => (await import('./commands/install.ts')).install());
  program
    .command('client')
    .description('generate the Prisma client, if prisma/schema.prisma has changed')
    .addHelpText('after', example('connector client'))
    .action(async () => (await import('./commands/client.ts')).client());
  const migrate = program
    .command('migrate')
    .description('bring the database up to the migrations, or the migrations up to schema.prisma')
    .addHelpText('after', example('connector migrate --name "add phone number"'))
    .action(async (flags) => (await import('./commands/migrate.ts')).migrate(flags));
  for (const [flag, description] of migrateFlags) migrate.option(flag, description);
  addRecords(program);
  addSecrets(program);
  addCare(program, createConnectorProgram);
  return program;
}

function addRecords(program: Command): void {
  program
    .command('records')
    .description('list the records that are not in step, with the reason')
    .option('--parked', 'only those that are left alone until somebody acts')
    .option('--waiting', 'only those that wait for another record')
    .option('--failed', 'only those that are tried again')
    .option('--organization <uid>', 'only those of one organization')
    .option('--release <number>', 'let a record be tried again in the next run')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', example('connector records --parked'))
    .action(async (flags) => (await import('./commands/records.ts')).records(flags));
  program
    .command('explain')
    .description('tell where one record stands, and what was decided about it when')
    .argument('<entity>', 'its kind, by the name on either side')
    .argument('<id>', 'its id on either side')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', example('connector explain contact 42'))
    .action(async (entity, id, flags) => (await import('./commands/explain.ts')).explain(entity, id, flags));
}

function addSecrets(program: Command): void {
  const secrets = program
    .command('secrets')
    .description('change the key that the tokens of linked accounts are encrypted under')
    .addHelpText('after', example('connector secrets rotate'));
  secrets
    .command('rotate')
    .description(
      'put a new key into ENCRYPTION_KEYS in .env, which reads before it writes; says what to do next',
    )
    .addHelpText('after', example('connector secrets rotate'))
    .action(async () => (await import('./commands/secrets.ts')).rotate());
  secrets
    .command('reencrypt')
    .argument('[key]', 'id of the key to put in front of ENCRYPTION_KEYS first')
    .description('encrypt all tokens under the first of ENCRYPTION_KEYS')
    .addHelpText('after', example('connector secrets reencrypt 2026-01-31'))
    .action(async (key) => (await import('./commands/secrets.ts')).reencrypt(key));
}

function newProgram(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .version(toolPackage.version)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} });
}

function example(command: string): string {
  return `\nExample:\n  ${command}`;
}

async function run(program: Command, argv: string[]): Promise<void> {
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error, program, argv.slice(2));
  }
}

function report(error: unknown, program: Command, words: readonly string[]): number {
  if (error instanceof CommanderError) return reportUsage(error, calledCommand(program, words));
  if (error instanceof UserError) {
    console.error(`${colors.red('error')}  ${error.message}`);
    return EXIT.user;
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  console.error(`${colors.red('error')}  ${message}`);
  console.error(
    process.env.DEBUG
      ? stack
      : `This is a fault of ${program.name()} ${toolPackage.version}: run it again with DEBUG=1 to see where, and report it.`,
  );
  return EXIT.unexpected;
}

// Commander throws for --help and --version as well, with code 0.
function reportUsage({ code, message, exitCode }: CommanderError, command: string): number {
  if (exitCode === 0 || code === 'commander.help') return exitCode;
  const sentence = message.replace(/^error: /, '').replace('\n', ' ');
  const hint = sentence.includes('Did you mean') ? '' : ` (see ${command} --help)`;
  console.error(`${colors.red('error')}  ${sentence}${hint}`);
  return EXIT.user;
}

/** The command that the words lead to, as it is called: "connector generate entity". */
function calledCommand(program: Command, [word, ...others]: readonly string[]): string {
  const next = program.commands.find(
    (command) => command.name() === word || command.aliases().includes(word ?? ''),
  );
  return next ? `${program.name()} ${calledCommand(next, others)}` : program.name();
}
