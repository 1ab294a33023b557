import {
  type BatchOperation,
  type ConnecClient,
  type Context,
  Entity,
  External,
  type JsonObject,
  map,
  mapper,
} from '../../templates/app/src/engine/index.ts';
import { connecPages, externalPages, type Stream } from './stream.ts';

/** What both sides have to say in a run, and how long a call to external takes. */
export interface Script {
  connec: Stream | undefined;
  external: Stream | undefined;
  latencyMs: number;
}

export const contactMapper = mapper(
  [
    map('first_name', 'first_name'),
    map('last_name', 'last_name', { defaultToExternal: 'Unknown' }),
    map('email/address', 'email'),
    map('phone_work/landline', 'phone'),
    map('job_title', 'job_title'),
    map('organization_id', 'account_id', { toExternal: Number }),
    map('address_work/billing/line1', 'street'),
    map('address_work/billing/city', 'city'),
    map('address_work/billing/postal_code', 'postal_code'),
    map('address_work/billing/country', 'country'),
  ],
  { name: 'contact' },
);

/** A hub that keeps nothing: it takes what it is given, and answers with it. */
export function benchHub(script: Script): ConnecClient {
  return {
    pages: () => (script.connec ? connecPages(script.connec) : nothing()),
    get: async () => undefined,
    batch: async (operations) => operations.map(answerTo),
  };
}

export function answerTo({ method, id, record }: BatchOperation) {
  const [own] = record.id as [JsonObject];
  const ids = [{ id: id ?? `connec-${own.id}`, provider: 'connec', realm: 'org-1' }, own];
  const { opts: _opts, ...content } = record;
  const status = method === 'post' ? (201 as const) : (200 as const);
  return { status, record: { ...content, id: ids, updated_at: '2026-01-20T00:00:00Z' } };
}

export async function createContact(record: JsonObject): Promise<JsonObject> {
  return { ...record, id: String(record.first_name).slice(4), updated_at: '2026-01-20T00:00:00Z' };
}

/** An application that keeps nothing, and takes its time where it is told to. */
export class BenchContact extends Entity<Script> {
  readonly connecName = 'person';
  readonly externalName = 'contact';
  readonly mapper = contactMapper;
  override readonly references = ['organization_id'];
  override readonly concurrency: number;
  constructor(concurrency = 4) {
    super();
    this.concurrency = concurrency;
  }
  idFromExternal = (record: JsonObject) => record.id as number;
  updatedAtFromExternal = (record: JsonObject) => record.updated_at as string;
  createdAtFromExternal = (record: JsonObject) => record.created_at as string;
  override inactiveFromExternal = (record: JsonObject) => record.active === false;
  nameFromConnec = (record: JsonObject) => `${record.first_name} ${record.last_name}`;
  nameFromExternal = this.nameFromConnec;
  listExternal = ({ external }: Context<Script>) =>
    external.external ? externalPages(external.external) : nothing();
  getExternal = async () => undefined;
  async createExternal({ external }: Context<Script>, record: JsonObject) {
    await passTime(external);
    return createContact(record);
  }
  async updateExternal({ external }: Context<Script>, record: JsonObject, id: string) {
    await passTime(external);
    return { ...record, id, updated_at: '2026-01-20T00:00:00Z' };
  }
}

export class BenchApplication extends External<Script> {
  readonly name = 'Bench';
  readonly provider = 'bench';
  readonly linking = {
    authorizationEndpoint: '',
    tokenEndpoint: '',
    clientId: '',
    clientSecret: '',
    scopes: [],
  };
  readonly entities: readonly Entity<Script>[];
  readonly client: () => Script;
  constructor(script: Script, concurrency?: number) {
    super();
    this.client = () => script;
    this.entities = [new BenchContact(concurrency)];
  }
  account = async () => ({ uid: 'bench-1', name: 'Bench' });
}

async function* nothing(): AsyncGenerator<JsonObject[]> {}

const passTime = ({ latencyMs }: Script) =>
  latencyMs === 0 ? undefined : new Promise((resolve) => setTimeout(resolve, latencyMs));
