# Deployment

This project is on SQLite: **one process, on one machine, with a disk that stays**. A second instance, a network file
system, or a host that forgets its disk at each start (Heroku and others that build from a Procfile) will not do. For
those, and for more than one process, move to PostgreSQL first: `<%= exec %> connector database postgresql --url URL`
takes all rows along, and brings this page for PostgreSQL.

| where | with |
|---|---|
| a machine with Docker | `compose.yaml` |
| a machine with systemd, without containers | `deploy/systemd/` |
| a Kubernetes cluster that has volumes | `deploy/kubernetes/` |

Every one of them migrates the database before the connector starts. The migrations are applied by create-connector,
a development dependency: what migrates needs the packages of development, what serves does not. In a container that is
the stage `build` of the Dockerfile.

The settings: copy `.env.example` to `.env.production`, which git and Docker leave alone; fill it in; and delete the lines
that stay empty, and `HOST`, `PORT`, `NODE_ENV`, `DATABASE_URL` and `TENANTS_COPY`, which are set by what follows. Keep
`ENCRYPTION_KEYS` at another place than the backups: without it a backup cannot be used, and with it by anybody.

## Docker Compose

```sh
cp .env.production .env
docker compose up --build --detach
docker compose ps              # web is healthy
```

A release is the same command once more. A program of the connector is run like this:

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
sudo systemctl enable --now <%= dnsName %>-web
```

It listens on 127.0.0.1:3000: put a proxy with TLS before it, and its address into `TRUSTED_PROXIES`. Its data are in
`/var/lib/<%= dnsName %>`. A release: bring the new code, install, build, and

```sh
sudo systemctl restart <%= dnsName %>-web
```

A setting is changed in `/etc/<%= dnsName %>/environment`, and by the same command.

A program of the connector is run like this:

```sh
sudo systemd-run --pipe --wait --uid=<%= dnsName %> --working-directory=/opt/<%= dnsName %> \
  --property=EnvironmentFile=/etc/<%= dnsName %>/environment \
  --setenv=DATABASE_URL=file:/var/lib/<%= dnsName %>/production.db \
  node dist/reencrypt.js
```

`node dist/status.js` is run like it, and `node node_modules/create-connector/bin/connector.js records --parked`.

## Kubernetes

```sh
docker build --target build --tag registry.example.com/<%= dnsName %>-tools:1 .
docker build --tag registry.example.com/<%= dnsName %>:1 .
docker push registry.example.com/<%= dnsName %>-tools:1
docker push registry.example.com/<%= dnsName %>:1
kubectl create secret generic <%= dnsName %> --from-env-file=.env.production
kubectl apply --filename deploy/kubernetes/connector.yaml
kubectl rollout status statefulset/<%= dnsName %>
```

Write the names of your images into the manifest first, and route to the Service `<%= dnsName %>` what comes in; the
addresses that do so go into `TRUSTED_PROXIES`. A release is two new images, and `apply` with their tags. It is down for a
few seconds meanwhile. A program of the connector is run like this:

```sh
kubectl exec <%= dnsName %>-0 --container web -- node dist/reencrypt.js
```

A setting is changed in `.env.production`, and then

```sh
kubectl create secret generic <%= dnsName %> --from-env-file=.env.production --dry-run=client --output=yaml | kubectl apply --filename -
kubectl rollout restart statefulset/<%= dnsName %>
```

## Backup

SQLite makes a whole copy while the connector works. Copying the file itself does not: what was written last is in another
one beside it.

```sh
sqlite3 /var/lib/<%= dnsName %>/production.db "VACUUM INTO '/var/backups/<%= dnsName %>.db'"
```

In a container Node does the same; the result is then taken out:

```sh
docker compose exec web node -e 'new (require("node:sqlite").DatabaseSync)("data/production.db").prepare("VACUUM INTO ?").run("data/backup.db")'
docker compose cp web:/app/data/backup.db backup.db
docker compose exec web rm data/backup.db
```

## Restore

1. Stop the connector.
2. Put the backup in the place of `production.db`, and remove `production.db-wal` and `production.db-shm` beside it. It
   has to belong to the user that the connector runs as.
3. Start the connector. It migrates what is older than its code; the organizations go on from where they were then, and
   records that have travelled since are recognised by what is in them.

## Rehearsal

```sh
<%= run %> rehearse
```

backs the database up, restores the backup to a file of its own, counts the rows of every table, applies migrations that
are pending, decrypts every secret with `ENCRYPTION_KEYS`, and takes them to a new key: what a release, a restore and
a change of keys would do, done with a copy. The original is only read, and the copy goes afterwards. It ends with 1 and
a line `failed` when something does not work. With a file it restores that one: rehearse with a backup of last night from
time to time.

```sh
<%= run %> rehearse <%= packageManager === 'npm' ? '-- ' : '' %>backup.db
```

It needs the packages of development, room for two copies of the database in the folder for temporary files (`TMPDIR`),
and the settings of production: with Compose `docker compose run --rm migrate <%= run %> rehearse`, with systemd
as any program above, only that it is `node --import tsx deploy/rehearse.ts`. From a cluster take a backup, and
rehearse on your own machine with that file and the `ENCRYPTION_KEYS` of production.

[keys.md](keys.md) says how the keys are changed in earnest.

## Watching it

[observe/README.md](observe/README.md) brings a Grafana dashboard and alerts for Prometheus, each of which says what to do.
