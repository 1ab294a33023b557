# Copy to .env and fill in. In production set the same variables in the environment; they win over the file.

# development, test or production
NODE_ENV=production

# Where the server listens. In a container HOST=0.0.0.0.
HOST=127.0.0.1
PORT=3000

# The address people and the hub use, without a slash at the end. Default: http://HOST:PORT. In production this,
# EXTERNAL_URL, MNO_DEVPL_HOST and the hubs' addresses must begin with https://, unless they are on this machine.
APP_URL=https://connector.example.com

# Proxies in front of the server whose X-Forwarded-* headers are believed: addresses or ranges, separated by commas.
TRUSTED_PROXIES=

DATABASE_URL=<%= databaseUrl %>

# How many a process does at a time: synchronizations, first and full ones (in a lane of their own, so that they keep
# nobody waiting), and groups of the inbox. How many records of one of them are written at a time says `concurrency` of
# src/entity.ts.
LIVE_JOBS=4
BACKFILL_JOBS=2
INBOX_JOBS=4

# On PostgreSQL, where workers do the jobs (npm run worker): whether the web server does them, too. Default in
# production: no. On SQLite it always does.
JOBS_IN_WEB=

# On PostgreSQL: connections of one process for all but its jobs, which have eight of their own.
DATABASE_POOL=10

# On PostgreSQL: a Redis for the jobs, such as redis://127.0.0.1:6379. Without one they are in the database. The jobs in it
# are those of the host, port and name in DATABASE_URL: every process has to write them alike.
REDIS_URL=

# Signs the session cookies, at least 32 characters:
#   node -e "console.log(require('crypto').randomBytes(32).toString('base64url'))"
SESSION_SECRET=

# Encrypt the tokens of linked accounts: id:key, the key being 32 random bytes in base64. The first one writes, all of
# them read. To change the key put the new one behind, "1:OLD,2:NEW", and restart every process; then in front,
# "2:NEW,1:OLD", and restart again: so none comes upon a token that it cannot read. deploy/keys.md goes through it.
#   node -e "console.log(require('crypto').randomBytes(32).toString('base64'))"
ENCRYPTION_KEYS=

# fatal, error, warn, info, debug or trace
LOG_LEVEL=info

# Opens /metrics to Prometheus, at least 32 characters. Without one /metrics is for this machine alone, and in production
# it is not there.
METRICS_TOKEN=

# Opens the operators' pages, /operator/jobs, under the name "operator"; at least 16 characters. Without one they are not
# there.
#   node -e "console.log(require('crypto').randomBytes(24).toString('base64url'))"
OPERATOR_PASSWORD=

# Where a worker, which has no pages, shows its /metrics and /health/live, on HOST: on one machine each worker needs
# another one. Without one it shows none.
METRICS_PORT=

# A collector that takes traces (OTLP over HTTP, as JSON), such as http://127.0.0.1:4318. Without one there are none, and
# nothing of OpenTelemetry's SDK is loaded. Its other variables do what they do elsewhere: OTEL_EXPORTER_OTLP_HEADERS,
# OTEL_RESOURCE_ATTRIBUTES, OTEL_TRACES_SAMPLER and the like.
OTEL_EXPORTER_OTLP_ENDPOINT=
OTEL_SERVICE_NAME=<%= name %>

# Or the whole address for traces, where they go elsewhere than the rest; and "true" for none, whatever is set.
OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=
OTEL_SDK_DISABLED=

# Seconds that a process has, once it is told to end (SIGTERM), for what is under way. Whatever ends it by force has to
# wait longer.
SHUTDOWN_TIMEOUT=10

# Days for which it is kept who has changed what: README.md says for how long everything else is.
KEEP_AUDIT_DAYS=730

# What was deployed, as /version tells it. A build script sets them.
GIT_BRANCH=
GIT_COMMIT_ID=

# <%= externalName %>: its address, and the OAuth client registered there for this connector. Redirect address to
# register: APP_URL/auth/external/callback
EXTERNAL_URL=
EXTERNAL_CLIENT_ID=
EXTERNAL_CLIENT_SECRET=

# How the application may be called: by all processes together, for each linked account, and by one process at a time. A
# rate is written 10/second, 600/minute or 20000/hour; left empty there is no limit. Write a little less than the
# application allows: none is made too soon, but one that is late comes closer to the next. How many records of one
# organization are written at a time an entity says: "concurrency" in src/entity.ts, 4 by default.
EXTERNAL_RATE=
EXTERNAL_ACCOUNT_RATE=
EXTERNAL_CONCURRENCY=

# The developer platform that knows this connector, and lists the hubs it serves.
MNO_DEVPL_HOST=https://developer.maestrano.com
MNO_DEVPL_API_PATH=/api/config/v1/marketplaces
MNO_DEVPL_ENV_NAME=
MNO_DEVPL_ENV_KEY=
MNO_DEVPL_ENV_SECRET=

# Its last good answer is kept, encrypted, for a start while the platform is down. Default in production:
# data/tenants.copy. Put it where it outlives the process.
TENANTS_COPY=

# Anything at all, and the platform is not asked: not at the start, where the copy is taken, nor every hour.
SKIP_CONFIGURATION=

# Or, instead of the platform, a JSON file of the same shape.
TENANTS_FILE=
