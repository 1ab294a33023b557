# <%= name %>

Keeps the records of <%= externalName %> and of a hub that speaks Connec! v2 in sync, both ways. Made with
[create-connector](https://www.npmjs.com/package/create-connector) <%= toolVersion %>.

## Start

```sh
<%= install %>
<%= exec %> connector install   # after a clone: .env with fresh secrets, Prisma client, database
<%= run %> dev
```

`<%= run %> dev` starts three servers, each on the next free port when its own is taken, and starts the connector again
whenever a file is saved:

| | |
|---|---|
| connector | http://127.0.0.1:3000 |
| a hub for the desk | http://127.0.0.1:3001 |
| Acme, a demo application | http://127.0.0.1:3002 |

Open the connector, sign in as Ada Arkwright of Fern & Co, link Acme, and start the synchronization. Then change a
person in the hub or a contact in Acme, and see it arrive on the other side. The hub and Acme keep their records in
`data/`. To start afresh, stop, delete the folder (and with PostgreSQL the database), and start again.

## What to write where

A connector is three kinds of file. Everything else works as it is, and is yours to change.

| file | says |
|---|---|
| `src/external.ts` | what the application is: name, how an account is linked (OAuth, or a form that asks for an API key or a password), whose account it is, which entities there are; and, where the application has webhooks, how they are subscribed to and signed |
| `src/client.ts` | how to call its API; `src/http.ts` says how every call is sent: token, timeout, repetitions |
| `src/entity.ts` | how it lists, creates and updates records of any kind; ids and dates |
| `src/entities/*.ts` | one kind of record each: its name on both sides, and the mapping. `index.ts` lists them in the order of synchronization |

In a mapping the left is always Connec!, the right always the application, and one line serves both directions:

```ts
map('email/address', 'email'),
map('organization_id', 'account_id', { toExternal: Number }),
```

The rest of the code:

| | |
|---|---|
| `src/connector.ts` | puts it all together |
| `src/server.ts`, `src/worker.ts` | pages, and on SQLite the jobs, too; jobs alone, of which there may be many on PostgreSQL |
| `src/routes.ts`, `src/controllers/`, `views/`, `public/` | every URL, and what it does and shows |
| `src/metrics/`, `src/tracing.ts`, `src/shutdown.ts` | what operators see, and how a process ends |
| `src/config.ts`, `src/config/`, `.env`, `.env.example` | the settings, and what each of them means |
| `src/engine/` | the synchronization itself. A closed folder: use what `index.ts` exports, and do not edit it, for a newer tool replaces it |
| `prisma/` | tables and migrations |
| `test/` | tests against a real database and the sandbox |
| `connector.json`, `.connector/` | what the tool made, and from which texts, for its later commands. Commit them, do not edit them |
| `AGENTS.md` | this page in short, for coding assistants |

## Commands

| | |
|---|---|
| `<%= run %> dev` | run with sandbox and reload |
| `<%= exec %> connector dev --no-sandbox` | run with the real hub and application that `.env` names |
| `<%= run %> test` | tests |
| `<%= run %> typecheck`, `<%= run %> lint`, `<%= run %> format` | types, style, and putting the style right |
| `<%= exec %> connector g entity invoice title:subject organization_id:account_id@organization` | adds a kind of record: mapping, test, place in the list. `--help` tells the rest; `g complex-entity` is for several kinds that belong together |
| `<%= exec %> connector destroy entity invoice` | takes that back, but for what you have edited |
| `<%= exec %> connector migrate` | after entities have come or gone: tells the organizations in the database; new ones come switched off |
| `<%= exec %> connector migrate --name "add phone"` | after a change of `prisma/schema.prisma`: writes the migration and applies it. What would lose data is said first, and done only when that is meant: without a terminal with `--accept-data-loss`, or where the migration says so in its `Warnings` comment |
| `<%= exec %> connector migrate --status` | which migrations are applied, pending or failed |
<% if (database === 'sqlite') { -%>
| `<%= exec %> connector database postgresql --url URL` | moves to PostgreSQL: files, migrations and all rows. With `--dry-run` it shows what it would do |
<% } -%>
| `<%= exec %> connector install` | does whatever else is still open after a clone or an interrupted installation |
| `<%= exec %> connector doctor` | looks at settings, database, hub, application, clocks and stuck work, and says what to do about what is not well |
| `<%= exec %> connector status` | what all processes do: jobs, what is behind, runs of the last hour, the slowest organizations, what is paused and parked. On a machine without development packages `<%= run %> status`, or `node dist/status.js --json` |

## The real hub and the real application

1. Write `src/external.ts`, `src/client.ts` and `src/entity.ts` for the application's API, or begin with what
   `<%= exec %> connector g external --from openapi.yaml` makes of its OpenAPI description.
2. Register an OAuth client there, with the redirect address `APP_URL/auth/external/callback`, and write
   `EXTERNAL_URL`, `EXTERNAL_CLIENT_ID` and `EXTERNAL_CLIENT_SECRET` into `.env`. Where accounts are linked by a form
   the last two may be any text.
3. Write the `MNO_DEVPL_*` variables that the developer platform shows for this connector, or describe the hubs in a
   JSON file and name it in `TENANTS_FILE`. Where the hub has pages of its records, say so in its block `connec`:
   `"record_page": "https://hub.example.com/{group}/{resource}/{id}"`. Mapping links to them then.
4. `<%= exec %> connector dev --no-sandbox`

## Production

```sh
<%= frozenInstall %> && <%= run %> build      # on the build machine
<%= exec %> connector migrate      # on the build machine, with the DATABASE_URL of production
<%= productionInstall %>      # on the production machine, next to dist/, views/ and public/
<%= run %> start
<%= run %> worker      # on PostgreSQL, where the web server leaves the jobs to these: as many as you like, on any machine
```

Set the variables of `.env.example` in the environment, `NODE_ENV=production` and `APP_URL` among them. Or use the
container: `docker compose up --build` migrates, then serves on port 3000. [deploy/README.md](deploy/README.md) takes you
through it step by step: Docker Compose, systemd, Kubernetes; and through backup, restore and a change of keys, which
`<%= run %> rehearse` tries out with a copy of the database.

## Operations

| | |
|---|---|
| `/health/live`, `/health/ready` | the process answers; the database does, too, and the process is not about to end |
| `/operator/jobs` | jobs by lane, and those that have failed for good: to be done again, or thrown away. For whoever has `OPERATOR_PASSWORD`, under the name "operator"; without one it is not there<% if (database === 'postgresql') { %>. `/operator/queues` shows each job of the queues<% } %> |
| `/metrics` | figures for Prometheus, for whoever has `METRICS_TOKEN`: synchronizations by their end, records by entity and outcome, calls to either side and requests with how long they took, what waits in the inbox, the age of the oldest message, how long ago the last synchronization got through; jobs by lane, processes, and how far behind they are. Alerts and a dashboard are in `deploy/observe/` |
| `METRICS_PORT` | where a worker, which has no pages, shows its own `/metrics`, and `/health/live` |
| `/jobs`, `/parked` | for customers: what is done for them and what waits; records and messages that failed too often, to be tried again. A message that stays parked for three months is thrown away |
| log | JSON lines with tenant, organization, run and request, and where there are traces `trace_id` and `span_id`; what records say is not in them |
| SIGTERM | `/health/ready` and new requests are answered with 503, open ones to the end; a synchronization finishes its page, and the next one goes on there. All of it takes `SHUTDOWN_TIMEOUT` seconds at most |

`deploy/observe/README.md` has the lines for Prometheus.

### Traces

Where `OTEL_EXPORTER_OTLP_ENDPOINT` names an OpenTelemetry collector, every synchronization is a trace: its entities,
their pages, and each call to either side; and so is every message of the inbox. Jaeger shows them at
http://127.0.0.1:16686:

```sh
docker run --rm -p 16686:16686 -p 4318:4318 cr.jaegertracing.io/jaegertracing/jaeger:2.15.0
echo 'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318' >> .env
<%= run %> dev
```

Ids and counts are in them (`connector.organization`, `connector.run`), and never anything of a record, a token, a path or a
query; of an error its kind. No call to either side carries a `traceparent`. A collector that does not answer delays
nothing: a warning in the log says so, once in a minute. `OTEL_TRACES_SAMPLER=parentbased_traceidratio` with
`OTEL_TRACES_SAMPLER_ARG=0.1` keeps one trace in ten.

### What is kept, and for how long

No table grows without end. What time bounds goes every hour, at most 5,000 rows with one statement: `src/prune.ts`.

| table | what bounds it |
|---|---|
| `users` | the people of the organizations. One who is in none of them goes, but not in the first 90 days |
| `organizations` | the groups of the hubs whose people have signed in; one goes, with all that is its own, when its hub says so |
| `user_organization_rels` | who is in which organization |
| `synchronizations` | the last 100 of each organization |
| `run_requests` | those that wait or are under way; what is not done after 7 days is not asked for any more |
| `id_maps` | a row for every record of an organization that either side has, or has had: a deleted one is known by it, and not created again. Each keeps its last ten decisions |
| `write_pages` | what is on its way to a side. What a process left goes with the next synchronization; new records that the database refuses stay |
| `watermarks` | two for each kind of record of an organization |
| `inbox` | messages that wait. What was dealt with goes at once, or after an hour where it may be sent again; what failed too often, or was never dealt with, after 90 days |
| `audit_entries` | `KEEP_AUDIT_DAYS`, two years unless you say otherwise |
| `used_assertions`, `sessions` | until they expire |
| `throttles` | the limits in use; one goes a day after it was last in the way |
| `processes` | those that run; one goes a day after it was last seen |
| `_prisma_migrations` | a row for each migration |
<% if (database === 'postgresql') { %>
The queues have a schema of their own, `bullmq`: jobs that wait or run. One that is done goes at once; the newest 200 that
failed for good stay in each lane, and some 10,000 events.
<% } %>
## What programs can ask

`/documentation` lists every address that is for programs: of hubs, of the application, of operators. The same as an
OpenAPI 3.1 document is at `/documentation/json`. What is kept of organizations, people, synchronizations and id maps is
a [JSON:API](https://jsonapi.org), for whoever has the API id and key of a tenant, and of that tenant alone. With
`<%= run %> dev`:

```sh
curl --globoff --user app-sandbox:sandbox-key \
  'http://127.0.0.1:3000/maestrano/api/id_maps?filter[name.like]=%25fern%25&sort=-name&page[size]=10&include=organization'
```

A type of it is a file in `src/api/resources/`: its attributes, what may be written, and whose it is. An address of your
own is described by a line each in `src/documentation/operations.ts` and `src/texts/documentation.ts`; a test asks for it.

## A newer version of the tool

```sh
npx --package create-connector@latest connector upgrade --dry-run
```

shows what it would bring: the engine is replaced, new migrations come, and what has changed in other files is merged
with what you made of them. Without `--dry-run` it is done, on a clean git tree.
