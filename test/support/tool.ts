import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A new folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'create-connector-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

interface Options {
  cwd: string;
  env?: Record<string, string>;
  nodeOptions?: string[];
  /** Another copy of the tool. */
  tool?: string;
}

/** Runs one of the two programs as a shell does, without a terminal. */
export async function runTool(
  program: 'create-connector' | 'connector',
  parameters: string[],
  { cwd, env = {}, nodeOptions = [], tool = root }: Options,
): Promise<{ stdout: string; stderr: string; exitCode: number | undefined }> {
  const file = join(tool, 'bin', `${program}.js`);
  const { stdout, stderr, exitCode } = await execa(process.execPath, [...nodeOptions, file, ...parameters], {
    cwd,
    env: {
      NO_COLOR: '1',
      npm_config_user_agent: 'npm/11.0.0 node/v20.19.0',
      DEBUG: '',
      ...gitIdentity,
      ...env,
    },
    reject: false,
    stdin: 'ignore',
  });
  return { stdout, stderr, exitCode };
}

/** Scaffolds a project without installing it, and returns its folder. */
export async function scaffold(parameters: string[] = []): Promise<string> {
  const cwd = await temporaryFolder();
  const { exitCode, stderr } = await runTool(
    'create-connector',
    ['my-app', '--skip-install', ...parameters],
    { cwd },
  );
  if (exitCode !== 0) throw new Error(stderr);
  return join(cwd, 'my-app');
}

/** The same for all tests of a file: it is there until `remove` is called. */
export async function scaffoldForFile(
  parameters: string[] = [],
): Promise<{ folder: string; remove(): Promise<void> }> {
  const cwd = await realpath(await mkdtemp(join(tmpdir(), 'create-connector ')));
  const remove = () => rm(cwd, { recursive: true, force: true, maxRetries: 3 });
  const { exitCode, stderr } = await runTool(
    'create-connector',
    ['my-app', '--skip-install', '--skip-git', ...parameters],
    { cwd },
  );
  if (exitCode === 0) return { folder: join(cwd, 'my-app'), remove };
  await remove();
  throw new Error(stderr);
}

export const gitIdentity = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@fern.example',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@fern.example',
};
