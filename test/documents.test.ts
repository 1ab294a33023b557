import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { connectorProgram, createConnectorProgram } from '../src/cli.ts';
import { whyNotCommand } from '../src/command-line.ts';
import { planApp } from '../src/generators/app.ts';
import { packageManagers } from '../src/generators/package-manager.ts';
import { root } from './support/tool.ts';

const read = (path: string) => readFile(join(root, path), 'utf8');
const answers = { name: 'my-app', external: 'Acme', database: 'sqlite', packageManager: 'npm' };
const { scripts: ours } = JSON.parse(await read('package.json'));
const { scripts: theirs } = JSON.parse(String((await planApp(answers)).get('package.json')));

/** Documents out of date are what users of other generators complain about (n8n-io/n8n-nodes-starter#62). */
describe('the commands that documents name are there, with these words and flags', () => {
  test.each(['README.md', 'CHANGELOG.md', 'UPGRADING.md', 'templates/app/src/engine/README.md'])(
    'in %s',
    async (path) => {
      const commands = commandsIn(await read(path));
      if (path === 'README.md') expect(commands.length).toBeGreaterThan(30);
      expect(await complaintsAbout(commands, { ...ours, ...theirs })).toEqual([]);
    },
  );

  const projects = Object.keys(packageManagers).flatMap((packageManager) =>
    ['sqlite', 'postgresql'].map((database) => ({ packageManager, database })),
  );
  test.each(projects)('in a project with $packageManager on $database', async (choice) => {
    const files = await planApp({ ...answers, ...choice });
    const { scripts } = JSON.parse(String(files.get('package.json')));
    const documents = ['README.md', 'AGENTS.md', 'deploy/README.md', 'deploy/keys.md'];
    for (const path of [...documents, '.env.example', 'Dockerfile', 'compose.yaml']) {
      const text = String(files.get(path));
      const commands = path.endsWith('.md') ? commandsIn(text) : text.split('\n').flatMap(commandsOf);
      if (path.endsWith('.md')) expect(commands.length).toBeGreaterThan(path.startsWith('deploy/') ? 0 : 10);
      expect(await complaintsAbout(commands, scripts), path).toEqual([]);
    }
  });

  const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];
  const programs = [connectorProgram(), createConnectorProgram()].flatMap(everyCommand);
  test.each(programs.map((command) => [command.name(), command]))('in the help of %s', async (_, command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    const examples = help.split(/\nExamples?:\n/)[1]?.split('\n') ?? [];
    expect(await complaintsAbout(examples.flatMap(commandsOf), {})).toEqual([]);
  });

  test('in what the programs say', async () => {
    const files = (await readdir(join(root, 'src'), { recursive: true })).filter((file) =>
      file.endsWith('.ts'),
    );
    const texts = await Promise.all(files.map((file) => read(join('src', file))));
    const quoted = texts.flatMap((text) => [...text.matchAll(/"((?:npx )?connector [a-z][^"$]*)"/g)]);
    expect(quoted.length).toBeGreaterThan(5);
    expect(
      await complaintsAbout(
        quoted.map(([, command]) => command as string),
        {},
      ),
    ).toEqual([]);
  });

  test('and a word that is not there would be found', async () => {
    const text =
      'Run `connector migrate now`, `connector entity x`, `npm run dve`, or\n\n```sh\nnpx vitest run test/nothing\n```\n';
    expect(await complaintsAbout(commandsIn(text), theirs)).toHaveLength(4);
  });
});

/** The commands in Markdown: in code within a line, and in blocks for a shell. */
function commandsIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```(?:sh|bash)\n(.*?)^```/gms)].flatMap(([, code = '']) =>
    code.split('\n'),
  );
  const inline = [...markdown.replace(/^```.*?^```/gms, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, code = '']) => code,
  );
  return [...blocks, ...inline].flatMap(commandsOf);
}

/** Those of ours, those of package managers that run a script, and those that run tests. */
function commandsOf(line: string): string[] {
  const commands = line.replace(/(^|\s)#.*/, '').split(/&&|;/);
  return commands
    .map((command) => command.replace(/^.*(RUN|command:) /, '').trim())
    .filter((command) =>
      /(^|[\s/])(create-)?connector(\.js)?(\s|$)|^(npm|pnpm|yarn|bun) |vitest run/.test(command),
    );
}

async function complaintsAbout(
  commands: readonly string[],
  scripts: Record<string, string>,
): Promise<string[]> {
  const all = await Promise.all(commands.map((command) => complaintAbout(command, scripts)));
  return all.flatMap((complaint, index) => (complaint ? [`${commands[index]}: ${complaint}`] : []));
}

// Words in capitals stand for something; where only some words are possible, for one of those.
async function complaintAbout(command: string, scripts: Record<string, string>): Promise<string | undefined> {
  const [, paths] = /vitest run(.*)/.exec(command) ?? [];
  if (paths !== undefined) return missingPath(paths);
  if (
    /(^|[\s/])(create-)?connector(\.js)?(\s|$)/.test(command) &&
    !/^(npm|pnpm|yarn|bun) (i|install|add) /.test(command)
  )
    return whyNotCommand(command.replace(/\bCOMMAND\b/, 'doctor').replace(/\bSHELL\b/, 'bash'));
  const [, script = ''] =
    /^(?:npm run|pnpm|yarn|bun run|npm(?= (?:test|start)\b)) ([\w:]+)/.exec(command) ?? [];
  const isBuiltIn = script === '' || ['install'].includes(script);
  return isBuiltIn || script in scripts ? undefined : `there is no script "${script}"`;
}

function missingPath(words: string): string | undefined {
  const paths = words.split(/\s+/).filter((word) => word.includes('/'));
  const missing = paths.find(
    (path) => ![root, join(root, 'templates/app')].some((home) => existsSync(join(home, path))),
  );
  return missing && `${missing} is not there`;
}
