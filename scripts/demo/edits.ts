import type { AcmeReader } from './acme.ts';
import type { BothSides } from './compare.ts';
import { BOOKS, CONNECTOR, writeInHub } from './hub.ts';
import { at, idIn, type Json } from './record.ts';
import { until } from './until.ts';

/** A field that somebody has changed, and the value both sides must have in the end. */
export interface Edit {
  /** Who changed what, for people. */
  what: string;
  resource: string;
  connecId: string;
  collection: string;
  acmeId: string;
  field: string;
  value: string;
}

/** Both sides, to be written to. */
export interface Desk {
  hub: string;
  acme: AcmeReader;
}

/** Another application changes a person in the hub, which tells the connector at once. */
export function editInHub(desk: Desk, sides: BothSides): Promise<Edit> {
  return edit(sides, 'people', 'contacts', 0, 'job_title', async ({ connecId }) => {
    const value = 'Changed in the hub';
    await writeInHub(desk.hub, BOOKS, 'people', connecId, { job_title: value });
    return ['changed in the hub', value];
  });
}

/** Somebody changes a contact in Acme, which tells nobody: the next synchronization finds it. */
export function editInAcme(desk: Desk, sides: BothSides): Promise<Edit> {
  return edit(sides, 'people', 'contacts', 1, 'job_title', async ({ acmeId }) => {
    const value = 'Changed in Acme';
    await desk.acme.write('contacts', acmeId, { job_title: value });
    return ['changed in Acme', value];
  });
}

/** One company is changed on both sides, last in the hub. Written with the connector's key, it is not announced. */
export function editBothLastInHub(desk: Desk, sides: BothSides): Promise<Edit> {
  return edit(sides, 'organizations', 'accounts', 0, 'industry', async ({ connecId, acmeId }) => {
    const theirs = await desk.acme.write('accounts', acmeId, { industry: 'First in Acme' });
    // The hub's instants are whole seconds: it has to be a later one than Acme's.
    const value = await until('a later second', async () => {
      const text = `Last in the hub, ${new Date().toISOString()}`;
      const ours = await writeInHub(desk.hub, CONNECTOR, 'organizations', connecId, { industry: text });
      return instant(ours) > instant(theirs) && text;
    });
    return ['changed in Acme, then in the hub', value];
  });
}

/** Another company is changed on both sides, last in Acme. */
export function editBothLastInAcme(desk: Desk, sides: BothSides): Promise<Edit> {
  return edit(sides, 'organizations', 'accounts', 1, 'industry', async ({ connecId, acmeId }) => {
    const value = 'Last in Acme';
    await writeInHub(desk.hub, CONNECTOR, 'organizations', connecId, { industry: 'First in the hub' });
    await desk.acme.write('accounts', acmeId, { industry: value });
    return ['changed in the hub, then in Acme', value];
  });
}

/** The edits whose outcome is not what it must be, in words. */
export function wrongOutcomes(edits: readonly Edit[], sides: BothSides): string[] {
  return edits.flatMap(({ what, resource, connecId, collection, acmeId, field, value }) => {
    const ours = sides.connec[resource]?.find((record) => idIn(record.id, 'connec') === connecId);
    const theirs = sides.acme[collection]?.find((record) => String(record.id) === acmeId);
    const found = [ours?.[field], theirs?.[field]];
    return found.every((one) => one === value)
      ? []
      : [`${what}: ${field} must be "${value}", but is ${JSON.stringify(found)}`];
  });
}

type Names = Pick<Edit, 'connecId' | 'acmeId'>;

/** Takes the record at `index` that both sides have, and lets `write` change it: who did it, and what must come out. */
async function edit(
  sides: BothSides,
  resource: string,
  collection: string,
  index: number,
  field: string,
  write: (names: Names) => Promise<[who: string, value: string]>,
): Promise<Edit> {
  const record = sides.connec[resource]?.filter(({ id }) => idIn(id, 'acme'))[index];
  if (!record) throw new Error(`both sides have fewer than ${index + 1} ${resource}`);
  const names = { connecId: idIn(record.id, 'connec') ?? '', acmeId: idIn(record.id, 'acme') ?? '' };
  const [who, value] = await write(names);
  return { ...names, what: `${nameOf(record)}, ${who}`, resource, collection, field, value };
}

const instant = (record: Json): number => Date.parse(String(record.updated_at));

const nameOf = (record: Json): string =>
  String(record.name ?? [at(record, 'first_name'), at(record, 'last_name')].join(' '));
