import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { connectorProgram, createConnectorProgram } from '../../src/cli.ts';
import { bashCompletion } from '../../src/completion/bash.ts';
import { fishCompletion } from '../../src/completion/fish.ts';
import { zshCompletion } from '../../src/completion/zsh.ts';
import { runTool, temporaryFolder } from '../support/tool.ts';

const programs = [connectorProgram(), createConnectorProgram()];

/** What bash offers for a line that ends where the cursor is. */
function complete(program: Command, ...line: string[]): string[] {
  const fill = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _${program.name().replace('-', '_')}; printf '%s\n' "\${COMPREPLY[@]}"`;
  const script = `${bashCompletion(program)}\n${fill}`;
  const printed = execFileSync('bash', ['-c', script, 'bash', program.name(), ...line], { encoding: 'utf8' });
  return printed.split('\n').filter(Boolean);
}

describe('bash', () => {
  const [connector, create] = programs as [Command, Command];

  test('offers every command, under each of its names, and no flag before a "-"', () => {
    const names = connector.commands.flatMap((command) => [command.name(), ...command.aliases()]);
    expect(complete(connector, '').sort()).toEqual(names.sort());
    expect(complete(connector, 'do')).toEqual(['doctor']);
  });

  test('offers the flags of the command that is there, and the commands within it', () => {
    expect(complete(connector, 'upgrade', '--')).toEqual(['--dry-run', '--force', '--json', '--help']);
    expect(complete(connector, 'secrets', '')).toEqual(['rotate', 'reencrypt']);
    expect(complete(connector, 'g', 'entity', '--conn')).toEqual(['--connec']);
  });

  test('offers the values that a flag or an argument takes, and files where any will do', () => {
    expect(complete(create, 'my-app', '--database', '')).toEqual(['sqlite', 'postgresql']);
    expect(complete(create, 'my-app', '--package-manager', 'p')).toEqual(['pnpm']);
    expect(complete(connector, 'completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(complete(connector, 'dev', '--port', '')).toEqual([]);
  });
});

describe.each([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
])('%s', (shell, write) => {
  test.skipIf(spawnSync(shell, ['--version']).error)('understands the script', async () => {
    const file = join(await temporaryFolder(), 'script');
    await writeFile(file, programs.map(write).join('\n'));
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('is told every command, and every flag of each', () => {
    const script = write(connectorProgram());
    for (const command of connectorProgram().commands) {
      expect(script).toContain(command.name());
      for (const { long } of command.options) expect(script).toContain(long?.replace(/^--/, ''));
    }
  });

  test('gets it from the command line', async () => {
    const { stdout, exitCode } = await runTool('connector', ['completion', shell], { cwd: '/' });
    expect({ stdout, exitCode }).toEqual({ stdout: programs.map(write).join('\n').trimEnd(), exitCode: 0 });
  });
});

test('another shell is refused with those we know', async () => {
  const { stderr, exitCode } = await runTool('connector', ['completion', 'tcsh'], { cwd: '/' });
  expect({ stderr, exitCode }).toEqual({
    stderr: expect.stringMatching(/^error {2}.*'tcsh' is invalid.+Allowed choices are bash, zsh, fish\./),
    exitCode: 1,
  });
});
