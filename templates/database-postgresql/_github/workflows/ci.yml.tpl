name: CI

on:
  push: { branches: [main, master] }
  pull_request:

jobs:
  test:
    runs-on: ubuntu-latest
    services:
      postgres:
        image: postgres:17
        env: { POSTGRES_PASSWORD: postgres }
        ports: ['5432:5432']
        options: --health-cmd pg_isready --health-interval 2s --health-retries 30
    env:
      TEST_DATABASE_URL: postgresql://postgres:postgres@localhost:5432/postgres
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      - run: <%= setUp %><%= frozenInstall %>
      - run: <%= run %> lint
      - run: <%= run %> typecheck
      - run: <%= run %> test
      - run: <%= run %> build
