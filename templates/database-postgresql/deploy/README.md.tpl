# Deployment

There are two kinds of process, both from one build: `<%= run %> start` serves pages, and `<%= run %> worker` synchronizes.
Run one or more of each, as many as are needed. They share the database (and Redis, where there is one), and have the same
settings.

| where | with |
|---|---|
| a machine with Docker | `compose.yaml`: PostgreSQL, web, two workers |
| machines with systemd, without containers | `deploy/systemd/` |
| a host that builds from a Procfile | `Procfile` |
| a Kubernetes cluster | `deploy/kubernetes/` |

PostgreSQL is 13 or newer, its encoding UTF8. The user of `DATABASE_URL` may create a schema: web servers and workers make
the one of the queues, `bullmq`, when they start. Connect directly, or through a pooler that keeps sessions: transactions
alone will not do. A process takes up to 18 connections, `DATABASE_POOL` and 8 for its jobs.

Every one of them migrates the database before new code runs. Several may do so at once: one migrates, the others
wait. While a release is under way old code runs on the new tables: remove a column in the release after the one whose
code has stopped using it. The migrations are applied by create-connector, a development dependency: what migrates needs the packages of
development, what serves and works does not. In a container that is the stage `build` of the Dockerfile.

The settings: copy `.env.example` to `.env.production`, which git and Docker leave alone; fill it in; and delete the lines
that stay empty, and `HOST`, `PORT` and `NODE_ENV`, which are set by what follows. Keep `ENCRYPTION_KEYS` at another place
than the backups: without it a backup cannot be used, and with it by anybody. The queues are in PostgreSQL, too; with
`REDIS_URL` they are in Redis, which may lose them without harm: within a minute the workers set the clock again, and it
asks for what is to be done.

A worker that is killed loses nothing either. Its jobs are begun elsewhere within a minute, and the organization that it
held is free after two.

## Docker Compose

```sh
cp .env.production .env
docker compose up --build --detach
docker compose ps    # web and both workers are healthy
```

A release is the second command once more. For more workers change `replicas` in `compose.yaml`. The password of the database is `postgres`, and only this machine can reach
it: change it in `compose.yaml`, at both places, before the first start. With Redis: `docker compose --profile redis up`,
and `REDIS_URL=redis://redis:6379` in `.env`. A program of the connector is run like this:

```sh
docker compose exec web node dist/reencrypt.js
docker compose exec web node dist/status.js
docker compose run --rm migrate <%= exec %> connector records --parked
```

What is a command of `connector` needs the packages of development, and so the stage `build`. A setting is changed in
`.env.production`, and then `cp .env.production .env && docker compose up --detach`: `restart` alone keeps the old ones.

## systemd

Node is in `/usr/bin` or `/usr/local/bin`, and the project in `/opt/<%= dnsName %>`:

```sh
sudo useradd --system --no-create-home --shell /usr/sbin/nologin <%= dnsName %>
sudo install -D --mode=600 .env.production /etc/<%= dnsName %>/environment
cd /opt/<%= dnsName %>
<%= frozenInstall %>
<%= run %> build
sudo cp deploy/systemd/* /etc/systemd/system/
sudo systemctl daemon-reload
sudo systemctl enable --now <%= dnsName %>-web <%= dnsName %>-worker@1 <%= dnsName %>-worker@2
```

The web server listens on 127.0.0.1:3000: put a proxy with TLS before it, and its address into `TRUSTED_PROXIES`. On
machines that only work, leave it out. A release: bring the new code, install, build, and

```sh
sudo systemctl restart '<%= dnsName %>-*'
```

A setting is changed in `/etc/<%= dnsName %>/environment`, and by the same command. `worker@1` shows its figures on port
9101, `worker@2` on 9102: leave `METRICS_PORT` out of that file.

A program of the connector is run like this:

```sh
sudo systemd-run --pipe --wait --uid=<%= dnsName %> --working-directory=/opt/<%= dnsName %> \
  --property=EnvironmentFile=/etc/<%= dnsName %>/environment \
  node dist/reencrypt.js
```

`node dist/status.js` is run like it, and `node node_modules/create-connector/bin/connector.js records --parked`.

## A host that builds from a Procfile

`release` migrates before new code is started. It needs the packages of development, which such hosts remove after the
build unless they are told not to. On Heroku the setting depends on the package manager: `NPM_CONFIG_PRODUCTION=false`,
`PNPM_SKIP_PRUNING=true`, `YARN_PRODUCTION=false`, or `YARN2_SKIP_PRUNING=true` from Yarn 2 on.

```sh
heroku config:set NPM_CONFIG_PRODUCTION=false HOST=0.0.0.0 NODE_ENV=production
git push heroku main
heroku ps:scale web=1 worker=2
```

Where a host has no step for releases, run `npm run migrate` with the `DATABASE_URL` of production before new code starts.

## Kubernetes

```sh
docker build --target build --tag registry.example.com/<%= dnsName %>-tools:1 .
docker build --tag registry.example.com/<%= dnsName %>:1 .
docker push registry.example.com/<%= dnsName %>-tools:1
docker push registry.example.com/<%= dnsName %>:1
kubectl create secret generic <%= dnsName %> --from-env-file=.env.production
kubectl apply --filename deploy/kubernetes/migrate.yaml
kubectl wait --for=condition=complete --timeout=1h job/<%= dnsName %>-migrate
kubectl apply --filename deploy/kubernetes/connector.yaml
kubectl rollout status deployment/<%= dnsName %>-web
kubectl rollout status deployment/<%= dnsName %>-worker
```

Write the names of your images into the manifests first, and route to the Service `<%= dnsName %>` what comes in; the
addresses that do so go into `TRUSTED_PROXIES`. A release is two new images, their tags in both manifests, and

```sh
kubectl delete job <%= dnsName %>-migrate --ignore-not-found
kubectl apply --filename deploy/kubernetes/migrate.yaml
kubectl wait --for=condition=complete --timeout=1h job/<%= dnsName %>-migrate
kubectl apply --filename deploy/kubernetes/connector.yaml
```

A program of the connector is run like this, and a command of `connector` in a pod like the one of `migrate.yaml`:

```sh
kubectl exec deployment/<%= dnsName %>-web -- node dist/reencrypt.js
```

A setting is changed in `.env.production`, and then

```sh
kubectl create secret generic <%= dnsName %> --from-env-file=.env.production --dry-run=client --output=yaml | kubectl apply --filename -
kubectl rollout restart deployment/<%= dnsName %>-web deployment/<%= dnsName %>-worker
```

The last good answer of the developer platform is kept in a volume that goes with its pod: a new pod does not start while
that platform is down, unless `TENANTS_COPY` names a file on a volume that stays, or `TENANTS_FILE` one of your own.

## Backup

```sh
pg_dump --format=custom --no-owner --file=backup.dump "$DATABASE_URL"
docker compose exec database pg_dump --username=postgres --format=custom --no-owner <%= databaseName %> > backup.dump
```

Either makes a whole copy while the connector works. Where a day may not be lost, archive the log as well, or take a
hosted PostgreSQL that does.

## Restore

1. Stop every web process and every worker.
2. Restore into a new, empty database, so that the old one stays until all is well:

   ```sh
   createdb restored
   pg_restore --exit-on-error --no-owner --dbname=restored backup.dump
   ```

   With Compose, where no other machine reaches it:

   ```sh
   docker compose exec -T database createdb --username=postgres restored
   docker compose exec -T database pg_restore --username=postgres --exit-on-error --no-owner --dbname=restored < backup.dump
   ```

3. Write its address into `DATABASE_URL`; with Compose its name, in `compose.yaml`.
4. Migrate, and start the processes. The organizations go on from where they were then, and records that have travelled
   since are recognised by what is in them.

## Rehearsal

```sh
<%= run %> rehearse
```

backs the database up, restores the backup to a database of its own, counts the rows of every table, applies migrations
that are pending, decrypts every secret with `ENCRYPTION_KEYS`, and takes them to a new key: what a release, a restore and
a change of keys would do, done with a copy. The original is only read, and the copy goes afterwards. It ends with 1 and
a line `failed` when something does not work. With a file it restores that one: rehearse with a backup of last night from
time to time.

```sh
<%= run %> rehearse <%= packageManager === 'npm' ? '-- ' : '' %>backup.dump
```

It needs the packages of development, PostgreSQL's own programs (on Debian `postgresql-client`, of the server's version or
newer), a user that may create databases on the server of `DATABASE_URL`, and the `ENCRYPTION_KEYS` of production. That
server needs room for a second copy of the database, and this machine for the backup (`TMPDIR`). With a file it may be any
server: nothing else is read there, and production does none of the work. With Compose run it beside the containers, with
`localhost:5432` in `DATABASE_URL`.

[keys.md](keys.md) says how the keys are changed in earnest.

## Watching it

[observe/README.md](observe/README.md) brings a Grafana dashboard and alerts for Prometheus, each of which says what to do.
