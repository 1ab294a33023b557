import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs a program to its end, and returns what it printed.
 *
 * @param environment what it gets besides our own
 * @throws {Error} in its own words, or when it is not there.
 */
export async function run(
  program: string,
  parameters: readonly string[],
  environment: Record<string, string>,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  try {
    const env = { ...process.env, ...environment };
    const { stdout } = await execute(program, parameters, { env, signal, maxBuffer: 16 * 2 ** 20 });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    const { code, stdout, stderr } = error as { code?: string; stdout?: string; stderr?: string };
    if (code === 'ENOENT') throw new Error(`${program} is not installed, or not in PATH`);
    throw new Error(`${program} ${parameters[0]}: ${(stderr || stdout || String(error)).trim()}`);
  }
}
