import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

// Not execa: it takes 120 ms to load, and git all in all 30.
const execute = promisify(execFile);

/**
 * Runs git in `cwd` and returns what it printed.
 *
 * @throws {Error} when it is not installed (code ENOENT), or ends with another code than 0 (with its `stderr`).
 */
export async function git(cwd: string, ...parameters: string[]): Promise<string> {
  return (await execute('git', parameters, { cwd, env: withoutCaller(process.env) })).stdout;
}

// Variables a calling git sets (in a hook, say) would point us at its own repository.
function withoutCaller(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(env).filter(
    ([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|OBJECT_DIRECTORY)$/.test(name),
  );
  return Object.fromEntries(entries);
}
