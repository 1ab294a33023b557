# For coding assistants

This project keeps the records of <%= externalName %> and of a hub that speaks Connec! v2 in sync, both ways. It was made by
create-connector; `connector.json` remembers what that tool wrote. `README.md` is for people, this is the short form.

## Map

| path | what it is |
|---|---|
| `src/external.ts` | the application: its name, how an account is linked (OAuth, or a form), whose it is, its webhooks |
| `src/client.ts` | how its API is called: addresses, pages, errors |
| `src/http.ts` | how every call is sent: access token, timeout, repetitions |
| `src/entity.ts` | how it lists, gets, creates and updates records; ids and dates. Base of all entities |
| `src/entities/` | one kind of record per file, with its mapping; `src/entities/index.ts` lists them in the order of synchronization |
| `src/connector.ts` | puts everything together; nothing else makes a database, client or log |
| `src/config.ts`, `src/config/` | the environment, read and checked once: a new variable goes into `src/config/variables.ts`; `.env.example` explains every variable |
| `src/app.ts`, `src/routes.ts` | the web server; one line for each file of `src/plugins/` and `src/controllers/` |
| `src/controllers/` | each file one Fastify plugin: the URLs at its top, then what they do |
| `src/account/` | what the hub does to a company or a person: takes it away, stops a direction |
| `src/linking/` | linking and unlinking an account, whoever asks for it: a person, or the hub |
| `src/api/`, `src/api/resources/` | the JSON:API; what may be read and written of each type is a declaration in a file |
| `src/documentation/` | what `/documentation` says of each route that is for programs: `src/documentation/operations.ts` |
| `src/pages/`, `src/plugins/`, `src/sso/`, `src/texts/`, `views/`, `public/` | what pages show, and the words they show it in |
| `src/server.ts`, `src/worker.ts`, `src/processes.ts`, `src/schedule.ts`, `src/shutdown.ts` | processes, which of them run, what each does by the clock for itself, and how they end |
| `src/jobs/` | what is done apart from requests: lanes, kinds, one file for each kind, and the clock that asks for what is due |
| `src/run-requests.ts` | synchronizations that somebody, or the clock, has asked for: rows until they are done |
| `src/throttle.ts`, `src/throttle/` | limits on calls to the application that all processes keep together |
| `src/prune.ts` | what is kept for a while only, and for how long; a new table needs a bound |
| `src/fleet/`, `src/status.ts`, `src/operators/` | what operators are told of all processes, by `connector status`, and see under `/operator` |
| `src/metrics/`, `src/metrics-server.ts` | what `/metrics` counts, and where a worker shows it. New labels have few values: no organizations, no ids |
| `src/tracing.ts`, `src/tracing/` | what OpenTelemetry is told, where it is configured: ids and counts, nothing of a record |
| `src/engine/`, `src/engine/index.ts` | the synchronization itself, and its only door |
| `prisma/schema.prisma`, `prisma/migrations/` | tables, and how they came to be |
| `deploy/`, `deploy/README.md` | how it is run in production; `deploy/rehearse.ts` tries backup, restore and a change of keys with a copy |
| `test/entities/`, `test/app/` | tests of entities and of the web side, with `test/support/` |
| `test/engine/` | tests of the engine |
| `test/jobs/` | tests of the jobs; `test/jobs/promises.ts` holds wherever the queues are |

## Commands

| | |
|---|---|
| `<%= run %> dev` | run with a hub and Acme, a demo application, beside it |
| `<%= run %> test` | all tests; `<%= exec %> vitest run test/entities` for some |
| `<%= run %> typecheck` | types |
| `<%= run %> lint`, `<%= run %> format` | style, and putting it right |
| `<%= exec %> connector generate entity --help` | how to add an entity with its mapping and test |
| `<%= exec %> connector generate external --help` | how to write the application, its client and `src/entity.ts` from an OpenAPI description |
| `<%= exec %> connector destroy entity NAME` | take a generated entity back |
| `<%= exec %> connector migrate --name "add phone"` | after a change of the schema: write the migration, apply it, generate the client |
| `<%= exec %> connector client` | generate the Prisma client anew |
| `<%= exec %> connector doctor --json` | what is not well here, and what to do about it |
| `<%= exec %> connector status --json` | what the processes do, what waits, what is paused and parked |
| `<%= exec %> connector records --json` | which records are not in step, and why |
| `<%= exec %> connector explain contact 42` | where one record stands, and what was decided about it when |
| `<%= exec %> connector upgrade --dry-run` | what a newer tool would change |

Without a terminal no command asks anything: it takes defaults, or ends with 1 and names the flag that is missing.
Exit codes: 0 done, 1 something to put right, 2 a fault of the tool. `--json` prints one JSON document instead of lines;
`--dry-run` of `generate`, `destroy` and `upgrade` writes nothing and shows each difference.

## Rules

1. Before you are done, `<%= run %> test`, `<%= run %> typecheck` and `<%= run %> lint` pass.
2. Never edit `src/engine/` or `test/engine/`: an upgrade replaces them. Import from `src/engine/index.ts` only. What the
   engine cannot do is done in `src/entity.ts` or in an entity's hooks.
3. Both sides have names: *Connec!* (the hub) and *external* (the application). In a mapping the left is always
   Connec!, the right always external, and one line serves both directions.
4. A field that points to another record stands in `references` of its entity, and the entity it points to comes before it in
   `src/entities/index.ts`. The engine translates the ids.
5. A thrown `RecordNotFoundError` or another error of one record never stops the others: do not catch what you cannot put
   right. `src/engine/index.ts` exports the errors that mean something to the engine.
6. Never change a migration that has been applied, nor write one by hand: change `prisma/schema.prisma`, then
   `<%= exec %> connector migrate --name "..."`.
7. Nothing under `src/generated/` or `data/` is written by hand or committed, nor is `.env`.
8. Secrets come from the environment through `src/config.ts`. Never log tokens, keys or the content of records.
9. TypeScript is strict and erasable: no enums, no parameter properties, and imports end in `.ts`.
10. Tests are sentences, and use a real database and the doubles of `test/support/` instead of mocks.
