import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createConnecClient,
  type JsonObject,
  type Organization,
  processInbox,
  storeNotification,
  synchronize,
  type Tenant,
} from '../../src/engine/index.ts';
import { createLogger } from '../../src/logger.ts';
import { startTracing } from '../../src/tracing.ts';
import { AcmeContacts } from '../support/acme-contacts.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { type ScriptedServer, startScriptedServer } from '../support/scripted-server.ts';
import { createWrittenLog } from '../support/written-log.ts';

let sandbox: Sandbox;
let organization: Organization;
beforeAll(async () => {
  sandbox = await startSandbox({ application: AcmeContacts });
  const [workspace] = sandbox.acme.workspaces;
  organization = await sandbox.create.organization({
    uid: 'cld-fern',
    tenant: 'sandbox',
    name: 'Fern & Co',
    syncEnabled: true,
    oauthUid: workspace?.id ?? '',
    credentials: sandbox.connector.vault.encrypt(JSON.stringify({ apiKey: workspace?.apiKey })),
    synchronizedEntities: { contact: { toConnec: true, toExternal: true } },
  });
});
afterAll(() => sandbox.close());

let collector: ScriptedServer;
beforeEach(async () => {
  collector = await startScriptedServer();
  collector.always = { body: {} };
});

/** A span as the collector was sent it, with its attributes by name. */
interface Sent {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code: number; message?: string };
  attributes: Record<string, unknown>;
}

function sentSpans(): Sent[] {
  return collector.asked
    .flatMap(({ body }) => JSON.parse(body).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans)
    .map((span) => ({ ...span, attributes: valuesOf(span.attributes) }));
}

const valuesOf = (attributes: { key: string; value: object }[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** The names of what a span is part of, from the outside in, and its own. */
function pathOf(span: Sent, spans: readonly Sent[]): string {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent ? `${pathOf(parent, spans)} > ${span.name}` : span.name;
}

const start = (log = createWrittenLog().log) =>
  startTracing({ tracesUrl: `${collector.url}/v1/traces`, build: { branch: null, commit: 'abc123' } }, log);

/** Does `work` with the connector's engine traced; then all that was followed has been sent. */
async function traced(work: () => Promise<unknown>): Promise<{ spans: Sent[]; lines: JsonObject[] }> {
  const lines: JsonObject[] = [];
  const write = (line: string) => lines.push(JSON.parse(line));
  const log = createLogger({ logLevel: 'debug', environment: 'test' }, { write });
  const tracing = await start(log);
  const { engine, tenants } = sandbox.connector;
  const trace = tracing?.trace;
  Object.assign(engine, {
    trace,
    log,
    connecClient: ({ tenant, uid }: Organization) =>
      createConnecClient(tenants.get(tenant) as Tenant, uid, { trace }),
  });
  await work();
  await tracing?.close(5000);
  return { spans: sentSpans(), lines };
}

/** Everything that stands in a record of either side, and all that opens a door. */
function secrets(): string[] {
  const { acme, hub, connector } = sandbox;
  const records = [...acme.list('contacts'), ...hub.list('cld-fern', 'people')];
  const said = records.flatMap(({ first_name, last_name, email }) => [first_name, last_name, email]);
  const texts = said.flatMap((value) => (typeof value === 'string' ? [value] : Object.values(value ?? {})));
  const { encryptionKeys, sessionSecret, external } = connector.config;
  const keys = [hub.apiKey, external.clientSecret, sessionSecret, ...encryptionKeys.map(({ key }) => key)];
  const all = [...texts, ...keys, ...acme.workspaces.map(({ apiKey }) => apiKey), 'Fern & Co', '$filter'];
  return all.filter((text): text is string => typeof text === 'string' && text.length > 2);
}

describe('where a collector is configured', () => {
  test('a run is a trace of its entities, their pages and every call, and the lines of its log carry the same ids', async () => {
    const { spans, lines } = await traced(() => synchronize(sandbox.connector.engine, organization.id));
    const [run, ...others] = spans.filter(({ name }) => name === 'run');
    expect(others).toEqual([]);
    expect(run?.attributes).toEqual({
      'connector.tenant': 'sandbox',
      'connector.organization': 'cld-fern',
      'connector.run': expect.any(Number),
      'connector.partial': false,
      'connector.status': 'SUCCESS',
    });
    const paths = spans.map((span) => pathOf(span, spans));
    expect(paths).toEqual(
      expect.arrayContaining([
        'run > entity contact',
        'run > entity contact > GET',
        'run > entity contact > page of external',
        'run > entity contact > page of external > POST',
        'run > entity contact > page of connec > POST',
      ]),
    );
    expect(paths.filter((path) => !path.startsWith('run'))).toEqual([]);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([run?.traceId]));
    const pages = spans.filter(({ name }) => name.startsWith('page of'));
    expect(pages[0]?.attributes).toEqual({
      'connector.from': expect.any(String),
      'connector.records': expect.any(Number),
    });
    const calls = spans.filter(({ kind }) => kind === 3);
    expect(calls).toHaveLength(sandbox.hub.calls.length + sandbox.acme.calls.length);
    expect(calls.find(({ name }) => name === 'GET')?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'server.address': '127.0.0.1',
      'server.port': expect.any(Number),
      'connector.side': expect.any(String),
      'connector.tenant': 'sandbox',
    });

    const { 'connector.run': runId, 'connector.organization': uid } = run?.attributes ?? {};
    const ids = { trace_id: run?.traceId, run: runId, organization: uid };
    expect(lines.find(({ msg }) => msg === 'synchronization started')).toMatchObject({
      ...ids,
      span_id: run?.spanId,
    });
    const page = lines.find(({ msg }) => msg === 'page of external');
    expect(page).toMatchObject({ ...ids, entity: 'contact' });
    expect(pages.map(({ spanId }) => spanId)).toContain(page?.span_id);

    // Neither side is told of it, and nothing of a record or a secret is.
    for (const { headers } of collector.asked) expect(headers).not.toHaveProperty('traceparent');
    const payload = collector.asked.map(({ body }) => body).join('\n');
    expect(secrets().length).toBeGreaterThan(20);
    for (const secret of secrets()) expect(payload).not.toContain(secret);
    const resource = valuesOf(
      JSON.parse(collector.asked[0]?.body ?? '').resourceSpans[0].resource.attributes,
    );
    expect(resource).toMatchObject({ 'service.name': 'connector', 'service.version': 'abc123' });
  });

  test('a message of the inbox is a trace of its own, even while another piece of work waits for it', async () => {
    const [person] = sandbox.hub.list('cld-fern', 'people');
    const people = [{ ...person, group_id: 'cld-fern', first_name: 'Seeded-Name' }];
    const { engine } = sandbox.connector;
    const { spans } = await traced(async () => {
      await storeNotification(engine, 'sandbox', { people });
      await engine.trace?.({ type: 'entity', entity: 'around' }, () => processInbox(engine));
    });
    expect(spans.find(({ name }) => name === 'message')).toMatchObject({
      attributes: {
        'connector.source': 'connec',
        'connector.organization': 'cld-fern',
        'connector.message': expect.any(Number),
        'connector.outcome': 'done',
      },
    });
    expect(spans.map((span) => pathOf(span, spans))).toContain('message > entity contact > page of connec');
    expect(JSON.stringify(spans)).not.toContain('Seeded-Name');
  });

  test('a failure is told by its kind, and not by its words: they may repeat a record', async () => {
    const tracing = await start();
    const failing = tracing?.trace({ type: 'entity', entity: 'contact' }, async () => {
      throw new TypeError('Ada Arkwright has no e-mail address');
    });
    await expect(failing).rejects.toThrow('Ada Arkwright');
    const call = { type: 'call', side: 'connec', tenant: 'default', method: 'GET' } as const;
    await tracing?.trace(call, async (note) => note({ answer: 503 }));
    const run = { type: 'run', tenant: 'default', organization: 'cld-1', run: 1, partial: false } as const;
    await tracing?.trace(run, async (note) => note({ status: 'ERROR' }));
    await tracing?.close(5000);
    expect(sentSpans().map(({ status, attributes }) => [status, attributes['error.type']])).toEqual([
      [{ code: 2 }, 'TypeError'],
      [{ code: 2 }, '503'],
      [{ code: 2 }, 'ERROR'],
    ]);
  });

  test('what goes on after its span has ended begins a trace of its own', async () => {
    const tracing = await start();
    const entity = (name: string, work = async () => {}) =>
      tracing?.trace({ type: 'entity', entity: name }, work);
    let goesOn: Promise<unknown> | undefined;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    await entity('first', async () => {
      goesOn = ended.then(() => entity('second'));
    });
    end();
    await goesOn;
    await tracing?.close(5000);
    expect(sentSpans().map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
      ['entity first', undefined],
      ['entity second', undefined],
    ]);
  });
});

describe('a collector that', () => {
  const follow = async (tracing: Awaited<ReturnType<typeof start>>, times: number) => {
    for (let i = 0; i < times; i += 1)
      await tracing?.trace({ type: 'entity', entity: 'contact' }, async () => {});
  };

  test('takes nothing is told of once in a minute, and disturbs nobody', async () => {
    collector.always = { status: 400, body: {} };
    const { log, lines } = createWrittenLog();
    const tracing = await start(log);
    // More than is sent at a time.
    await follow(tracing, 600);
    await tracing?.close(5000);
    expect(collector.asked).toHaveLength(2);
    expect(lines).toEqual([
      { level: 'warn', event: 'traces are not complete', fields: { reason: 'Bad Request', lost: 512 } },
    ]);
  });

  test('does not answer holds up the end of a process only as long as it may', async () => {
    collector.always = { silent: true };
    const { log, lines } = createWrittenLog();
    const tracing = await start(log);
    await follow(tracing, 1);
    await tracing?.close(20);
    expect(lines.map(({ fields }) => fields)).toEqual([
      { reason: 'the collector has not taken them in time', lost: 0 },
    ]);
  });
});
