/** A program that failed, with what it printed. */
export class ShellError extends Error {
  override name = 'ShellError';
  /** Standard output and standard error, as they came. */
  readonly output: string;

  constructor(message: string, output: string, options?: ErrorOptions) {
    super(message, options);
    this.output = output;
  }
}

/**
 * Runs a program to its end and returns what it wrote to standard output.
 *
 * @throws {ShellError} when it is not there, or ends with another code than 0.
 */
export async function run(program: string, parameters: string[], cwd: string): Promise<string> {
  const { execa } = await import('execa');
  const {
    all = '',
    stdout,
    failed,
    exitCode,
    cause,
  } = await execa(program, parameters, {
    cwd,
    all: true,
    reject: false,
    stdin: 'ignore',
  });
  if (process.env.DEBUG) console.error(all);
  if (!failed) return stdout;
  const reason =
    exitCode === undefined
      ? `could not be run (${(cause as Error)?.message ?? 'stopped'})`
      : `ended with code ${exitCode}`;
  throw new ShellError(`${program} ${parameters[0] ?? ''} ${reason}`.replace('  ', ' '), all, { cause });
}
