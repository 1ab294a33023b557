import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { git } from '../../src/actions/git.ts';
import { readLedger } from '../../src/ledger.ts';
import {
  type Changes,
  commitAll,
  FIRST,
  firstProject,
  NEXT,
  nextVersion,
  replace,
} from '../support/next-version.ts';
import { runTool, scaffold, temporaryFolder } from '../support/tool.ts';
import { changes, linesOf } from '../support/upgrades.ts';

const PATIENT = { timeout: 60_000 };

describe('safety', PATIENT, () => {
  let home: string;
  let tool: string;
  let folder: string;
  const upgrade = (cwd: string, ...flags: string[]) =>
    runTool('connector', ['upgrade', ...flags], { cwd, tool });

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'create-connector-'));
    [tool, folder] = await Promise.all([nextVersion(home, changes), firstProject(home)]);
  }, PATIENT.timeout);

  afterAll(() => rm(home, { recursive: true, force: true }));

  test('--json tells the same to programs', async () => {
    const { stdout } = await upgrade(folder, '--dry-run', '--json');
    const told = JSON.parse(stdout);
    expect(told).toMatchObject({ from: FIRST, to: NEXT, dryRun: true });
    expect(told.advice).toContain(`## ${NEXT}`);
    expect(told.files).toContainEqual({ verb: 'remove', path: 'src/pages/format.ts' });
  });

  test('nothing is written while something is not committed, or the project is not in git', async () => {
    await writeFile(join(folder, 'note.txt'), 'mine');
    const dirty = await upgrade(folder);
    expect(dirty.stderr).toMatch(/^error {2}Not everything is committed \(note\.txt\)/);
    await rm(join(folder, 'note.txt'));
    await rename(join(folder, '.git'), join(home, 'put away'));
    const { exitCode, stderr } = await upgrade(folder);
    await rename(join(home, 'put away'), join(folder, '.git'));
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('is not in git') });
    expect(await git(folder, 'status', '--porcelain')).toBe('');
  });

  test('all is written or nothing, the texts for the next upgrade included', async () => {
    // A disk that takes this one file back, and no other in its place.
    const code = `
      import fs from 'node:fs';
      import promises from 'node:fs/promises';
      import { syncBuiltinESMExports } from 'node:module';
      for (const [functions, name] of [[fs, 'renameSync'], [promises, 'rename']]) {
        const real = functions[name];
        functions[name] = (from, to) => {
          if (!to.endsWith('base.json.gz') || from.endsWith('.old')) return real(from, to);
          throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO', path: from });
        };
      }
      syncBuiltinESMExports();`;
    const nodeOptions = ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
    const { exitCode, stderr } = await runTool('connector', ['upgrade'], { cwd: folder, tool, nodeOptions });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('Nothing was changed, for a file could not be written: EIO'),
    });
    expect(await git(folder, 'status', '--porcelain')).toBe('');
  });

  test('an edited file of the engine is named, and replaced only with --force', async () => {
    await appendFile(join(folder, 'src/engine/lease.ts'), '// mine\n');
    await commitAll(folder);
    const { exitCode, stderr } = await upgrade(folder);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error {2}Edited files of the engine would be lost: src\/engine\/lease\.ts\./);
    expect(await git(folder, 'status', '--porcelain')).toBe('');
    expect((await upgrade(folder, '--force')).exitCode).toBe(0);
    const text = await readFile(join(folder, 'src/engine/lease.ts'), 'utf8');
    expect([text.includes('// mine'), text.includes('// next')]).toEqual([false, true]);
  });

  test('a generated entity stays as it is, next to one of ours that is new, and can still be taken back', async () => {
    const home = await temporaryFolder();
    const contact = `import { Contact } from './contact.ts';`;
    const list = 'app/src/entities/index.ts';
    const another: Changes = {
      texts: [
        [list, contact, `${contact}\nimport { Note } from './note.ts';`],
        [list, 'new Contact()', 'new Contact(), new Note()'],
      ],
      added: { 'app/src/entities/note.ts': '' },
    };
    const [tool, project] = await Promise.all([nextVersion(home, another), firstProject(home)]);
    await runTool('connector', ['generate', 'entity', 'item', 'name:name'], { cwd: project });
    await commitAll(project);
    const files = ['src/entities/item.ts', 'test/entities/item.test.ts'];
    const upgraded = await runTool('connector', ['upgrade'], { cwd: project, tool });
    expect(upgraded).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await git(project, 'status', '--porcelain', ...files)).toBe('');
    expect(linesOf(upgraded.stdout)).toContain('merge  src/entities/index.ts');
    expect(await readFile(join(project, 'src/entities/index.ts'), 'utf8')).toContain(
      'entities = [new Account(), new Contact(), new Item(), new Note()];',
    );
    const { tool: version, generators } = await readLedger(join(project, 'connector.json'));
    expect({ version, made: generators.map(({ made }) => made) }).toEqual({
      version: NEXT,
      made: [undefined, 'item'],
    });
    const destroyed = await runTool('connector', ['destroy', 'entity', 'item'], { cwd: project, tool });
    expect(destroyed.exitCode).toBe(0);
    expect(existsSync(join(project, 'src/entities/item.ts'))).toBe(false);
  });

  test('files of one’s own among those of the engine stay, and are named each time', async () => {
    const folder = await scaffold(['--skip-git']);
    await writeFile(join(folder, 'src/engine/mine.ts'), 'export {};\n');
    await mkdir(join(folder, 'test/engine/more'));
    await writeFile(join(folder, 'test/engine/more/mine.test.ts'), '');
    const again = (...flags: string[]) => runTool('connector', ['upgrade', ...flags], { cwd: folder });
    const { exitCode, stdout } = await again();
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('nothing to do') });
    expect(linesOf(stdout)).toEqual([
      'skip  src/engine/mine.ts  is yours, among files that an upgrade replaces: move it into your own code',
      'skip  test/engine/more/mine.test.ts  is yours, among files that an upgrade replaces: move it into your own code',
    ]);
    const told = JSON.parse((await again('--json')).stdout);
    expect(told.files).toHaveLength(2);
  });

  test('a new project has nothing to do, whatever its folder is called', async () => {
    const folder = await scaffold();
    const moved = join(folder, '../a clone');
    await rename(folder, moved);
    const { stdout } = await runTool('connector', ['upgrade'], { cwd: moved });
    expect(stdout).toContain('nothing to do');
  });

  test('a project of a newer version is left alone, and one without its texts says how to get them', async () => {
    const folder = await scaffold(['--skip-git']);
    await rm(join(folder, '.connector'), { recursive: true });
    const byFirst = () => runTool('connector', ['upgrade'], { cwd: folder });
    expect((await byFirst()).stderr).toMatch(/base\.json\.gz cannot be read .+git checkout/);
    const ledger = join(folder, 'connector.json');
    await replace(ledger, `"tool": "${FIRST}",\n  "answers"`, `"tool": "${NEXT}",\n  "answers"`);
    expect((await byFirst()).stderr).toMatch(/is of create-connector 99\.1\.0, this one is/);
  });
});
