import { inTemplate } from '../code/layout.ts';
import type { Api } from '../openapi/api.ts';
import { COLLECTION } from '../openapi/envelope.ts';
import { partsOf } from '../openapi/path.ts';
import { pathOf } from '../openapi/places.ts';

/** How the paths of an API are written in code. */
export interface Address {
  /** The API's own address, in code: "`${url}/api`". */
  api: string;
  /** A collection's path is its name, and nothing more. */
  isPlain: boolean;
  /** The client has to be told under which name the records of a list lie; how an entity tells it. */
  listName?: string;
  /** Where an entity's records are listed and created, and where one of them is, in code. */
  collection: string;
  item: string;
  /** What stands before a collection in the linked account, in code: "workspaces/${organization.oauthUid}". */
  below?: string;
}

export function addressOf(api: Api): Address {
  const { places } = api;
  const paths = places.collections.map((collection) => pathOf(collection, places));
  const suffix = places.collections[0]?.suffix ?? '';
  const isDeep = paths.some((path) => path.includes('/'));
  const isPlain = places.below === '' && suffix === '' && !isDeep;
  const needsName = !isPlain && api.list?.value.path.includes(COLLECTION) === true;
  const own = places.below === '' ? 'this.collection' : 'this.path(context)';
  return {
    api: apiCode(api),
    isPlain,
    ...(needsName && {
      listName: isDeep ? "this.collection.split('/').at(-1) as string" : 'this.collection',
    }),
    collection: suffix === '' ? own : `\`\${${own}}${suffix}\``,
    item: `\`\${${own}}/\${id}${suffix}\``,
    ...(places.below !== '' && {
      below: inTemplate(places.below).replace(/\{[^}]*\}/g, () => `\${organization.oauthUid}`),
    }),
  };
}

/** What the command is told of a collection: "crm/contacts". */
export const collectionPaths = ({ places }: Api): string[] =>
  places.collections.map((collection) => pathOf(collection, places));

/** The path of a call behind the API's own address: "me", "shop.json". */
export function callPath(path: string, { places }: Api): string {
  const { names, suffix } = partsOf(path);
  const prefix = places.prefix.split('/').filter(Boolean).length;
  return `${names.slice(prefix).join('/')}${suffix}`;
}

/** The path of the API's own address: "api/v2". */
export const apiPath = ({ server, places }: Api): string =>
  [server?.value.path ?? '', places.prefix].filter((part) => part !== '').join('/');

function apiCode(api: Api): string {
  const path = apiPath(api);
  return path === '' ? 'url' : `\`\${url}/${inTemplate(path)}\``;
}
