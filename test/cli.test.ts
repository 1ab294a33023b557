import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { connectorProgram, createConnectorProgram } from '../src/cli.ts';
import { isColoured } from '../src/colors.ts';
import { toolPackage } from '../src/tool.ts';
import { replace } from './support/next-version.ts';
import { root, runTool, scaffold, temporaryFolder } from './support/tool.ts';

const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];

test.each([connectorProgram(), createConnectorProgram()].flatMap(everyCommand).map((it) => [it.name(), it]))(
  'the help of %s says what it does, and gives an example',
  (_, command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(command.description()).not.toBe('');
    expect(help).toMatch(/\nExamples?:\n {2}(create-)?connector /);
  },
);

test('what reports does so in JSON as well', () => {
  const programs = [connectorProgram(), createConnectorProgram()].flatMap(everyCommand);
  const silent = programs.filter(({ options }) => !options.some(({ long }) => long === '--json'));
  // They start something, do what is open, or lead to others. "connector g --json" lists what there is.
  expect(silent.map((command) => command.name())).toEqual([
    'connector',
    'dev',
    'generate',
    'install',
    'client',
    'secrets',
    'rotate',
    'reencrypt',
    'completion',
  ]);
});

test('a project of another version is said once, and not among the results', async () => {
  const folder = await scaffold(['--skip-git']);
  const ledger = join(folder, 'connector.json');
  const status = () => runTool('connector', ['migrate', '--status', '--json'], { cwd: folder });
  expect((await status()).stderr).toBe('');

  await replace(ledger, `"tool": "${toolPackage.version}",\n  "answers"`, '"tool": "0.0.1",\n  "answers"');
  const older = await status();
  expect(JSON.parse(older.stdout)).toHaveProperty('migrations');
  expect(older.stderr).toBe(
    `version  the project is of create-connector 0.0.1, this is ${toolPackage.version}: "connector upgrade" brings it up to date.`,
  );
  await replace(ledger, '"tool": "0.0.1",\n  "answers"', '"tool": "99.0.0",\n  "answers"');
  expect((await status()).stderr).toMatch(/is of create-connector 99\.0\.0, .+: install the newer one\.$/);
  expect((await runTool('connector', ['doctor'], { cwd: folder })).stderr).not.toContain('version  ');
});

test('a fault of the tool ends with 2, and shows its stack only under DEBUG', async () => {
  const cwd = await temporaryFolder();
  const broken = `data:text/javascript,import fs from 'node:fs/promises';import{syncBuiltinESMExports as s}from'node:module';fs.readdir=()=>{throw new TypeError('boom')};s()`;
  const run = (DEBUG: string) =>
    runTool('create-connector', ['my-app', '--skip-install'], {
      cwd,
      env: { DEBUG },
      nodeOptions: ['--import', broken],
    });
  const quiet = await run('');
  expect(quiet).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(
      /^error {2}boom\nThis is a fault of create-connector \S+: run it again with DEBUG=1/,
    ),
  });
  expect((await run('1')).stderr).toMatch(/TypeError: boom\n +at /);
});

test('colours are for a terminal, and for those who want them', () => {
  expect(isColoured({ isTTY: true }, {})).toBe(true);
  expect(isColoured({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
  expect(isColoured({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
  expect(isColoured({ isTTY: false }, { CI: 'true', FORCE_COLOR: '1' })).toBe(false);
  expect(isColoured({}, {})).toBe(false);
});

test('without a terminal nothing is coloured, on a CI machine either', async () => {
  const { stdout, stderr } = await runTool('create-connector', ['my-app', '--dry-run'], {
    cwd: await temporaryFolder(),
    env: { CI: 'true', NO_COLOR: '' },
  });
  expect(stdout + stderr).not.toContain('\u001b[');
});

test('colours come from one place', async () => {
  const files = await readdir(join(root, 'src'), { recursive: true });
  const texts = await Promise.all(
    files
      .filter((file) => file.endsWith('.ts'))
      .map(async (file) => [file, await readFile(join(root, 'src', file), 'utf8')]),
  );
  expect(texts.filter(([, text]) => text?.includes("'picocolors'")).map(([file]) => file)).toEqual([
    'colors.ts',
  ]);
});
