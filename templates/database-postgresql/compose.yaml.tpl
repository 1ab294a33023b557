# The connector, its database and two workers on one machine: `docker compose up --build`. Settings come from .env; write
# APP_URL there. For development `docker compose up -d database` is enough.
x-connector: &connector
  build: .
  env_file: .env
  environment: &environment
    NODE_ENV: production
    HOST: 0.0.0.0
    PORT: 3000
    DATABASE_URL: postgresql://postgres:postgres@database:5432/<%= databaseName %>
  volumes: [data:/app/data] # The tenants' copy outlives the container.
  depends_on:
    migrate: { condition: service_completed_successfully }
  restart: unless-stopped
  stop_grace_period: 15s # More than SHUTDOWN_TIMEOUT.

services:
  database:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD: postgres
      POSTGRES_DB: <%= databaseName %>
    ports: ['127.0.0.1:5432:5432']
    volumes: [database:/var/lib/postgresql/data]
    healthcheck:
      test: [CMD, pg_isready, -U, postgres]
      interval: 2s
      retries: 30

  migrate:
    build: { context: ., target: build }
    env_file: .env
    environment: *environment
    depends_on:
      database: { condition: service_healthy }

  web:
    <<: *connector
    ports: ['3000:3000']

  worker:
    <<: *connector
    command: [node, dist/worker.js]
    environment:
      <<: *environment
      METRICS_PORT: 3000 # Where the image's healthcheck asks.
    deploy: { replicas: 2 }

  # Only where the queues shall not be in PostgreSQL: `docker compose --profile redis up`, with
  # REDIS_URL=redis://redis:6379 in .env.
  redis:
    image: redis:7
    profiles: [redis]
    volumes: [redis:/data]
    healthcheck:
      test: [CMD, redis-cli, ping]
    restart: unless-stopped

volumes:
  data:
  database:
  redis:
