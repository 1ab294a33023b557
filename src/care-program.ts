import { Argument, type Command } from 'commander';

/** Adds the commands that look after a project: `doctor`, `status`, `upgrade`, `database`, and `completion` for both programs. */
export function addCare(program: Command, createConnectorProgram: () => Command): void {
  program
    .command('doctor')
    .description('look at everything the connector depends on, and say what to do about what is not well')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', example('connector doctor'))
    .action(async (flags) => (await import('./commands/doctor.ts')).doctor(flags));
  program
    .command('status')
    .description('print what all processes of the connector do: jobs, what is behind, paused and parked')
    .option('--json', 'print it as JSON')
    .addHelpText('after', example('connector status'))
    .action(async (flags) => (await import('./commands/status.ts')).status(flags));
  program
    .command('upgrade')
    .description(
      'bring the project to the version of this tool: engine, migrations, and merged template files',
    )
    .option('--dry-run', 'say what would be done, and show where your changes meet ours; write nothing')
    .option('--force', 'replace files of the engine although you edited them')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', example('connector upgrade --dry-run'))
    .action(async (flags) => (await import('./commands/upgrade.ts')).upgrade(flags));
  program
    .command('database')
    .description(
      'take the project from SQLite to PostgreSQL with all its rows, or copy those of another SQLite file',
    )
    .addArgument(new Argument('<kind>', 'where to').choices(['postgresql']))
    .option('--url <url>', 'address of the database (default: DATABASE_URL of the environment)')
    .option('--from <file>', 'the SQLite file (default: the one that .env names)')
    .option('--dry-run', 'say what would be done, write nothing')
    .option('--json', 'print the result as JSON')
    .option('--yes', 'ask nothing')
    .addHelpText(
      'after',
      `
Stop every process of the connector first. The SQLite file is only read. Cut off at any moment, the command can be
run again and goes on where it was; the files of the project change when all rows are there and were compared.
${example('connector database postgresql --url postgresql://ada@localhost:5432/my_app')}`,
    )
    .action(async (_kind, flags) => (await import('./commands/database.ts')).database(flags));
  program
    .command('completion')
    .description('print what teaches a shell the commands and flags of both programs')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      example(
        'connector completion bash > ~/.connector.bash  # then, in ~/.bashrc: source ~/.connector.bash',
      ),
    )
    .action(async (shell) => {
      const { completion } = await import('./commands/completion.ts');
      completion(shell, [program, createConnectorProgram()]);
    });
}

function example(command: string): string {
  return `\nExample:\n  ${command}`;
}
