# The connector and its database on one machine: `docker compose up --build`. Settings come from .env; write APP_URL
# there. For development `docker compose up -d database` is enough.
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
    environment: &environment
      NODE_ENV: production
      HOST: 0.0.0.0
      PORT: 3000
      DATABASE_URL: postgresql://postgres:postgres@database:5432/<%= databaseName %>
    depends_on:
      database: { condition: service_healthy }

  web:
    build: .
    env_file: .env
    environment: *environment
    ports: ['3000:3000']
    depends_on:
      migrate: { condition: service_completed_successfully }
    restart: unless-stopped
    stop_grace_period: 15s # More than SHUTDOWN_TIMEOUT.

volumes:
  database:
