import type { Api } from '../openapi/api.ts';
import type { Common, Recognised } from '../openapi/recognised.ts';
import type { KnownEntity } from '../registry/known-entities.ts';
import { collectionPaths } from './api-address.ts';
import type { Names } from './application-code.ts';
import { entityName, joined } from './entity-name.ts';
import { gapsOf, secretOf } from './gaps.ts';

type Fact = {
  [Name in keyof Api]-?: Api[Name] extends Recognised<unknown> | undefined ? Name : never;
}[keyof Api];

const FACTS: readonly [Fact, string][] = [
  ['server', 'address'],
  ['access', 'way in'],
  ['account', 'account'],
  ['home', 'pages for people'],
  ['list', 'lists'],
  ['paging', 'pages'],
  ['since', 'changes since'],
  ['order', 'order'],
  ['answer', 'one record'],
  ['body', 'writing'],
  ['update', 'updates'],
  ['keyHeader', 'creating once'],
  ['id', 'id'],
  ['updatedAt', 'changed at'],
  ['createdAt', 'created at'],
  ['inactive', 'out of use'],
  ['reasons', 'refusals'],
];

const OTHER_FACTS: readonly [Fact, string][] = [
  ['created', 'what a creation answers'],
  ['updated', 'what an update answers'],
  ['mediaType', 'kind of body'],
];

/** What was recognised, and by what. */
export function findingsOf(api: Api): string[] {
  const collections = `collections: ${some(collectionPaths(api))}`;
  const facts = FACTS.flatMap(([fact, what]) => (api[fact] ? [`${what}: ${api[fact].because}`] : []));
  return [collections, ...facts];
}

/** What was not, what does not hold for all, and what to do next. */
export function notesOf(api: Api, names: Names, from: string, entities: readonly KnownEntity[]): string[] {
  return [
    ...gapsOf(api).map(({ file, sentence }) => `${file} has a TODO: ${sentence}`),
    ...exceptionNotes(api),
    ...leftNotes(api),
    ...updateNotes(api),
    ...accountNotes(api),
    ...titleNotes(api, names),
    ...settingNotes(api),
    ...pageNotes(api),
    ...entityNotes(api, from, entities),
  ];
}

/** How many things a sentence names before it says how many others there are. */
const SOME = 8;

function some(names: readonly string[]): string {
  if (names.length <= SOME) return names.join(', ');
  return `${names.slice(0, SOME).join(', ')} and ${names.length - SOME} others`;
}

function exceptionNotes(api: Api): string[] {
  const facts = new Map<string, string[]>();
  for (const [fact, what] of [...FACTS, ...OTHER_FACTS]) {
    for (const name of (api[fact] as Partial<Common<unknown>> | undefined)?.exceptions ?? [])
      facts.set(name, [...(facts.get(name) ?? []), what]);
  }
  if (facts.size > SOME)
    return [
      `The collections are not alike: ${some([...facts.keys()])} differ from the others. Name those that are wanted with --only.`,
    ];
  return [...facts].map(
    ([name, different]) =>
      `${name} differs from the others (${different.join(', ')}): its entity has to override what it needs.`,
  );
}

function leftNotes({ places }: Api): string[] {
  const paths = places.left.map(({ list }) => list.path);
  if (paths.length === 0) return [];
  return [`Not covered, for they do not lie where the others do: ${some(paths)}.`];
}

// PUT means to put something in the place of what is there; not every application takes it at its word.
function updateNotes({ update }: Api): string[] {
  if (update?.value !== 'put') return [];
  return [
    'Records are updated by PUT, with the fields that are mapped: see that the API keeps those left out.',
  ];
}

function accountNotes({ account }: Api): string[] {
  if (!account?.value.isPerson) return [];
  return [
    `${account.value.path} seems to tell of a person, not of a company: account() in src/external.ts should name what two people of a company share.`,
  ];
}

function titleNotes({ title = '' }: Api, { name, provider }: Names): string[] {
  if (title === '' || title.toLowerCase().includes(name.toLowerCase())) return [];
  return [
    `The description is called "${title}", and the application "${name}" (${provider}) here: if that is not its name, say so with --name before anybody links an account.`,
  ];
}

function settingNotes({ server, access }: Api): string[] {
  const { origin, varies = [] } = server?.value ?? {};
  const auth = access?.value.auth;
  const address = origin ? `EXTERNAL_URL=${origin}` : 'EXTERNAL_URL, which the description does not tell';
  const different =
    varies.length > 0 ? `, where ${varies.join(' and ')} may differ from customer to customer` : '';
  if (!auth) return [`Write ${address}${different} into .env.`];
  if (auth.kind !== 'oauth')
    return [
      `Write ${address}${different} into .env. EXTERNAL_CLIENT_ID and EXTERNAL_CLIENT_SECRET may be any text: accounts are linked by a form, which asks for ${secretOf(auth)}.`,
    ];
  return [
    `Write ${address}${different} into .env, with the EXTERNAL_CLIENT_ID and EXTERNAL_CLIENT_SECRET of an OAuth client whose redirect address is APP_URL/auth/external/callback; then npx connector dev --no-sandbox.`,
  ];
}

// Of pages for people a description of an API says nothing.
function pageNotes({ home }: Api): string[] {
  const open = [...(home ? [] : ['home']), 'recordLink', 'signUpLink'];
  return [`Pages have no links yet to what no description tells of: see ${joined(open)} in src/external.ts.`];
}

function entityNotes(api: Api, from: string, entities: readonly KnownEntity[]): string[] {
  const paths = collectionPaths(api);
  const commands = api.places.collections.slice(0, 5).map(({ recordName }, at) => {
    const name = entityName(recordName);
    const flags = [
      ...(recordName === name.snake ? [] : [`--external ${recordName}`]),
      ...(paths[at] === `${name.snake}s` ? [] : [`--collection ${paths[at]}`]),
    ];
    return `connector g entity ${name.kebab} --from ${from}${flags.map((flag) => ` ${flag}`).join('')}`;
  });
  const strange = entities.filter(
    ({ externalNames }) =>
      !api.places.collections.some(({ recordName }) => externalNames.includes(recordName)),
  );
  return [
    `Next, one entity for each kind of record: ${commands.join('; ')}.`,
    ...(strange.length > 0 ? [strangeNote(strange)] : []),
  ];
}

function strangeNote(strange: readonly KnownEntity[]): string {
  const names = strange.map(({ className }) => className).join(', ');
  return `src/entities/index.ts lists what the description has no collection for: ${names}. connector destroy entity takes away what nobody has edited.`;
}
