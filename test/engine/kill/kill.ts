import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Database } from '../../../templates/app/src/engine/index.ts';
import { differences } from '../converge/check.ts';
import { type ApplicationDouble, createApplicationDouble } from '../doubles/application-double.ts';
import { createOrganization } from '../doubles/double-organization.ts';
import { createHubDouble, type HubDouble } from '../doubles/hub-double.ts';
import type { Errand, Report } from './child.ts';
import { type DoubleServer, serveDoubles } from './double-server.ts';

/** Where one run is to be killed: at its nth step, or at the first one with a label; and how long after it. */
export type Kill = NonNullable<Errand['dieAt']>;

export interface KillSettings {
  database: Database;
  databaseUrl: string;
  keys: boolean;
  conflicts: 'newest' | 'merge';
  /** 0 to 1: what the edits between the runs are drawn from. */
  random: () => number;
}

/** An episode: one organization between two doubles, run and killed again and again while people go on working. */
export interface Episode {
  /** Runs the engine until it is killed. @returns false where it got to its end first. */
  runAndKill(kill: Kill): Promise<boolean>;
  /** Runs it to the end, twice. @returns what is wrong then, in words. */
  finish(): Promise<string[]>;
  /** The steps of the last run that got to its end. */
  readonly steps: readonly string[];
  close(): Promise<void>;
}

export async function startEpisode(settings: KillSettings): Promise<Episode> {
  const clock = createMovingClock();
  const hub = createHubDouble(clock.now);
  const application = createApplicationDouble(clock.now);
  const server = await serveDoubles(hub, application);
  const organization = await createOrganization(settings.database, { uid: `cld-${randomUUID()}` });
  const children = createChildren();
  const people = createPeople(hub, application, settings.random);
  let steps: readonly string[] = [];
  people.work(45);

  const errand = (dieAt?: Errand['dieAt']): Errand => ({
    databaseUrl: settings.databaseUrl,
    doublesUrl: server.url,
    organizationId: organization.id,
    startMs: clock.now().getTime(),
    keys: settings.keys,
    conflicts: settings.conflicts,
    ...(dieAt ? { dieAt } : {}),
  });
  const runToEnd = async () => {
    const report = await children.send(errand());
    await server.quiet();
    if (!report) throw new Error('a child that was not to die has died');
    steps = report.steps;
    return report.outcome;
  };
  return {
    get steps() {
      return steps;
    },
    async runAndKill(kill) {
      const report = await children.send(errand(kill));
      await server.quiet();
      clock.forward(900);
      people.work(6);
      clock.forward(900);
      if (report) steps = report.steps;
      return !report;
    },
    async finish() {
      const outcomes: string[] = [];
      for (let i = 0; i < 3; i += 1) {
        clock.forward(13 * 3600);
        outcomes.push(await runToEnd());
      }
      const due = await settings.database.idMap.findMany({
        where: {
          organizationId: organization.id,
          OR: [{ dueAt: { not: null } }, { parkedAt: { not: null } }],
        },
      });
      return [
        ...outcomes.filter((outcome) => !outcome.startsWith('SUCCESS')),
        ...differences({ hub, application }),
        ...due.map(({ name, message }) => `left to do: ${name}: ${message}`),
        ...blindCreations(server),
      ];
    },
    async close() {
      children.close();
      await server.close();
    },
  };
}

/** Every second creation of the same record must have a look-up of its collection before it. */
function blindCreations({ story }: DoubleServer): string[] {
  const blind: string[] = [];
  const begun = new Set<string>();
  for (const line of story) {
    const [call, collection] = line.split(' ');
    if (call === 'list' || call === 'find')
      for (const other of begun) if (other.startsWith(`create ${collection}`)) begun.delete(other);
    if (call !== 'create') continue;
    if (begun.has(line)) blind.push(`${line}: twice, without a look-up between`);
    begun.add(line);
  }
  return blind;
}

/** Time passes by itself, and moves on when it is told to. */
function createMovingClock() {
  let ahead = Date.parse('2026-01-01T00:00:00Z') - Date.now();
  return {
    now: () => new Date(Date.now() + ahead),
    forward(seconds: number) {
      ahead += seconds * 1000;
    },
  };
}

/** Children that have started and wait for an errand: the next one starts while one is running. */
function createChildren() {
  const start = () => fork(join(import.meta.dirname, 'child.ts'), { execArgv: ['--import', 'tsx'] });
  let next: ChildProcess = start();
  return {
    /** @returns undefined when the child was killed. */
    send(errand: Errand): Promise<Report | undefined> {
      const child = next;
      next = start();
      child.send(errand);
      return new Promise((resolve, reject) => {
        let report: Report | undefined;
        child.on('message', (message) => {
          report = message as Report;
        });
        child.on('exit', (code, signal) => {
          if (report || signal === 'SIGKILL') resolve(report);
          else reject(new Error(`a child ended with ${code ?? signal}`));
        });
      });
    },
    close: () => next.kill('SIGKILL'),
  };
}

/** People who create and edit records on both sides. */
function createPeople(hub: HubDouble, application: ApplicationDouble, random: () => number) {
  let born = 0;
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)];
  const actions = [
    () => {
      born += 1;
      hub.save('organizations', { code: `company ${born}`, name: `Company ${born}`, industry: 'a' });
    },
    () => {
      born += 1;
      application.save('company', { number: `company ${born}`, title: `Company ${born}`, branch: 'a' });
    },
    () => {
      born += 1;
      const organization_id = pick(hub.list('organizations'))?.id;
      hub.save('people', {
        code: `person ${born}`,
        name: `Person ${born}`,
        email: `${born}@a`,
        ...(organization_id ? { organization_id } : {}),
      });
    },
    () => {
      born += 1;
      const company_id = pick(application.list('company'))?.id;
      application.save('person', {
        number: `person ${born}`,
        title: `Person ${born}`,
        mail: `${born}@a`,
        ...(company_id ? { company_id } : {}),
      });
    },
    () => {
      const company = pick([...hub.records.entries()]);
      if (company) hub.save(String(company[1].resource_type), { name: `Renamed ${random()}` }, company[0]);
    },
    () => {
      const person = pick(application.list('person'));
      if (person) application.save('person', { title: `Renamed ${random()}` }, String(person.id));
    },
  ];
  return {
    work(times: number) {
      for (let i = 0; i < times; i += 1) actions[i % actions.length]?.();
    },
  };
}
