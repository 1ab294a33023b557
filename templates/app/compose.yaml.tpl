# The connector on one machine: `docker compose up --build`. Settings come from .env; write APP_URL there.
services:
  migrate:
    build: { context: ., target: build }
    env_file: .env
    environment: &environment
      NODE_ENV: production
      HOST: 0.0.0.0
      PORT: 3000
      DATABASE_URL: file:/app/data/production.db
    volumes: [data:/app/data]

  web:
    build: .
    env_file: .env
    environment: *environment
    ports: ['3000:3000']
    volumes: [data:/app/data]
    depends_on:
      migrate: { condition: service_completed_successfully }
    restart: unless-stopped
    stop_grace_period: 15s # More than SHUTDOWN_TIMEOUT.

volumes:
  data:
