import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { grownProjects } from '../support/grown.ts';
import { runTool, temporaryFolder } from '../support/tool.ts';

const project = grownProjects();
const complex = 'g complex-entity contact-and-lead --connec person --external contact,lead'.split(' ');

/**
 * Lets the program send itself a signal when it calls a function of node:fs for the `call`th time: it comes in the middle
 * of the work, in every run in the same place.
 */
function signalled(
  signal: NodeJS.Signals,
  module: 'fs' | 'fs/promises',
  name: string,
  call: number,
): string[] {
  const code = `
    import fs from 'node:${module}';
    import { syncBuiltinESMExports } from 'node:module';
    const real = fs[${JSON.stringify(name)}];
    let calls = 0;
    fs[${JSON.stringify(name)}] = (...parameters) => {
      if (++calls === ${call}) process.kill(process.pid, '${signal}');
      return real(...parameters);
    };
    syncBuiltinESMExports();`;
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

const places: ['fs' | 'fs/promises', string, number][] = [
  ['fs/promises', 'mkdir', 1],
  ['fs/promises', 'writeFile', 1],
  ['fs/promises', 'writeFile', 4],
  ['fs', 'renameSync', 1],
  ['fs', 'renameSync', 3],
];

describe.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('%s in the middle of writing', (signal) => {
  const code = signal === 'SIGINT' ? 130 : 143;

  test.each([
    ['mkdir', 3],
    ['writeFile', 1],
    ['writeFile', 60],
    ['rename', 1],
  ])(
    'leaves a new project whole or not there at all: at %s number %i (redwoodjs/redwood#82)',
    async (name, call) => {
      const cwd = await temporaryFolder();
      const nodeOptions = signalled(signal, 'fs/promises', name, call);
      const flags = ['my-app', '--yes', '--skip-install', '--skip-git'];
      const { exitCode } = await runTool('create-connector', flags, { cwd, nodeOptions });
      expect(exitCode).toBe(code);
      if (name === 'rename') expect(await readdir(join(cwd, 'my-app'))).toContain('package.json');
      else expect(await readdir(cwd)).toEqual([]);
    },
  );

  test.each(places)(
    'leaves a project with all of an entity or nothing of it: at %s.%s number %i',
    async (module, name, call) => {
      const { folder, texts, read } = await project();
      const before = await texts();
      const folders = await foldersIn(folder);
      const nodeOptions = signalled(signal, module, name, call);
      const { exitCode } = await runTool('connector', complex, { cwd: folder, nodeOptions });
      const after = await texts();
      const all = (await read('connector.json')).includes('contact-and-lead');
      // Once names change it is done, though the signal may be heard too late to tell.
      expect(all).toBe(module === 'fs');
      expect(all ? [0, code] : [code]).toContain(exitCode);
      expect(Object.keys(after).filter((path) => /\.(new|old)$/.test(path))).toEqual([]);
      if (!all) expect([after, await foldersIn(folder)]).toEqual([before, folders]);
      else
        expect((await runTool('connector', [...complex, '--dry-run'], { cwd: folder })).stdout).not.toMatch(
          /create|update/,
        );
    },
  );
});

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}
