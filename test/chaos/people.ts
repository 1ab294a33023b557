import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../../src/sandbox/index.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** Those who work on both sides while processes die. */
export interface People {
  /** Goes on until `signal` is aborted. */
  work(signal: AbortSignal): Promise<void>;
  readonly done: { created: number; edited: number; pressed: number };
  /** Who was created, by e-mail, with the company. */
  readonly created: ReadonlyMap<string, string>;
  /** Of those that only one side has edited: what it wrote last, and nothing has to be left of before. */
  lastWords(): Iterable<[email: string, words: string]>;
}

type Side = 'hub' | 'acme';

export function createPeople(world: World, draw: Random): People {
  const { hub, acme, companies } = world;
  const done = { created: 0, edited: 0, pressed: 0 };
  const created = new Map<string, string>();
  const edits = new Map<string, { sides: Set<Side>; words: string }>();
  let count = 0;

  const people = {
    hub: (group: string) => hub.list(group, 'people').map((one) => ({ one, email: emailOf(one.email) })),
    acme: (_group: string, workspace: string) =>
      acme.list('contacts', workspace).map((one) => ({ one, email: emailOf(one.email) })),
  };

  function create(side: Side, { group, workspace }: World['companies'][number]) {
    count += 1;
    const email = `person-${count}@chaos.example`;
    const names = { first_name: 'Person', last_name: `${count}` };
    const company = draw.next() < 0.2 && createCompany(side, { group, workspace });
    if (side === 'hub')
      hub.save(group, 'people', {
        ...names,
        email: { address: email },
        job_title: 'new',
        ...(company ? { organization_id: company } : {}),
      });
    else
      acme.save(
        'contacts',
        { ...names, email, job_title: 'new', ...(company ? { account_id: company } : {}) },
        workspace,
      );
    created.set(email, group);
    done.created += 1;
  }

  function createCompany(side: Side, { group, workspace }: { group: string; workspace: string }) {
    const name = `Company ${count}`;
    return side === 'hub'
      ? connecId(hub.save(group, 'organizations', { name }))
      : (acme.save('accounts', { name }, workspace).id as number);
  }

  function edit(side: Side, { group, workspace }: World['companies'][number]) {
    const { one, email } = draw.pick(people[side](group, workspace)) ?? {};
    if (!one || !email) return;
    count += 1;
    const words = `${side} ${count}`;
    if (side === 'hub') hub.save(group, 'people', { id: connecId(one), job_title: words });
    else acme.save('contacts', { id: one.id as number, job_title: words }, workspace);
    const { sides } = edits.get(email) ?? { sides: new Set() };
    edits.set(email, { sides: sides.add(side), words });
    done.edited += 1;
  }

  return {
    done,
    created,
    async work(signal) {
      for (let i = 0; !signal.aborted; i += 1) {
        const company = draw.pick(companies);
        const side = draw.pick(['hub', 'acme'] as const);
        if (draw.next() < 0.3) create(side, company);
        else edit(side, company);
        if (i % 5 === 4) {
          await (draw.next() < 0.8 ? company.person.synchronize() : askForEverything(world, company.group));
          done.pressed += 1;
        }
        await pause(draw.between(40, 200), undefined, { signal }).catch(() => {});
      }
    },
    *lastWords() {
      for (const [email, { sides, words }] of edits) if (sides.size === 1) yield [email, words];
    },
  };
}

/** As the hub does for a person there. */
export async function askForEverything({ url, hub }: World, group: string): Promise<void> {
  const response = await fetch(`${url}/maestrano/${hub.tenant}/synchronizations`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${hub.apiId}:${hub.apiKey}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ group_id: group, opts: { forced: true, full_sync: true } }),
  });
  if (!response.ok) throw new Error(`a synchronization was refused: ${await response.text()}`);
}

/** An entry of a hub record's list of ids. */
export function connecId({ id }: JsonObject): string {
  const ids = Array.isArray(id) ? (id as JsonObject[]) : [];
  return String(ids.find(({ provider }) => provider === 'connec')?.id ?? id);
}

export const emailOf = (value: unknown): string =>
  String((typeof value === 'object' && value !== null ? (value as JsonObject).address : value) ?? '');
