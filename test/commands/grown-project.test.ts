import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { createClient } from '@libsql/client';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkPackages } from '../support/linked-packages.ts';
import { root, runTool, scaffoldForFile } from '../support/tool.ts';

const patient = 120_000;

const firm =
  'g entity firm name:name industry:industry phone/landline:phone address/billing/city:city --connec organization --external account --matching name';
const grown = [
  'destroy entity contact',
  'destroy entity account',
  firm,
  'g complex-entity contact-and-lead first_name:first_name last_name:last_name email/address:email organization_id:account_id@firm --connec person --external contact,lead --matching email/address',
  'g entity product --from acme.yaml#/components/schemas/Product --connec item --matching code --yes',
  'g entity invoice title:subject transaction_number:number due_date:due#date lines[0]/description:lines[0]/description lines[0]/quantity:lines[0]/quantity#number organization_id:account_id@firm',
  'g entity project name:name description:description organization_id:account_id@firm',
  'g entity company name:name currency:currency email/address:email',
  'g complex-entity party first_name:first last_name:last name:name email/address:email organization_id:firm --connec organization,person --external customer,prospect --matching name',
];

/**
 * In place of the two that came with the project: six that Acme has records of, one of them complex, one from an OpenAPI
 * description and one a singleton; and a complex one of two kinds by two.
 */
describe('a project with generated entities', { timeout: patient }, () => {
  let folder: string;
  let remove: () => Promise<void>;
  const run = (program: string, parameters: string[]) =>
    execa(join(folder, 'node_modules/.bin', program), parameters, { cwd: folder, reject: false, all: true });

  beforeAll(async () => {
    ({ folder, remove } = await scaffoldForFile());
    await linkPackages(folder);
    await copyFile(join(root, 'test/fixtures/openapi/acme-trade.yaml'), join(folder, 'acme.yaml'));
    for (const words of grown) await connector(words);
    await connector('client');
    await mkdir(join(folder, 'test/grown'));
    const sync = join(root, 'test/fixtures/generated-entities.test.ts.txt');
    await copyFile(sync, join(folder, 'test/grown/generated-entities.test.ts'));
  }, patient);
  afterAll(() => remove());

  async function connector(words: string): Promise<void> {
    const { exitCode, stderr } = await runTool('connector', words.split(' '), { cwd: folder });
    if (exitCode !== 0) throw new Error(`${words}: ${stderr}`);
  }

  test('is typed', async () => {
    expect((await run('tsc', [])).all).toBe('');
  });

  test('is in good style', async () => {
    const { all } = await run('biome', [
      'check',
      '--error-on-warnings',
      'src/entities',
      'src/records',
      'test/entities',
    ]);
    expect(all).toMatch(/No fixes applied\.$/);
  });

  test('passes the tests that came with them, and synchronizes them against the sandbox (activepieces/activepieces#8194)', async () => {
    const { all, exitCode } = await run('vitest', ['run', 'test/entities', 'test/grown', '--reporter=dot']);
    expect(exitCode, all).toBe(0);
    expect(stripVTControlCharacters(all ?? '')).toMatch(/Test Files {2}8 passed/);
  });

  test('is told of them by connector migrate, in every organization, with them switched off (improvement 8.12)', async () => {
    await connector('migrate');
    const database = createClient({ url: `file:${join(folder, 'data/development.db')}` });
    const switches = JSON.stringify({ account: { toConnec: true, toExternal: true }, firm: true });
    await database.execute({
      sql: "INSERT INTO organizations (uid, tenant, name, synchronized_entities, updated_at) VALUES ('cld-1', 'sandbox', 'Fern', ?, CURRENT_TIMESTAMP)",
      args: [switches],
    });
    const { stdout } = await runTool('connector', ['migrate'], { cwd: join(folder, 'src') });
    expect(stdout).toContain(
      'update  1 organization  party, contact_and_lead, product, invoice, project, company added, switched off until somebody switches it on; account dropped',
    );
    const { rows } = await database.execute('SELECT synchronized_entities AS stored FROM organizations');
    database.close();
    const stored = JSON.parse(String(rows[0]?.stored));
    expect(stored).toMatchObject({
      firm: { toConnec: true, toExternal: true },
      product: { toConnec: false, toExternal: false },
    });
    expect(stored).not.toHaveProperty('account');
    const again = await runTool('connector', ['migrate', '--json'], { cwd: folder });
    expect(JSON.parse(again.stdout).switches).toEqual({ organizations: 0, added: [], dropped: [] });
  });
});
