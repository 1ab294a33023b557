import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { isListening } from '../../src/dev/ports.ts';
import { startDev } from '../support/dev.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { runTool, scaffold } from '../support/tool.ts';

const PATIENT = 90_000;

async function installed(parameters: string[] = []): Promise<string> {
  const folder = await scaffold(parameters);
  await linkPackages(folder);
  const { exitCode, stderr } = await runTool('connector', ['install'], { cwd: folder });
  if (exitCode !== 0) throw new Error(stderr);
  return folder;
}

/** The lines of what was done, without how long it took. */
function outcomes(stdout: string): string[] {
  const lines = stdout.split('\n').filter((line) => /^ +\w+ {2}/.test(line));
  return lines.map((line) => line.replace(/ {2}\d+\.\d s$/, ''));
}

async function port(url: string | undefined): Promise<boolean> {
  return isListening(Number(new URL(url ?? '').port));
}

test(
  'connector install does what is open, from any folder inside, and says what was done already',
  async () => {
    const folder = await scaffold(['--skip-git']);
    await linkPackages(folder);
    await rm(join(folder, '.env'));
    const first = await runTool('connector', ['install'], { cwd: join(folder, 'src/engine') });
    expect(outcomes(first.stdout)).toEqual([
      '   identical  packages',
      '      create  .env  with fresh secrets',
      '    generate  Prisma client',
      '     migrate  0001_init',
    ]);
    expect(await readdir(join(folder, 'data'))).toEqual(['development.db']);
    expect((await stat(join(folder, '.env'))).mode & 0o077).toBe(0);

    const settings = await readFile(join(folder, '.env'), 'utf8');
    const again = await runTool('connector', ['install'], { cwd: folder });
    expect(again.stdout).toContain('   identical  Prisma client\n   identical  database');
    expect(await readFile(join(folder, '.env'), 'utf8')).toBe(settings);
  },
  PATIENT,
);

test(
  'a new project is typed and its style is right (zapier/zapier-platform#657, n8n-io/n8n#21247)',
  async () => {
    const folder = await installed();
    const bin = join(folder, 'node_modules/.bin');
    const types = execa(join(bin, 'tsc'), [], { cwd: folder, reject: false, all: true });
    const style = execa(join(bin, 'biome'), ['check', '--error-on-warnings'], {
      cwd: folder,
      reject: false,
      all: true,
    });
    expect((await types).all).toBe('');
    expect((await style).all).toMatch(/No fixes applied\.$/);
  },
  PATIENT,
);

test(
  'connector client follows the schema, and names what is wrong in it',
  async () => {
    const folder = await installed(['--skip-git']);
    const schema = join(folder, 'prisma/schema.prisma');
    const text = await readFile(schema, 'utf8');
    expect((await runTool('connector', ['client'], { cwd: folder })).stdout).toBe('');
    await writeFile(schema, `${text}\nmodel Note {\n  id Int @id\n}\n`);
    expect((await runTool('connector', ['client'], { cwd: folder })).stdout).toContain(
      'generate  Prisma client',
    );
    expect(await readdir(join(folder, 'src/generated/prisma/models'))).toContain('Note.ts');
    await writeFile(schema, `${text}\nmodel Note {\n  id Nonsense\n}\n`);
    const { stderr, exitCode } = await runTool('connector', ['client'], { cwd: folder });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(/schema\.prisma is not valid[\s\S]*Nonsense/),
    });
  },
  PATIENT,
);

test(
  'connector dev runs hub, Acme and the connector, leaves the git tree clean, and ends all of it on Ctrl-C',
  async () => {
    const folder = await installed();
    const dev = startDev(folder);
    const [, hub] = await dev.line(/^ +hub {2}(http:\S+)/);
    const [, acme] = await dev.line(/^ +acme {2}(http:\S+)/);
    const [, connector] = await dev.line(/^ +connector {2}(http:\S+)$/);
    await dev.line(/sign in as Ada Arkwright/);
    expect((await fetch(`${connector}/health/live`)).status).toBe(200);
    const page = await fetch(`${connector}/`);
    expect({ status: page.status, body: await page.text() }).toEqual({
      status: 200,
      body: expect.stringContaining('<html'),
    });
    expect(dev.printed.filter((line) => line.startsWith('{') || line.includes('\u001b'))).toEqual([]);
    expect(dev.printed.some((line) => line.startsWith('connector │ '))).toBe(true);

    expect(await dev.end('SIGINT')).toBe(0);
    expect(await Promise.all([port(hub), port(acme), port(connector)])).toEqual([false, false, false]);
    expect((await execa('git', ['status', '--porcelain'], { cwd: folder })).stdout).toBe('');
  },
  PATIENT,
);

test(
  // n8n-io/n8n#24872, activepieces/activepieces#2219, activepieces/activepieces#3143, activepieces/activepieces#11346
  'connector dev starts the connector again when a file is saved, and says when it does not answer',
  async () => {
    const folder = await installed(['--skip-git']);
    const dev = startDev(folder);
    await dev.line(/^ +connector {2}http/);
    const server = join(folder, 'src/server.ts');
    const text = await readFile(server, 'utf8');
    await writeFile(server, `${text}\nthrow new Error('a slip of the pen');\n`);
    await dev.line(/connector │ .*a slip of the pen/);
    await dev.line(/connector │ does not answer: its lines above say why/);
    await writeFile(server, `${text}\nconsole.log('healed');\n`);
    await dev.line(/connector │ healed/);
    expect(await dev.end('SIGTERM')).toBe(0);
  },
  PATIENT,
);

test(
  'a port that was asked for and is taken is an error',
  async () => {
    const folder = await installed(['--skip-git']);
    const server = createServer().listen(0, '127.0.0.1');
    const { port } = await new Promise<{ port: number }>((resolve) =>
      server.once('listening', () => resolve(server.address() as never)),
    );
    const taken = await runTool('connector', ['dev', '--port', String(port)], { cwd: folder });
    expect(taken.stderr).toBe(
      `error  Port ${port} is in use: end what listens there, or give another one with --port.`,
    );
    server.close();
    const nonsense = await runTool('connector', ['dev', '--port', '70000'], { cwd: folder });
    expect({ ...nonsense }).toMatchObject({
      exitCode: 1,
      stderr: 'error  "70000" is not a port: give a number from 1 to 65535.',
    });
    const alone = await runTool('connector', ['dev', '--workers', '2'], { cwd: folder });
    expect(alone.stderr).toMatch(
      /^error {2}A SQLite file is that of one process: .+connector database postgresql/,
    );
  },
  PATIENT,
);

test('without its packages connector dev tells how to get them', async () => {
  const folder = await scaffold(['--skip-git', '--package-manager', 'pnpm']);
  const { stderr, exitCode } = await runTool('connector', ['dev'], { cwd: folder });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: `error  The project is not installed yet: run "pnpm install && pnpm connector install" in ${folder}.`,
  });
});

test(
  '--no-sandbox uses the settings of .env, and says which are missing',
  async () => {
    const folder = await installed(['--skip-git']);
    const dev = startDev(folder, ['--no-sandbox', '--port', '38417']);
    await dev.line(/connector │ +EXTERNAL_URL: write an address/);
    expect(dev.printed.join('\n')).not.toMatch(/^ +(hub|acme) /m);
    expect(await dev.end('SIGINT')).toBe(0);
  },
  PATIENT,
);

test(
  'connector works outside of a project only for help',
  async () => {
    const folder = join(await scaffold(['--skip-git']), '..');
    for (const command of [['dev'], ['install'], ['client'], ['migrate']]) {
      const { stderr, exitCode } = await runTool('connector', command, { cwd: folder });
      expect({ exitCode, stderr }, command[0]).toEqual({
        exitCode: 1,
        stderr: expect.stringContaining('run this inside a project'),
      });
    }
  },
  PATIENT,
);

test('an unknown command is answered with the nearest one', async () => {
  const folder = await scaffold(['--skip-git']);
  const { stderr, exitCode } = await runTool('connector', ['migrat'], { cwd: folder });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: "error  unknown command 'migrat' (Did you mean migrate?)",
  });
});
