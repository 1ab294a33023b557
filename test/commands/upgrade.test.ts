import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { git } from '../../src/actions/git.ts';
import { planApp } from '../../src/generators/app.ts';
import { readLedger } from '../../src/ledger.ts';
import { versions } from '../../src/tool.ts';
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

const PATIENT = { timeout: 60_000 };

const ENTITY = 'export class Contact extends BaseEntity {';
const commented = (path: string, line: string) => [`app/${path}`, line, `${line} // next`] as const;
const changes: Changes = {
  texts: [
    commented('src/routes.ts', '/** Every URL of the connector. */'),
    commented('src/external.ts', '/** The application this connector keeps in step with Connec!. */'),
    commented('src/schedule.ts', `from './connector.ts';`),
    commented('src/entities/contact.ts', ENTITY),
    ['app/src/entities/index.ts', 'new Contact()', 'new Contact(/* next */)'],
    commented('src/engine/lease.ts', 'const leaseMs = 2 * 60 * 1000;'),
    commented('src/worker.ts', `from './boot.ts';`),
    ['app/package.json.tpl', '"<%= versions.fastify %>"', '"99.0.0"'],
    ['app/package.json.tpl', '"<%= versions.zod %>"', '"98.0.0"'],
  ],
  added: {
    'app/views/next.ejs': 'next\n',
    'app/src/next.ts': 'export const next = 1;\n',
    'app/src/engine/next.ts': 'export const next = 2;\n',
  },
  removed: ['app/src/pages/format.ts', 'app/src/pages/runs.ts', 'app/src/engine/names.ts'],
};

/** No way to a newer version is what users complain about: t3-oss/create-t3-app#1353, t3-oss/create-t3-app#902,
 * react/create-react-app#8958, dotnet/aspnetcore#5215, jasontaylordev/CleanArchitecture#99. */
describe('a project of the first version, edited in many ways', PATIENT, () => {
  let home: string;
  let tool: string;
  let folder: string;
  let said: string[];
  let dry: Awaited<ReturnType<typeof upgrade>>;
  let dryInJson: Awaited<ReturnType<typeof upgrade>>;
  let result: Awaited<ReturnType<typeof upgrade>>;
  const read = (path: string) => readFile(join(folder, path), 'utf8');
  const upgrade = (...flags: string[]) => runTool('connector', ['upgrade', ...flags], { cwd: folder, tool });

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'create-connector-'));
    [tool, folder] = await Promise.all([nextVersion(home, changes), firstProject(home)]);
    await replace(join(folder, 'src/routes.ts'), 'Every URL of the connector', 'Every address of ours');
    await appendFile(join(folder, 'src/external.ts'), '// mine\n');
    await rm(join(folder, 'src/worker.ts'));
    await rm(join(folder, 'Procfile'));
    await rename(join(folder, 'src/entities/contact.ts'), join(folder, 'src/entities/person.ts'));
    await replace(join(folder, 'src/entities/index.ts'), `'./contact.ts'`, `'./person.ts'`);
    await appendFile(join(folder, 'src/pages/runs.ts'), '// mine\n');
    await writeFile(join(folder, 'src/next.ts'), '// mine\n');
    await replace(join(folder, 'package.json'), `"zod": "${versions.zod}"`, '"zod": "4.0.1"');
    await replace(join(folder, 'package.json'), '"dev": ', '"mine": "true",\n    "dev": ');
    await commitAll(folder);
    [dry, dryInJson] = await Promise.all([upgrade('--dry-run'), upgrade('--dry-run', '--json')]);
    expect(await git(folder, 'status', '--porcelain')).toBe('');
    result = await upgrade();
    said = linesOf(result.stdout);
  }, PATIENT.timeout);

  afterAll(() => rm(home, { recursive: true, force: true }));

  test('a dry run tells what the upgrade does, with the lines where both have changed, and writes nothing', () => {
    expect(linesOf(dry.stdout)).toEqual(said);
    expect(dry.stdout).toContain('\n+<<<<<<< yours\n');
    expect(dry).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing was written') });
    expect(JSON.parse(dryInJson.stdout).files).toContainEqual({
      verb: 'conflict',
      path: 'src/routes.ts',
      note: 'solve it between the markers',
      diff: expect.stringContaining('\n+<<<<<<< yours\n'),
    });
  });

  test('untouched files become what the template has now', async () => {
    expect(said).toContain('update  src/schedule.ts');
    expect(await read('src/schedule.ts')).toContain('// next');
  });

  test('edits in other places than ours stay, and ours come', async () => {
    expect(said).toContain('merge  src/external.ts');
    const text = await read('src/external.ts');
    expect(text).toContain('// mine\n');
    expect(text).toContain('// next');
  });

  test('edits in the same place stand between markers, and the command ends with 1 (copier-org/copier#613, copier-org/copier#2386, copier-org/copier#369)', async () => {
    expect(said).toContain('conflict  src/routes.ts  solve it between the markers');
    expect(await read('src/routes.ts')).toContain(
      `<<<<<<< yours\n/** Every address of ours. */\n=======\n/** Every URL of the connector. */ // next\n>>>>>>> create-connector ${NEXT}\n`,
    );
    expect(result).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^error {2}All is written, but both changed the same lines of src\/routes\.ts:/,
      ),
    });
  });

  test('what was deleted stays away, and is named when the template has changed it (copier-org/copier#1735, copier-org/copier#1849)', () => {
    expect(existsSync(join(folder, 'src/worker.ts'))).toBe(false);
    expect(existsSync(join(folder, 'Procfile'))).toBe(false);
    expect(said).toContain('skip  src/worker.ts  has changed; you have deleted it, so it stays away');
    expect(said.join('\n')).not.toContain('Procfile');
  });

  test('an entity under another name stays as it is, and the list that names it takes our change', async () => {
    expect(existsSync(join(folder, 'src/entities/contact.ts'))).toBe(false);
    expect(await read('src/entities/person.ts')).toContain(`${ENTITY}\n`);
    expect(said).toContain('merge  src/entities/index.ts');
    const list = await read('src/entities/index.ts');
    expect(list).toContain(`'./person.ts'`);
    expect(list).toContain('new Contact(/* next */)');
  });

  test('new files come, unless the person has one of that name', async () => {
    expect(said).toContain('create  views/next.ejs');
    expect(said).toContain('skip  src/next.ts  is yours; the template has a file of that name now');
    expect(await read('src/next.ts')).toBe('// mine\n');
  });

  test('files that are no longer ours go, unless they were edited', async () => {
    expect(said).toContain('remove  src/pages/format.ts');
    expect(existsSync(join(folder, 'src/pages/format.ts'))).toBe(false);
    expect(await read('src/pages/runs.ts')).toContain('// mine');
  });

  test('the engine is that of the new version, told in one line', async () => {
    expect(said).toContain('update  the engine and its tests  3 files');
    const answers = { name: folder, external: 'Acme', database: 'sqlite', packageManager: 'npm' };
    const files = await planApp(answers, { templates: join(tool, 'templates') });
    for (const [path, content] of files) {
      if (path.startsWith('src/engine/')) expect(await read(path), path).toBe(content.toString());
    }
    expect(existsSync(join(folder, 'src/engine/names.ts'))).toBe(false);
  });

  test('in package.json our versions move, and what the person wrote stays', async () => {
    const { dependencies, scripts } = JSON.parse(await read('package.json'));
    expect(dependencies.fastify).toBe('99.0.0');
    expect(dependencies.zod).toBe('4.0.1');
    expect(scripts.mine).toBe('true');
    expect(said).toContain('merge  package.json  yours stay, the template has others: dependencies.zod');
  });

  test('what UPGRADING.md asks, and what to do next, is told', () => {
    expect(result.stdout).toContain(`\n## ${NEXT}\n\nLook at your motto.\n`);
    expect(result.stdout).not.toContain(`## ${FIRST}`);
    expect(result.stdout).toMatch(
      /Upgraded from .+ to 99\.1\.0. Next:\n\n {2}git diff\n {2}npm install && npx connector/,
    );
  });

  // A second run that differs (copier-org/copier#2768), a list of steps that the next run writes over
  // (awslabs/nx-plugin-for-aws#928), steps that stop half way (nrwl/nx#29146, nrwl/nx#4270).
  test('the ledger knows the new version, and a second run has nothing to do', async () => {
    const { tool, generators } = await readLedger(join(folder, 'connector.json'));
    expect({ tool, generators }).toEqual({ tool: NEXT, generators: [{ name: 'app', tool: NEXT }] });
    const before = await git(folder, 'status', '--porcelain');
    const again = await upgrade();
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing to do') });
    expect(await git(folder, 'status', '--porcelain')).toBe(before);
  });
});

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

/** What is said of each file: the verb and the rest. */
function linesOf(stdout: string): string[] {
  const lines = stdout
    .split('\n')
    .filter((line) => /^ *(create|update|merge|conflict|remove|skip) {2}/.test(line));
  return lines.map((line) => line.trim());
}
