import { beforeEach, describe, expect, test, vi } from 'vitest';
import { explain } from '../../src/commands/explain.ts';
import { records } from '../../src/commands/records.ts';
import { applyMigrations } from '../../src/schema/apply.ts';
import { openDatabase } from '../../src/schema/connection.ts';
import { UserError } from '../../src/user-error.ts';
import { scaffoldedProject } from '../support/schema-project.ts';
import { runTool } from '../support/tool.ts';

const url = 'file:./data/development.db';
const at = '2026-01-02T03:04:05.000+00:00';
let folder: string;

const columns = 'organization_id, connec_entity, external_entity, updated_at';
const insert = (id: number, organization: number, more: Record<string, string | number>) =>
  `INSERT INTO id_maps (id, ${columns}, ${Object.keys(more).join(', ')}) VALUES (${id}, ${organization}, 'sales order', 'invoice', '${at}', ${Object.values(
    more,
  )
    .map((value) => (typeof value === 'number' ? value : `'${value.replaceAll("'", "''")}'`))
    .join(', ')})`;

async function run(...statements: string[]): Promise<unknown[][]> {
  const connection = await openDatabase(folder, url, 'sqlite');
  try {
    let rows: unknown[][] = [];
    for (const statement of statements) rows = await connection.query(statement);
    return rows;
  } finally {
    await connection.close();
  }
}

async function said(work: () => Promise<void>): Promise<string> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
  try {
    await work();
  } finally {
    log.mockRestore();
  }
  return lines.join('\n');
}
const read = async (work: () => Promise<void>) => JSON.parse(await said(work)).records;

beforeEach(async () => {
  ({ folder } = await scaffoldedProject('sqlite', url));
  await applyMigrations(folder, url);
  await run(
    ...['cld-fern', 'cld-oak'].map(
      (uid, i) =>
        `INSERT INTO organizations (id, uid, tenant, name, updated_at) VALUES (${i + 1}, '${uid}', 'sandbox', '${uid}', '${at}')`,
    ),
    insert(1, 1, {
      name: "Ada's order",
      connec_id: 'c1',
      external_id: 'e1',
      parked_at: at,
      failed_to: 'connec',
      failures: 8,
      message: 'Connec!: 422 no',
      decisions: JSON.stringify([{ at, what: 'Connec!: 422 no' }]),
    }),
    insert(2, 1, { name: 'Waiting', connec_id: 'c2', waiting_for: 'c9', due_at: at, message: 'Waits' }),
    insert(3, 2, { name: 'Failed', connec_id: 'c3', failed_to: 'external', failures: 2, due_at: at }),
    insert(4, 1, { name: 'In step', connec_id: 'c4', external_id: 'e4', last_push_to_connec: at }),
    insert(5, 1, { name: 'Untold', connec_id: 'c5', external_id: 'e5', write_back_pending: 1 }),
    insert(6, 1, { name: 'Unsettled', connec_id: 'c6', create_key: 'k', due_at: at, failed_to: 'external' }),
  );
});

describe('connector records', () => {
  const ids = async (options: Parameters<typeof records>[0]) =>
    (await read(() => records({ folder, json: true, ...options }))).map(({ id }: { id: number }) => id);

  test('lists what is not in step, each with its state', async () => {
    const found = await read(() => records({ folder, json: true }));
    expect(found.map(({ id, state }: { id: number; state: string }) => [id, state])).toEqual([
      [1, 'parked'],
      [2, 'waiting'],
      [3, 'failed'],
      [5, 'untold'],
      [6, 'unsettled'],
    ]);
    expect(found[0]).toMatchObject({
      organization: 'cld-fern',
      connecId: 'c1',
      externalId: 'e1',
      parkedAt: '2026-01-02T03:04:05.000Z',
      decisions: [{ what: 'Connec!: 422 no' }],
    });
  });

  test('is narrowed by its flags', async () => {
    expect(await ids({ parked: true })).toEqual([1]);
    expect(await ids({ waiting: true })).toEqual([2]);
    expect(await ids({ failed: true })).toEqual([3, 6]);
    expect(await ids({ parked: true, waiting: true })).toEqual([1, 2]);
    expect(await ids({ organization: 'cld-oak' })).toEqual([3]);
    expect(await ids({ organization: "it's nobody" })).toEqual([]);
  });

  test('says it in words, with the reason below', async () => {
    const text = await said(() => records({ folder, parked: true }));
    expect(text).toContain('#1  parked  invoice "Ada\'s order"  external e1  (cld-fern)');
    expect(text).toContain('Connec!: 422 no');
    expect(await said(() => records({ folder, parked: true, organization: 'x' }))).toContain(
      'every record is in step',
    );
  });

  test('releases a record: it is due at once, as if it had never failed', async () => {
    expect(await said(() => records({ folder, release: '1' }))).toContain('is tried again in the next run');
    const [row] = await run(
      'SELECT parked_at, failures, failed_to, due_at IS NOT NULL, decisions FROM id_maps WHERE id = 1',
    );
    expect(row?.slice(0, 4)).toEqual([null, 0, 'connec', 1]);
    expect(JSON.parse(String(row?.[4]))).toMatchObject([
      { what: 'was released by a person' },
      { what: 'Connec!: 422 no' },
    ]);
  });

  test.each(['99', 'one', "1' OR 1=1"])('says that there is no record %j to release', async (release) => {
    await expect(records({ folder, release })).rejects.toThrow(UserError);
  });
});

describe('connector explain', () => {
  test('finds a record by either id, and by either name of its kind', async () => {
    for (const [entity, id] of [
      ['invoice', 'e1'],
      ['Invoice', 'c1'],
      ['sales_order', 'c1'],
      ['Sales order', 'e1'],
    ] as const) {
      expect(await read(() => explain(entity, id, { folder, json: true }))).toMatchObject([{ id: 1 }]);
    }
  });

  test('tells both ids, where it stands, and when and why that was decided', async () => {
    const text = await said(() => explain('invoice', 'e1', { folder }));
    expect(text.split('\n').map((line) => line.trim())).toEqual([
      "#1  Ada's order  (cld-fern, sandbox)",
      'state             parked since 2026-01-02T03:04:05.000Z, after 8 failures: it is left alone until it changes or is released',
      'Connec!           sales order  c1',
      'external          invoice  e1',
      'sent to Connec!   never',
      'sent to external  never',
      'message           Connec!: 422 no',
      '2026-01-02T03:04:05.000+00:00  Connec!: 422 no',
    ]);
  });

  test.each([
    ['c2', 'waits for the hub record c9'],
    ['c3', 'failed to get to external, 2 times in a row: tried again at 2026-01-02T03:04:05.000Z'],
    ['c4', 'in step'],
    ['c5', 'Connec! has yet to learn its external id'],
    ['c6', 'its creation may have gone through: it is looked for at 2026-01-02T03:04:05.000Z'],
  ])('tells where %s stands', async (id, state) => {
    expect(await said(() => explain('invoice', id, { folder }))).toContain(state);
  });

  test('says that nothing is known of a record, and why that may be', async () => {
    await expect(explain('invoice', 'nobody', { folder })).rejects.toThrow(
      /Nothing is known of invoice nobody/,
    );
  });
});

test('a database without tables is told to be migrated', async () => {
  const { folder: empty } = await scaffoldedProject('sqlite', url);
  await openDatabase(empty, url, 'sqlite').then((connection) => connection.close());
  await expect(records({ folder: empty })).rejects.toThrow(/run "connector migrate" first/);
});

test('both are commands of the program', async () => {
  for (const command of ['records', 'explain']) {
    const { stdout, exitCode } = await runTool('connector', [command, '--help'], { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('--json');
  }
});
