name: CI

on:
  push: { branches: [main, master] }
  pull_request:

jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      - run: <%= setUp %><%= frozenInstall %>
      - run: <%= run %> lint
      - run: <%= run %> typecheck
      - run: <%= run %> test
      - run: <%= run %> build
