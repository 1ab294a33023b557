import { appendFile, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger.ts';
import { grownProjects } from '../support/grown.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { root, runTool, scaffoldForFile } from '../support/tool.ts';

const patient = 180_000;
const ACME = join(root, 'test/fixtures/openapi/acme.yaml');
const BIRCH = join(root, 'test/fixtures/openapi/birch.json');
const WRITTEN = ['src/client.ts', 'src/entity.ts', 'src/external.ts', 'test/app/client.test.ts'];

const project = grownProjects();

describe('connector generate external', () => {
  test('writes over what nobody has edited, says what it recognised by what, and remembers it', async () => {
    const { connector, read } = await project();
    const { exitCode, stdout, stderr } = await connector(`g external --from ${ACME}`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const path of WRITTEN) expect(stdout).toContain(`      update  ${path}\n`);
    expect(stdout).toContain('       found  changes since: it has the parameter "updated_since"\n');
    expect(stdout).toContain('        note  Write EXTERNAL_URL=https://acme.example into .env');
    expect(stdout).toContain(`connector g entity contact --from ${ACME}`);
    expect(stdout).not.toContain('TODO');
    const { generators } = JSON.parse(await read('connector.json')) as Ledger;
    expect(generators.at(-1)).toMatchObject({ name: 'external', parameters: ['--from', ACME] });
    expect(Object.keys(generators.at(-1)?.files ?? {})).toEqual(WRITTEN);
  });

  test('writes over what it wrote itself, and not over what somebody has edited since', async () => {
    const { connector, folder, read } = await project();
    await connector(`g external --from ${ACME}`);
    expect((await connector(`g external --from ${ACME}`)).stdout.match(/identical/g)).toHaveLength(4);
    expect((await connector(`g external --from ${BIRCH}`)).exitCode).toBe(0);
    expect(await read('src/client.ts')).toContain('X-Api-Key');
    await appendFile(join(folder, 'src/client.ts'), '// mine\n');
    const before = await Promise.all(WRITTEN.map(read));
    const refused = await connector(`g external --from ${ACME}`);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(
      'src/client.ts is there already with another content. Nothing was written',
    );
    expect(await Promise.all(WRITTEN.map(read))).toEqual(before);
    expect((await connector(`g external --from ${ACME} --dry-run`)).stdout).toContain('-// mine');
    const told = JSON.parse((await connector(`g external --from ${ACME} --dry-run --json`)).stdout);
    expect(told.files[0]).toMatchObject({ verb: 'conflict', path: 'src/client.ts' });
    expect(told.findings).toContain('changes since: it has the parameter "updated_since"');
    expect((await connector(`g external --from ${ACME} --force`)).exitCode).toBe(0);
    expect(await read('src/client.ts')).not.toContain('mine');
  });

  test('tells what a description does not tell, marks it in the code, and names the application', async () => {
    const { connector, read } = await project();
    const { stdout } = await connector(`g external --from ${BIRCH} --name Birch`);
    expect(stdout).toContain(
      'accounts are linked by a form, which asks for an API key.\n        note  Pages have no links yet to what no description tells of: see home, recordLink and signUpLink in src/external.ts.\n',
    );
    expect(stdout).toContain(
      'note  Not covered, for they do not lie where the others do: /v2/people/{personId}/notes.\n',
    );
    expect(stdout).toContain(
      'src/entities/index.ts lists what the description has no collection for: Account, Contact.',
    );
    expect(await read('src/external.ts')).toContain(
      "readonly name = 'Birch';\n  readonly provider = 'birch';",
    );
    expect(await read('src/external.ts')).toContain(
      "fields: [{ name: 'apiKey', label: 'API key', kind: 'password' }],\n    secret: ({ apiKey = '' }) => apiKey,",
    );
  });

  test('looks at some collections only, and knows them by name or path', async () => {
    const { connector } = await project();
    const some = await connector(`g external --from ${ACME} --only contacts --dry-run`);
    expect(some.stdout).toContain('found  collections: contacts\n');
    expect(some.stdout).toContain('has no collection for: Account.');
    const notes = await connector(`g external --from ${BIRCH} --only people/{personId}/notes --dry-run`);
    expect(notes.stdout).toContain('found  collections: notes\n');
    const unknown = await connector(`g external --from ${ACME} --only contact`);
    expect(unknown.stderr).toContain('has no collection "contact". Did you mean "contacts"?');
  });

  test.each([
    ['swagger: "2.0"', 'is Swagger 2.0: convert it to OpenAPI 3 first'],
    ['type: object', 'is no OpenAPI 3 description: its "openapi" is not there'],
    ['openapi: 3.0.0\npaths: {}', 'tells of no records that could be synchronized'],
    ['openapi: 3.0.0\npaths: [', 'is neither JSON nor YAML'],
  ])('refuses %j, and touches nothing', async (text, reason) => {
    const { connector, folder, read } = await project();
    await writeFile(join(folder, 'api.yaml'), text);
    const before = await Promise.all(WRITTEN.map(read));
    const { exitCode, stderr } = await connector('g external --from api.yaml');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining(`api.yaml ${reason}`),
    });
    expect(await Promise.all(WRITTEN.map(read))).toEqual(before);
  });

  test('is asked for a file, and cannot be taken back', async () => {
    const { connector } = await project();
    expect((await connector('g external')).stderr).toContain('--from <file> is missing');
    const destroyed = await connector('destroy external application');
    expect(destroyed.stderr).toContain('"external" is no generator whose work can be taken back');
  });
});

describe.each([
  {
    api: 'the sandbox’s Acme',
    commands: [`g external --from ${ACME}`],
    fixture: 'acme-client',
  },
  {
    api: 'an API with cursors, envelopes, PATCH and a key',
    commands: [
      `g external --from ${BIRCH} --name Birch`,
      'destroy entity contact',
      'destroy entity account',
      'g entity person first_name:name email/address:mail --collection people',
    ],
    fixture: 'birch-client',
  },
])('a project for $api', { timeout: patient }, ({ commands, fixture }) => {
  let folder: string;
  let remove: () => Promise<void>;
  const run = (program: string, parameters: string[]) =>
    execa(join(folder, 'node_modules/.bin', program), parameters, { cwd: folder, reject: false, all: true });

  beforeAll(async () => {
    ({ folder, remove } = await scaffoldForFile());
    await linkPackages(folder);
    for (const words of [...commands, 'client']) {
      const { exitCode, stderr } = await runTool('connector', words.split(' '), { cwd: folder });
      if (exitCode !== 0) throw new Error(`${words}: ${stderr}`);
    }
    await mkdir(join(folder, 'test/written'));
    const source = join(root, `test/fixtures/${fixture}.test.ts.txt`);
    await copyFile(source, join(folder, `test/written/${fixture}.test.ts`));
  }, patient);
  afterAll(() => remove());

  test('is typed', async () => {
    expect((await run('tsc', [])).all).toBe('');
  });

  test('is in good style', async () => {
    const config = await readFile(join(folder, 'biome.json'), 'utf8');
    await writeFile(join(folder, 'biome.json'), config.replace(/.*"vcs".*/, ''));
    const { all, exitCode } = await run('biome', [
      'check',
      '--error-on-warnings',
      ...WRITTEN,
      'src/entities',
    ]);
    expect(exitCode, all).toBe(0);
  });

  test('passes its tests, and synchronizes records', async () => {
    const tests = ['test/written', 'test/entities', 'test/app/client.test.ts'];
    const { all, exitCode } = await run('vitest', ['run', ...tests, '--reporter=dot']);
    expect(exitCode, all).toBe(0);
  });
});

test('no test of a project is about its own application, but those that are written along with it', async () => {
  const folder = join(root, 'templates/app/test');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const own = files.filter((file) => !file.startsWith('entities/') && file !== 'app/client.test.ts');
  for (const file of own) {
    const imports = (await readFile(join(folder, file), 'utf8')).matchAll(/from '(?:\.\.\/)+(src\/[^']+)'/g);
    const paths = [...imports].map(([, path = '']) => path);
    expect(
      paths.filter((path) => /^src\/(external|client|entity|entities\/.*)\.ts$/.test(path)),
      file,
    ).toEqual([]);
  }
});
