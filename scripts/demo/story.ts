import { status } from '../../src/actions/status.ts';
import type { ProjectServers } from '../project-servers.ts';
import { type AcmeReader, openAcme } from './acme.ts';
import { type BothSides, compare } from './compare.ts';
import {
  type Desk,
  type Edit,
  editBothLastInAcme,
  editBothLastInHub,
  editInAcme,
  editInHub,
  wrongOutcomes,
} from './edits.ts';
import { CONNECTOR, listInHub } from './hub.ts';
import { kinds } from './mapping.ts';
import { reportRun, written } from './report.ts';
import { openRuns, type Run } from './runs.ts';
import { until } from './until.ts';
import { type Visit, visit } from './visit.ts';

/** Signs in, links, synchronizes, edits and synchronizes again. @returns what differs in the end; nothing, it is hoped. */
export async function play(folder: string, servers: ProjectServers): Promise<string[]> {
  const runs = await openRuns(folder);
  try {
    const person = visit(servers.connector);
    const desk: Desk = { hub: servers.hub, acme: await openAcme(servers.acme) };
    await arrive(person);

    await person.start(kinds.map(({ key }) => key));
    const first = await runs.next(0);
    const before = await readBothSides(desk);
    const afterFirst = verdict('first synchronization', before);

    const edits = await makeEdits(desk, before);
    await person.synchronize();
    const second = await runs.next(first.id);
    const edited = await readBothSides(desk);
    const afterSecond = [...verdict('second synchronization', edited), ...wrongOutcomes(edits, edited)];

    await person.synchronize();
    const third = await runs.next(second.id);
    const afterThird = nothingWritten(third, edited, await readBothSides(desk));

    printRuns([first, second, third]);
    return [...afterFirst, ...afterSecond, ...afterThird];
  } finally {
    await runs.close();
  }
}

async function arrive(person: Visit): Promise<void> {
  await person.signIn();
  status('sign in', 'Ada Arkwright of Fern & Co, through the hub (SAML)');
  await person.linkAcme();
  status('link', 'the workspace Acme North (OAuth 2)');
}

async function readBothSides({ hub, acme }: Desk): Promise<BothSides> {
  const connec = kinds.map(async ({ resource }) => [resource, await listInHub(hub, CONNECTOR, resource)]);
  const theirs = kinds.map(async ({ collection }) => [collection, await acme.list(collection)]);
  return {
    connec: Object.fromEntries(await Promise.all(connec)),
    acme: Object.fromEntries(await Promise.all(theirs)),
  };
}

function verdict(when: string, sides: BothSides): string[] {
  const { records, values, differences } = compare(sides);
  const outcome = differences.length === 0 ? 'equal' : `${differences.length} differences`;
  status('compare', `after the ${when}: ${records} pairs of records, ${values} values, ${outcome}`);
  return differences.map((difference) => `after the ${when}: ${difference}`);
}

/** What the hub announces is waited for: it has to arrive without a synchronization. */
async function makeEdits(desk: Desk, sides: BothSides): Promise<Edit[]> {
  const announced = await editInHub(desk, sides);
  const took = await timeUntilInAcme(desk.acme, announced);
  status('edit', `${announced.what}: in Acme ${took} ms later, by webhook`);
  const others = [await editInAcme(desk, sides), await editBothLastInHub(desk, sides)];
  others.push(await editBothLastInAcme(desk, sides));
  for (const { what } of others) status('edit', what);
  return [announced, ...others];
}

async function timeUntilInAcme(
  acme: AcmeReader,
  { collection, acmeId, field, value }: Edit,
): Promise<number> {
  const started = performance.now();
  await until(`"${value}" to arrive in Acme`, async () => {
    const records = await acme.list(collection);
    return records.some((record) => String(record.id) === acmeId && record[field] === value);
  });
  return Math.round(performance.now() - started);
}

/** By the connector's own counts, and by the instants at which both sides were changed last. */
function nothingWritten(run: Run, before: BothSides, after: BothSides): string[] {
  const counted = written(run);
  const touched = JSON.stringify(before) !== JSON.stringify(after);
  status(
    'compare',
    `after the third synchronization: ${counted} written, ${touched ? 'changed' : 'untouched'}`,
  );
  return [
    ...(counted > 0 ? [`the third synchronization wrote ${counted} records, with nothing to do`] : []),
    ...(touched ? ['the third synchronization changed records, with nothing to do'] : []),
  ];
}

function printRuns(runs: Run[]): void {
  const titles = ['First synchronization', 'Second, after the edits', 'Third, with nothing to do'];
  for (const [i, run] of runs.entries()) console.log(`\n${reportRun(titles[i] ?? '', run)}`);
}
