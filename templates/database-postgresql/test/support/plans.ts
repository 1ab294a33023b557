import pg from 'pg';
import { vi } from 'vitest';

/** A statement that was sent, and how PostgreSQL would find its rows. */
export interface Planned {
  statement: string;
  /** In PostgreSQL's measure: reading a page of 8 KB in order is 1. */
  cost: number;
  /** Tables that are read from their first row to their last. */
  readWhole: string[];
  tables: string[];
}

/** Hears every statement that is sent to PostgreSQL from here on. */
export function hearStatements() {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  return {
    /** How those sent so far are carried out: one of each that are alike but for their values. */
    async plans(connectionString: string): Promise<Planned[]> {
      const sent = spy.mock.calls.map(([query]) => query as unknown as pg.QueryConfig);
      spy.mockRestore();
      const statements = new Map(sent.filter(hasPlan).map((query) => [query.text, query]));
      const client = new pg.Client({ connectionString });
      await client.connect();
      const planned: Planned[] = [];
      for (const query of statements.values()) planned.push(await plan(client, query));
      await client.end();
      return planned;
    },
  };
}

const hasPlan = ({ text = '' }: pg.QueryConfig) => /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text);

async function plan(client: pg.Client, { text, values = [] }: pg.QueryConfig): Promise<Planned> {
  const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${text}`, values);
  const root: Node = rows[0]['QUERY PLAN'][0].Plan;
  const scans = nodesOf(root).filter((node) => node['Relation Name'] && node['Node Type'] !== 'ModifyTable');
  const namesOf = (nodes: Node[]) => nodes.map((node) => String(node['Relation Name']));
  return {
    statement: inShort(text),
    cost: root['Total Cost'],
    readWhole: namesOf(scans.filter((node) => node['Node Type'] === 'Seq Scan')),
    tables: namesOf(scans),
  };
}

const inShort = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/"public"\.|"/g, '')
    .replace(/SELECT (?:\w+\.\w+,? ?)+/g, 'SELECT … ')
    .slice(0, 500);

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Total Cost': number;
  Plans?: Node[];
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
