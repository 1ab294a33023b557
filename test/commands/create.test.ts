import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { hashOf, type Ledger } from '../../src/ledger.ts';
import { root, runTool, scaffold, temporaryFolder } from '../support/tool.ts';

const git = async (cwd: string, ...parameters: string[]) =>
  (await promisify(execFile)('git', parameters, { cwd })).stdout.trim();

test('a project is written as planned, committed, and the next commands are told', async () => {
  const cwd = await temporaryFolder();
  const { stdout, exitCode } = await runTool('create-connector', ['my-app', '--skip-install'], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ {6}create {2}my-app {2}\d+ files$/m);
  expect(stdout).toMatch(
    /Done in \d+\.\d s\. Next:\n\n {2}cd my-app\n {2}npm install && npx connector install\n {2}npm run dev/,
  );

  const folder = join(cwd, 'my-app');
  expect(await readdir(cwd)).toEqual(['my-app']);
  const { files } = JSON.parse(await readFile(join(folder, 'connector.json'), 'utf8')) as Ledger;
  for (const [path, hash] of Object.entries(files)) {
    expect(hashOf(await readFile(join(folder, path))), path).toBe(hash);
  }
  expect(await git(folder, 'status', '--porcelain')).toBe('');
  expect(await git(folder, 'log', '--format=%s %an')).toBe('First commit Ada');
  expect(await git(folder, 'ls-files', '.env')).toBe('');
});

test('a path with spaces, and folders that are not there yet, are fine', async () => {
  const cwd = await temporaryFolder();
  const { stdout, exitCode } = await runTool('create-connector', ['sub dir/new/my-app', '--skip-install'], {
    cwd,
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('  cd "sub dir/new/my-app"\n');
  expect(JSON.parse(await readFile(join(cwd, 'sub dir/new/my-app/package.json'), 'utf8')).name).toBe(
    'my-app',
  );
});

test('a dry run names every file and writes none (nestjs/nest-cli#195)', async () => {
  const cwd = await temporaryFolder();
  const { stdout, exitCode } = await runTool('create-connector', ['my-app', '--dry-run'], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ {6}create {2}package\.json$/m);
  expect(stdout).toContain('nothing was written');
  expect(await readdir(cwd)).toEqual([]);
});

test('--json tells the same to programs', async () => {
  const cwd = await temporaryFolder();
  const { stdout } = await runTool('create-connector', ['my-app', '--dry-run', '--json'], { cwd });
  expect(JSON.parse(stdout)).toEqual({
    folder: join(cwd, 'my-app'),
    files: expect.arrayContaining(['.connector/base.json.gz', 'package.json', 'src/engine/index.ts']),
  });
});

test.each<[string, string[], RegExp]>([
  ['JSON about what npm says', ['my-app', '--json'], /^error {2}--json goes with --dry-run/],
  ['no name', [], /^error {2}NAME is missing, and nobody can be asked: give it on/],
  ['a name npm refuses', ['My App'], /^error {2}NAME "My App" cannot be used: .+; "my-app" would do\.$/],
  ['a reserved name', ['node_modules'], /cannot be used: the name is taken/],
  [
    'an unknown database',
    ['x', '--database', 'mysql'],
    /"mysql" is not known: choose one of sqlite, postgresql\.$/,
  ],
  [
    'an unknown package manager',
    ['x', '--package-manager', 'cargo'],
    /choose one of npm, pnpm, yarn, bun\.$/,
  ],
  ['a nameless application', ['x', '--external', ''], /^error {2}--external "" cannot be used/],
  [
    'a mistyped flag',
    ['x', '--databse', 'sqlite'],
    /^error {2}unknown option '--databse' \(Did you mean --database\?\)$/,
  ],
  ['two names', ['x', 'y'], /^error {2}too many arguments.+\(see create-connector --help\)$/],
])('%s is one line that says what to do, exit 1, nothing written', async (_, parameters, sentence) => {
  const cwd = await temporaryFolder();
  const { stdout, stderr, exitCode } = await runTool('create-connector', parameters, { cwd });
  expect(stderr).toMatch(sentence);
  expect(stderr.split('\n')).toHaveLength(1);
  expect({ stdout, exitCode, left: await readdir(cwd) }).toEqual({ stdout: '', exitCode: 1, left: [] });
});

// A folder that was emptied, a lost .env, files mixed with others: vitejs/vite#21531, vitejs/vite#18710,
// vuejs/create-vue#1099, vuejs/create-vue#1117, Create-Node-App/create-node-app#159.
test.each([['README.md'], ['.env'], ['LICENSE'], ['src/index.ts']])(
  'a folder with %s in it is refused and left as it is',
  async (path) => {
    const cwd = await temporaryFolder();
    const file = join(cwd, 'my-app', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, 'mine');
    const { stderr, exitCode } = await runTool('create-connector', ['my-app'], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /is not empty \(.+\): choose another name, or an empty folder\. Nothing was touched\.$/,
    );
    expect(await readFile(file, 'utf8')).toBe('mine');
    expect(await readdir(join(cwd, 'my-app'))).toEqual([path.split('/')[0]]);
    expect(await readdir(cwd)).toEqual(['my-app']);
  },
);

test('a file of that name is refused and left as it is', async () => {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, 'my-app'), 'mine');
  const { stderr, exitCode } = await runTool('create-connector', ['my-app'], { cwd });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: expect.stringContaining('is a file: choose another name'),
  });
  expect(await readFile(join(cwd, 'my-app'), 'utf8')).toBe('mine');
});

test.skipIf(process.getuid?.() === 0)('a place where one may not write is named', async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'locked'), { mode: 0o500 });
  const { stderr, exitCode } = await runTool('create-connector', ['locked/my-app'], { cwd });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: expect.stringContaining('You may not write to'),
  });
});

// Nothing is refused to root.
const anyone = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

test.skipIf(process.platform === 'win32')(
  'the folder one is in is filled, though the one above it may not be written',
  async () => {
    const above = await temporaryFolder();
    const folder = join(above, 'my-app');
    await mkdir(folder);
    if (anyone.uid) await chown(folder, anyone.uid, anyone.gid);
    await chmod(above, 0o555);
    onTestFinished(() => chmod(above, 0o755));
    const program = join(root, 'bin/create-connector.js');
    const parameters = [program, '.', '--skip-install', '--skip-git'];
    const { stderr, exitCode } = await execa(process.execPath, parameters, {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
      ...anyone,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const names = await readdir(folder);
    expect(names).toContain('package.json');
    expect(names.filter((name) => name.includes('my-app'))).toEqual([]);
  },
);

test.skipIf(process.platform === 'win32')(
  'a disk that takes no more is a matter of the person, and nothing is left on it',
  async () => {
    const cwd = await temporaryFolder();
    // No file may get longer than 4 KB: the system refuses it as it does on a full disk.
    const program = `trap '' XFSZ; ulimit -f 8; exec "$0" "$@"`;
    const command = [process.execPath, join(root, 'bin/create-connector.js'), 'new/my-app'];
    const { stderr, exitCode } = await execa(
      'sh',
      ['-c', program, ...command, '--skip-install', '--skip-git'],
      {
        cwd,
        reject: false,
        stdin: 'ignore',
        env: { NO_COLOR: '1' },
      },
    );
    expect({ exitCode, stderr, left: await readdir(cwd) }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^error {2}.+my-app could not be written \(EFBIG: .+\): nothing of it was left\. See that/,
      ),
      left: [],
    });
  },
);

test('an old Node is told so before anything else', async () => {
  const cwd = await temporaryFolder();
  const old = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.18.3"})';
  for (const program of ['create-connector', 'connector'] as const) {
    const { stderr, exitCode } = await runTool(program, ['x'], { cwd, nodeOptions: ['--import', old] });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(/^Node 20\.18\.3 is too old: install Node 24/),
    });
  }
});

test('a repository that is there already is left alone', async () => {
  const cwd = await temporaryFolder();
  await git(cwd, 'init', '--quiet');
  const { stdout, exitCode } = await runTool('create-connector', ['my-app', '--skip-install'], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ {8}skip {2}git: the folder is inside a repository already/m);
  expect(await readdir(join(cwd, 'my-app'))).not.toContain('.git');
  expect(await git(cwd, 'diff', '--cached', '--name-only')).toBe('');
});

test('a freshly cloned, empty repository takes a project, under the name of its folder (t3-oss/create-t3-app#1846)', async () => {
  const cwd = await temporaryFolder();
  await git(cwd, 'init', '--quiet', 'my-app');
  const { exitCode } = await runTool('create-connector', ['.', '--skip-install'], {
    cwd: join(cwd, 'my-app'),
  });
  expect(exitCode).toBe(0);
  expect(await readdir(join(cwd, 'my-app'))).toEqual(expect.arrayContaining(['.git', 'package.json']));
  expect(JSON.parse(await readFile(join(cwd, 'my-app/package.json'), 'utf8')).name).toBe('my-app');
  const plan = await runTool('create-connector', ['my-app', '--dry-run', '--json'], {
    cwd: await temporaryFolder(),
  });
  const { files } = JSON.parse(plan.stdout) as { files: string[] };
  expect(files.filter((path) => !existsSync(join(cwd, 'my-app', path)))).toEqual([]);
});

test('without git, or without a name to sign with, the project is made and a line says what is left to do', async () => {
  const cwd = await temporaryFolder();
  const noGit = await runTool('create-connector', ['one', '--skip-install'], { cwd, env: { PATH: cwd } });
  expect(noGit.stdout).toContain('skip  git: the program is not installed; later: git init &&');
  expect(noGit.exitCode).toBe(0);

  const nobody = {
    GIT_AUTHOR_NAME: '',
    GIT_AUTHOR_EMAIL: '',
    GIT_COMMITTER_NAME: '',
    GIT_COMMITTER_EMAIL: '',
  };
  const unknown = { HOME: cwd, XDG_CONFIG_HOME: cwd, GIT_CONFIG_NOSYSTEM: '1', EMAIL: '' };
  const strict = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'user.useConfigOnly',
    GIT_CONFIG_VALUE_0: 'true',
  };
  const env = { ...nobody, ...unknown, ...strict };
  const unsigned = await runTool('create-connector', ['two', '--skip-install'], { cwd, env });
  expect(unsigned.stdout).toContain(
    'skip  git: no commit made, git does not know you: git config --global user.name',
  );
  expect(unsigned.exitCode).toBe(0);
});

test('--skip-git makes no repository', async () => {
  expect(await readdir(await scaffold(['--skip-git']))).not.toContain('.git');
});

test('a failed installation keeps the files, commits them, and tells the command to go on with', async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'bin'));
  await writeFile(
    join(cwd, 'bin/npm'),
    '#!/bin/sh\necho "npm error code ENOTFOUND" >&2\necho "npm error network request failed" >&2\nexit 7\n',
  );
  await chmod(join(cwd, 'bin/npm'), 0o755);
  const env = { PATH: `${join(cwd, 'bin')}:${process.env.PATH}` };
  const { stdout, stderr, exitCode } = await runTool('create-connector', ['my-app'], { cwd, env });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^ {8}fail {2}install packages with npm$/m);
  expect(stderr).toBe(
    'error  npm install ended with code 7 (npm error network request failed). The files are all there; to go on: cd my-app && npm install && npx connector install',
  );
  expect(await git(join(cwd, 'my-app'), 'status', '--porcelain')).toBe('');
});

test('an installation that pnpm refuses is told with its reason', async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'bin'));
  const script = '#!/bin/sh\necho "Error: ERR_PNPM_IGNORED_BUILDS"\nexit 1\n';
  await writeFile(join(cwd, 'bin/pnpm'), script, { mode: 0o755 });
  const env = { PATH: `${join(cwd, 'bin')}:${process.env.PATH}` };
  const parameters = ['my-app', '--package-manager', 'pnpm', '--skip-git'];
  expect((await runTool('create-connector', parameters, { cwd, env })).stderr).toContain(
    'pnpm install ended with code 1 (Error: ERR_PNPM_IGNORED_BUILDS).',
  );
});

test.skipIf(process.platform === 'win32')(
  'a database that does not answer stops the last step only, and the commands to go on with are told',
  async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, 'bin'));
    const script = `#!/bin/sh\nln -s "${join(root, 'node_modules')}" node_modules\n`;
    await writeFile(join(cwd, 'bin/npm'), script, { mode: 0o755 });
    const env = {
      PATH: `${join(cwd, 'bin')}:${process.env.PATH}`,
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/app',
    };
    const parameters = ['my-app', '--database', 'postgresql', '--skip-git'];
    const { stdout, stderr, exitCode } = await runTool('create-connector', parameters, { cwd, env });
    expect(stdout).toMatch(/^ {4}generate {2}Prisma client/m);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^error {2}PostgreSQL at 127\.0\.0\.1:1 cannot be used \(.+\): check DATABASE_URL, and that the server runs\. All else is done; to go on: cd my-app && npx connector install && npm run dev$/,
      ),
    });
  },
);

test('a package manager that is not there is named', async () => {
  const cwd = await temporaryFolder();
  const { stderr, exitCode } = await runTool('create-connector', ['my-app', '--package-manager', 'bun'], {
    cwd,
    env: { PATH: cwd },
  });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^error {2}bun install could not be run .+ cd my-app && bun install && bunx connector install$/,
  );
});
