import { run, ShellError } from '../actions/shell.ts';
import { findProject } from '../project.ts';
import { UserError } from '../user-error.ts';

/** The flags as they were given. */
export interface StatusOptions {
  json?: boolean;
}

/**
 * `connector status`: prints what all processes of the connector do. The project itself says it, as `node
 * dist/status.js` does where this tool is not.
 *
 * @throws {UserError} when the project cannot be asked: its settings are not complete, or the database is away.
 */
export async function status({ json }: StatusOptions = {}): Promise<void> {
  const { folder } = await findProject();
  const parameters = ['--import', 'tsx', 'src/status.ts', ...(json ? ['--json'] : [])];
  try {
    console.log(await run(process.execPath, parameters, folder));
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    throw new UserError(
      `The connector does not say what it does:\n${error.output.trim()}\n"connector doctor" tells what is not well.`,
    );
  }
}
