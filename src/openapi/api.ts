import { type AccountCall, accountOf } from './account.ts';
import { type Access, accessOf } from './auth.ts';
import { type Collection, collectionsIn } from './collections.ts';
import type { Document, Method } from './document.ts';
import { type Envelope, listIn } from './envelope.ts';
import {
  createdAtOf,
  type IdField,
  type InactiveField,
  idOf,
  inactiveOf,
  type MomentField,
  updatedAtOf,
} from './fields.ts';
import { textOf } from './given.ts';
import { type Home, homeOf } from './home.ts';
import type { Operation } from './operation.ts';
import { operationAt } from './operation.ts';
import { type Order, orderOf } from './order.ts';
import { type Paging, pagingOf } from './paging.ts';
import { partsOf } from './path.ts';
import { accountIn, type Places, pathOf, placesOf } from './places.ts';
import { type Common, mostCommon, type Recognised } from './recognised.ts';
import { type ReasonPlace, reasonsOf } from './refusal.ts';
import { type ServerAddress, serverOf } from './server.ts';
import { type Since, sinceOf } from './since.ts';
import {
  answerEnvelopeOf,
  bodyEnvelopeOf,
  type CreationAnswer,
  creationAnswerOf,
  keyHeaderOf,
  mediaTypeOf,
  updateAnswerOf,
  updateMethodOf,
} from './writing.ts';

/** What a description tells of an API, each fact with what tells it. What is missing was not recognised. */
export interface Api {
  title: string | undefined;
  places: Places;
  server?: Recognised<ServerAddress>;
  access?: Recognised<Access>;
  account?: Recognised<AccountCall>;
  home?: Recognised<Home>;
  /** The parameter in all paths that stands for the account that is linked. */
  accountParameter?: Recognised<string>;
  list?: Common<Envelope>;
  paging?: Common<Paging>;
  since?: Common<Since>;
  order?: Common<Order>;
  answer?: Common<Envelope>;
  body?: Common<Envelope>;
  mediaType?: Common<string>;
  id?: Common<IdField>;
  updatedAt?: Common<MomentField>;
  createdAt?: Common<MomentField>;
  inactive?: Common<InactiveField[]>;
  created?: Common<CreationAnswer>;
  keyHeader?: Common<string>;
  update?: Common<Method>;
  updated?: Common<'record' | 'nothing'>;
  reasons?: Recognised<ReasonPlace[]>;
}

/** All collections of a description, by their paths: "/v2/contacts". */
export const collectionNames = (document: Document): string[] =>
  collectionsIn(document).map(({ list }) => list.path);

/**
 * Recognises what a description tells.
 *
 * @param only paths of the collections that are wanted; all, when it is missing.
 */
export function recogniseApi(document: Document, only?: readonly string[]): Api {
  const account = accountOf(document);
  const wanted = collectionsIn(document).filter(({ list }) => !only || only.includes(list.path));
  const around = account ? [partsOf(account.value.path).names.slice(0, -1)] : [];
  const places = placesOf(wanted, around);
  const { collections } = places;
  const calls = collections.flatMap(({ list, get, create, update }) => [list, get, create, update]);
  const me = account && operationAt(document, account.value.path, 'get');
  const operations = [...calls, me].filter((call): call is Operation => call !== undefined);
  const common = <Value>(
    recognise: (collection: Collection) => Recognised<Value> | undefined,
    among = collections,
  ) => mostCommon(among, (collection) => pathOf(collection, places), recognise);
  const access = accessOf(document, operations);
  const created = collections.filter(({ create }) => create);
  const updated = collections.filter(({ update }) => update);
  const written = collections.filter(({ create, update }) => create || update);
  return withoutGaps({
    title: textOf(document.info?.title),
    places,
    server: serverOf(document),
    access,
    account,
    home: homeOf(access),
    accountParameter: accountIn(places.below),
    list: common(({ list, name }) => listIn(list.answer, name)),
    paging: common(({ list }) => pagingOf(list)),
    since: common(({ list }) => sinceOf(list)),
    order: common(({ list }) => orderOf(list)),
    answer: common(answerEnvelopeOf),
    body: common(bodyEnvelopeOf, written),
    mediaType: common(mediaTypeOf, written),
    id: common(idOf),
    updatedAt: common(updatedAtOf),
    createdAt: common(createdAtOf),
    inactive: common(inactiveOf),
    created: common(creationAnswerOf, created),
    keyHeader: common(keyHeaderOf, created),
    update: common(updateMethodOf, updated),
    updated: common(updateAnswerOf, updated),
    reasons: reasonsOf(operations),
  });
}

type Gaps<Type> = { [Name in keyof Type]: Type[Name] | undefined };

function withoutGaps(api: Gaps<Api>): Api {
  return Object.fromEntries(Object.entries(api).filter(([, value]) => value !== undefined)) as unknown as Api;
}
