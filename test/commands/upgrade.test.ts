import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { git } from '../../src/actions/git.ts';
import { planApp } from '../../src/generators/app.ts';
import { readLedger } from '../../src/ledger.ts';
import { versions } from '../../src/tool.ts';
import { commitAll, FIRST, firstProject, NEXT, nextVersion, replace } from '../support/next-version.ts';
import { runTool } from '../support/tool.ts';
import { changes, ENTITY, linesOf } from '../support/upgrades.ts';

const PATIENT = { timeout: 60_000 };

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
