// The hub or Acme, as a process of its own: `scripts/scale/sides.ts` starts it, fills it and asks it what it has.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newWorkspace } from '../../src/sandbox/acme/records.ts';
import { dumpState, newState } from '../../src/sandbox/acme/state.ts';
import { type Acme, type Hub, startAcme, startHub } from '../../src/sandbox/index.ts';
import { groupOf, tokenOf, workspaceOf } from './names.ts';

export type Asked =
  | { ask: 'hub'; organizations: number }
  | { ask: 'acme'; organizations: number }
  | { ask: 'fill'; organization: number; records: number }
  | { ask: 'count'; organizations: readonly number[] };

/** What a side answers, by what it was asked. */
export interface Answers {
  hub: Awaited<ReturnType<typeof openHub>>;
  acme: Awaited<ReturnType<typeof openAcme>>;
  fill: number;
  count: [number, number][];
}

let hub: Hub | undefined;
let acme: Acme | undefined;

process.on('message', async (asked: Asked) => process.send?.(await answer(asked)));
process.on('disconnect', () => process.exit());

async function answer(asked: Asked): Promise<unknown> {
  if (asked.ask === 'hub') return openHub(asked.organizations);
  if (asked.ask === 'acme') return openAcme(asked.organizations);
  if (asked.ask === 'fill') return fill(asked.organization, asked.records);
  return asked.organizations.map(count);
}

async function openHub(organizations: number) {
  const groups = Array.from({ length: organizations }, (_, i) => groupOf(i));
  hub = await startHub({ groups });
  const { url, platform } = hub;
  return { url, platform };
}

/** With a token for each of its workspaces, as if each had been linked. */
async function openAcme(organizations: number) {
  const state = newState();
  const expiresAt = Date.now() + 24 * 3600_000;
  for (let i = 0; i < organizations; i += 1) {
    const workspace = workspaceOf(i);
    state.workspaces.push(newWorkspace(workspace, workspace));
    state.grants.access.set(tokenOf(i), { workspace, expiresAt, scope: undefined, family: workspace });
  }
  const folder = await mkdtemp(join(tmpdir(), 'acme-'));
  const dataFile = join(folder, 'acme.json');
  await writeFile(dataFile, JSON.stringify(dumpState(state)));
  acme = await startAcme({ dataFile, keepChanges: false, tokenSeconds: 24 * 3600 });
  await rm(folder, { recursive: true });
  const { url, clientId, clientSecret } = acme;
  return { url, clientId, clientSecret };
}

/** Half of the records are on each side; of an odd number the hub has one more. */
function fill(organization: number, records: number): number {
  const own = hub ? Math.ceil(records / 2) : Math.floor(records / 2);
  for (let i = 0; i < own; i += 1) {
    const name = `${hub ? 'Hub' : 'Acme'} ${i}`;
    hub?.save(groupOf(organization), 'people', { first_name: 'Scale', last_name: name });
    acme?.save('contacts', { first_name: 'Scale', last_name: name }, workspaceOf(organization));
  }
  return records;
}

/** Records, and how many different ones there are among them. */
function count(organization: number): [number, number] {
  const all = hub
    ? hub.list(groupOf(organization), 'people')
    : (acme?.list('contacts', workspaceOf(organization)) ?? []);
  return [all.length, new Set(all.map(({ last_name }) => last_name)).size];
}
