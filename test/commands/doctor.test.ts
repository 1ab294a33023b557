import { appendFile, chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { git } from '../../src/actions/git.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { sandboxEnvironment, startAcme, startHub } from '../../src/sandbox/index.ts';
import { openSqlite } from '../../src/schema/sqlite.ts';
import { BASE, packBase, unpackBase } from '../../src/upgrade/base.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { replace } from '../support/next-version.ts';
import { runTool } from '../support/tool.ts';

type Named = Finding & { check: string };

describe('connector doctor', { timeout: 60_000 }, () => {
  let home: string;
  let folder: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'create-connector-'));
    await runTool('create-connector', ['my-app', '--skip-install'], { cwd: home });
    folder = join(home, 'my-app');
    await linkPackages(folder);
    const { exitCode, stderr } = await runTool('connector', ['install'], { cwd: folder });
    if (exitCode !== 0) throw new Error(stderr);
  }, 60_000);

  afterAll(() => rm(home, { recursive: true, force: true }));

  const run = (flags: string[], env: Record<string, string> = {}) =>
    runTool('connector', ['doctor', ...flags], { cwd: join(folder, 'src'), env });

  /** What is found, each as "state check  message"; and the exit code. */
  async function examine(env: Record<string, string> = {}) {
    const { stdout, exitCode } = await run(['--json'], env);
    const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Named[] };
    expect(exitCode).toBe(ok ? 0 : 1);
    const lines = findings.map(({ state, check, message }) => `${state} ${check}  ${message}`);
    return { stdout, ok, findings, lines, bad: lines.filter((line) => /^(warn|fail)/.test(line)) };
  }

  const writeTenants = (marketplaces: object[]) =>
    writeFile(join(folder, 'data/tenants.json'), JSON.stringify({ marketplaces }));
  const externalAt = (url: string) => ({
    EXTERNAL_URL: url,
    EXTERNAL_CLIENT_ID: 'the-client',
    EXTERNAL_CLIENT_SECRET: 'x',
  });

  test('finds nothing wrong in a new project, and hints at what is not set up yet', async () => {
    const { stdout, stderr, exitCode } = await run([]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^ {8}pass {2}database {2}migrated \(1 of 1\)$/m);
    expect(stdout).toMatch(
      /^ {8}hint {2}hub {2}none is set up, "connector dev" brings its own: for a real one write/m,
    );
    expect(stdout).toMatch(/^ {8}hint {2}application {2}none is set up/m);
    expect(stdout).toContain('http://127.0.0.1:3000/auth/external/callback is what the application has to');
    expect(stdout).not.toMatch(/^ *(warn|fail)/m);
  });

  test('leaves it to connector status to say what the processes do, which the project says itself', async () => {
    const status = (...flags: string[]) =>
      runTool('connector', ['status', ...flags], { cwd: join(folder, 'src') });
    const [told, printed] = await Promise.all([status(), status('--json')]);
    expect(told).toMatchObject({ stderr: '', exitCode: 0 });
    expect(told.stdout).toContain('Processes\n  none is running: nothing is synchronized\n');
    expect(JSON.parse(printed.stdout)).toMatchObject({
      processes: [],
      jobs: { shared: false, lanes: null },
      lag: { requests: 0, overdue: 0 },
      parked: { records: 0, messages: 0 },
    });
    const missing = await runTool('connector', ['status'], {
      cwd: folder,
      env: { DATABASE_URL: 'file:./data/not-there/x.db' },
    });
    expect(missing).toMatchObject({ exitCode: 1, stdout: '' });
    expect(missing.stderr).toContain('The connector does not say what it does:');
    expect(missing.stderr).toContain('"connector doctor" tells what is not well.');
  });

  test('asks the hub and the application, and compares the clocks', async () => {
    const [hub, acme] = [await startHub(), await startAcme()];
    onTestFinished(() => Promise.all([hub.close(), acme.close()]).then(() => {}));
    const { host } = new URL(acme.url);
    const good = await examine(sandboxEnvironment(hub, acme));
    expect(good.lines).toEqual(
      expect.arrayContaining([
        `pass hub  the developer platform (${new URL(hub.url).host}) lists sandbox`,
        `pass hub  Connec! of sandbox (${hub.url}) answers`,
        `pass application  ${host} answers`,
        `pass clock  as ${host} has it`,
      ]),
    );
    expect(good.bad).toEqual([]);

    const stranger = await examine({ ...sandboxEnvironment(hub, acme), MNO_DEVPL_ENV_KEY: 'nobody' });
    expect(stranger.bad).toEqual([`fail hub  the developer platform (${new URL(hub.url).host}) answers 401`]);
  });

  test('names what does not answer', async () => {
    const nowhere = 'http://127.0.0.1:1';
    const credentials = { MNO_DEVPL_ENV_NAME: 'x', MNO_DEVPL_ENV_KEY: 'x', MNO_DEVPL_ENV_SECRET: 'x' };
    const external = { EXTERNAL_URL: nowhere, EXTERNAL_CLIENT_ID: 'x', EXTERNAL_CLIENT_SECRET: 'x' };
    const { bad } = await examine({ ...credentials, ...external, MNO_DEVPL_HOST: nowhere });
    expect(bad).toEqual([
      expect.stringMatching(/^fail hub {2}the developer platform \(127\.0\.0\.1:1\) (refuses|cannot be)/),
      expect.stringMatching(/^fail application {2}127\.0\.0\.1:1 (refuses|cannot be)/),
    ]);
  });

  test('does not take a server that is in trouble for one that is well', async () => {
    const url = await serverThat((_, response) => void response.writeHead(503).end());
    const { host } = new URL(url);
    await writeTenants([{ marketplace: 'm', connec: { host: url } }]);
    const application = await examine({ TENANTS_FILE: 'data/tenants.json', ...externalAt(url) });
    expect(application.bad).toEqual([
      `fail hub  Connec! of m (${url}) answers 503`,
      `fail application  ${host} answers 503`,
    ]);
    expect(application.lines).toContain(
      'hint redirect URI  http://127.0.0.1:3000/auth/external/callback has to be registered with the application, which could not be asked: it answers 503',
    );
    const credentials = { MNO_DEVPL_ENV_NAME: 'x', MNO_DEVPL_ENV_KEY: 'x', MNO_DEVPL_ENV_SECRET: 'x' };
    const platform = await examine({ ...credentials, MNO_DEVPL_HOST: url });
    expect(platform.findings.find(({ check }) => check === 'hub')).toEqual({
      check: 'hub',
      state: 'fail',
      message: `the developer platform (${host}) answers 503`,
      advice: 'it is in trouble itself: look again later, or ask whoever runs it',
    });
  });

  test('asks the application whether it knows the redirect URI, as a browser of somebody who links would', async () => {
    const asked: URLSearchParams[] = [];
    const url = await serverThat(({ url: path = '' }, response) => {
      if (!path.startsWith('/oauth/authorize?')) return void response.end();
      const { searchParams } = new URL(path, 'http://x');
      asked.push(searchParams);
      const uri = searchParams.get('redirect_uri') ?? '';
      if (uri.startsWith('https://unknown')) return void response.writeHead(400).end('redirect_uri mismatch');
      const back = `${uri}?error=unauthorized_client&error_description=not+yet+approved`;
      const location = uri.startsWith('https://early') ? back : '/login';
      response.writeHead(302, { location }).end();
    });
    const { host } = new URL(url);
    const redirect = async (appUrl: string) => {
      const { lines } = await examine({ APP_URL: appUrl, ...externalAt(url) });
      return lines.find((line) => line.includes('redirect URI'))?.replace('/auth/external/callback', '…');
    };
    expect(await redirect('https://known.example.com')).toBe(
      `pass redirect URI  https://known.example.com… is not refused by ${host}`,
    );
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
      response_type: 'code',
      client_id: 'the-client',
      redirect_uri: 'https://known.example.com/auth/external/callback',
      code_challenge_method: 'S256',
    });
    expect(await redirect('https://unknown.example.com')).toBe(
      `fail redirect URI  https://unknown.example.com… is refused by ${host} (400)`,
    );
    expect(await redirect('https://early.example.com')).toBe(
      `fail redirect URI  https://early.example.com… is refused by ${host} (unauthorized_client: not yet approved)`,
    );
  });

  test('says so when it cannot know where the application asks people, and when it asks none', async () => {
    const url = await serverThat((_, response) => void response.end());
    await rename(join(folder, 'src/external.ts'), join(folder, 'src/away.ts'));
    onTestFinished(() => rename(join(folder, 'src/away.ts'), join(folder, 'src/external.ts')));
    expect((await examine(externalAt(url))).lines).toContain(
      'hint redirect URI  http://127.0.0.1:3000/auth/external/callback has to be registered with the application, which could not be asked: where it links accounts is not known',
    );
    const byForm = 'export class Application { linking = { fields: [] }; }\n';
    await writeFile(join(folder, 'src/external.ts'), byForm);
    expect((await examine(externalAt(url))).lines).toContain(
      'pass redirect URI  none is needed, for accounts are linked by a form',
    );
  });

  test('names files that the template has otherwise now, and files of one’s own in the engine', async () => {
    const before = await readFile(join(folder, BASE));
    const procfile = await readFile(join(folder, 'Procfile'), 'utf8');
    onTestFinished(async () => {
      await writeFile(join(folder, BASE), before);
      await writeFile(join(folder, 'Procfile'), procfile);
      await rm(join(folder, 'src/engine/mine.ts'));
    });
    await writeFile(join(folder, BASE), packBase(new Map([...unpackBase(before), ['Procfile', 'older\n']])));
    await writeFile(join(folder, 'Procfile'), 'older\n');
    await writeFile(join(folder, 'src/engine/mine.ts'), '');
    expect((await examine()).bad).toEqual([
      'warn template files  out of date: Procfile',
      'warn engine  not part of it: src/engine/mine.ts',
    ]);
  });

  test('names settings that are too short, missing or not for production, and prints none of them', async () => {
    const secrets = { SESSION_SECRET: 'tooshortasecret', ENCRYPTION_KEYS: '1:bm90IGEga2V5,c2VjcmV0' };
    const { bad, stdout } = await examine({
      ...secrets,
      NODE_ENV: 'production',
      APP_URL: 'http://connector.example.com',
      EXTERNAL_URL: 'https://api.example.com',
    });
    expect(bad).toEqual([
      'fail session secret  SESSION_SECRET has 15 characters',
      'fail encryption keys  entry 1 of ENCRYPTION_KEYS is not a key',
      'fail hub  not all settings are there',
      'fail application  not all settings are there',
      'fail redirect URI  http://connector.example.com/auth/external/callback is not encrypted',
    ]);
    expect(stdout).not.toMatch(/tooshort|bm90|c2Vj/);
  });

  test('warns of a clock that is half a minute off, and fails with five', async () => {
    const hubs = await Promise.all([0, 60, -600].map(serverWithClock));
    const marketplaces = hubs.map((host, index) => ({ marketplace: `m${index}`, connec: { host } }));
    await writeTenants(marketplaces);
    const { lines, bad } = await examine({ TENANTS_FILE: 'data/tenants.json' });
    expect(lines).toContain('pass hub  TENANTS_FILE data/tenants.json lists m0, m1, m2');
    expect(bad).toEqual([
      expect.stringMatching(/^warn clock {2}127\.0\.0\.1:\d+ is (59|60|61) s ahead of this machine$/),
      expect.stringMatching(/^fail clock {2}127\.0\.0\.1:\d+ is (599|600|601) s behind this machine$/),
    ]);
  });

  test('warns of a platform that knows the connector under another address', async () => {
    const host = await serverWithClock(0);
    const marketplaces = [{ marketplace: 'm', app: { host: 'https://old.example.com/' }, connec: { host } }];
    await writeTenants(marketplaces);
    const env = { TENANTS_FILE: 'data/tenants.json', APP_URL: 'https://new.example.com' };
    expect((await examine(env)).bad).toEqual([
      'warn hub  m knows this connector as https://old.example.com, it is https://new.example.com',
    ]);
  });

  test('finds interrupted runs, parked records and paused organizations, by organization', async () => {
    const now = new Date().toISOString();
    const database = await openSqlite(folder, 'file:./data/development.db');
    const later = new Date(Date.now() + 60_000).toISOString();
    for (const sql of [
      `INSERT INTO organizations (id, uid, tenant, name, lease_expires_at, updated_at) VALUES
        (1, 'a', 't', 'Fern', '2020-01-01T00:00:00.000+00:00', '${now}'), (2, 'b', 't', 'Oak', '${later}', '${now}')`,
      `UPDATE organizations SET paused_reason = 'Acme no longer takes our tokens' WHERE id = 2`,
      `INSERT INTO synchronizations (organization_id, status, started_at, updated_at) VALUES
        (1, 'RUNNING', '2020-01-01T00:00:00.000+00:00', '${now}'), (2, 'RUNNING', '${now}', '${now}')`,
      `INSERT INTO id_maps (organization_id, connec_entity, external_entity, external_id, parked_at, updated_at, message)
        VALUES (1, 'person', 'contact', '1', '${now}', '${now}', 'x'), (1, 'person', 'contact', '2', '${now}', '${now}', 'x')`,
    ])
      await database.query(sql);
    await database.close();
    const { bad, ok } = await examine();
    expect(ok).toBe(true);
    expect(bad).toEqual([
      'warn synchronizations  Fern: one begun 2020-01-01T00:00:00.000Z was interrupted',
      'warn parked records  Fern: 2 of person and contact were tried too often',
      'warn paused  Oak: Acme no longer takes our tokens',
    ]);
  });

  test('finds secrets in git, edits of the engine, another version, packages, a stale client, open migrations', async () => {
    await git(folder, 'add', '--force', '.env');
    await appendFile(join(folder, 'src/engine/lease.ts'), '// mine\n');
    await replace(
      join(folder, 'connector.json'),
      '"tool": "0.1.0",\n  "answers"',
      '"tool": "0.0.9",\n  "answers"',
    );
    await replace(
      join(folder, 'package.json'),
      '"dependencies": {',
      '"dependencies": {\n    "left-pad": "1.3.0",',
    );
    await appendFile(join(folder, 'prisma/schema.prisma'), '\n');
    await mkdir(join(folder, 'prisma/migrations/0002_more'));
    await writeFile(join(folder, 'prisma/migrations/0002_more/migration.sql'), 'SELECT 1;');
    const { bad, findings } = await examine();
    expect(bad.filter((line) => !/Fern|Oak/.test(line))).toEqual([
      'fail packages  left-pad is not installed',
      expect.stringMatching(/^warn tool {2}the project is of create-connector 0\.0\.9, and this is /),
      'warn engine  edited or missing: src/engine/lease.ts',
      'fail .env  is in git, with its secrets',
      'fail Prisma client  prisma/schema.prisma has changed since it was generated',
      'fail database  not migrated: 0002_more',
    ]);
    expect(findings.filter(({ state }) => state !== 'pass').every(({ advice }) => advice)).toBe(true);
    const { stderr } = await run([]);
    expect(stderr).toMatch(/error {2}4 checks fail\.$/);
  });

  test('says what there is to say when the database and the settings are gone', async () => {
    await git(folder, 'rm', '--quiet', '--cached', '.env');
    await chmod(join(folder, '.env'), 0o644);
    await rm(join(folder, 'data'), { recursive: true });
    expect((await examine()).lines).toEqual(
      expect.arrayContaining([
        'warn .env  can be read by other users of this machine',
        'fail database  not migrated: 0001_init, 0002_more',
      ]),
    );
    await rm(join(folder, '.env'));
    const { lines, findings } = await examine();
    expect(lines).toEqual(
      expect.arrayContaining(['fail .env  is missing', 'fail encryption keys  ENCRYPTION_KEYS is not set']),
    );
    expect(findings.find(({ check }) => check === 'database')?.message).toContain('DATABASE_URL is not set');
    expect(lines.join()).not.toContain('parked');
  });
});

/** A server whose clock is so many seconds ahead. */
function serverWithClock(seconds: number): Promise<string> {
  return serverThat((_, response) => {
    response.setHeader('date', new Date(Date.now() + seconds * 1000).toUTCString());
    response.end();
  });
}

/** The address of a server that answers so, and is gone when the test is over. */
async function serverThat(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}
