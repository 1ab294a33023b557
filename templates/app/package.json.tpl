{
  "name": "<%= name %>",
  "version": "0.1.0",
  "private": true,
  "description": "Keeps the records of <%= externalName %> and of a Connec! hub in sync",
  "type": "module",
  "engines": {
    "node": "^20.19 || ^22.12 || >=24"
  },
  "scripts": {
    "dev": "connector dev",
    "build": "connector client && tsc -p tsconfig.build.json",
    "start": "node dist/server.js",
    "worker": "node dist/worker.js",
    "status": "node dist/status.js",
    "migrate": "connector migrate",
    "rehearse": "node --import tsx deploy/rehearse.ts",
    "test": "connector client && vitest run",
    "typecheck": "connector client && tsc",
    "lint": "biome check",
    "format": "biome check --write"
  },
  "dependencies": {
    "@badgateway/oauth2-client": "<%= versions['@badgateway/oauth2-client'] %>",
    "@fastify/basic-auth": "<%= versions['@fastify/basic-auth'] %>",
    "@fastify/cookie": "<%= versions['@fastify/cookie'] %>",
    "@fastify/csrf-protection": "<%= versions['@fastify/csrf-protection'] %>",
    "@fastify/formbody": "<%= versions['@fastify/formbody'] %>",
    "@fastify/helmet": "<%= versions['@fastify/helmet'] %>",
    "@fastify/rate-limit": "<%= versions['@fastify/rate-limit'] %>",
    "@fastify/session": "<%= versions['@fastify/session'] %>",
    "@fastify/static": "<%= versions['@fastify/static'] %>",
    "@fastify/view": "<%= versions['@fastify/view'] %>",
    "@node-saml/node-saml": "<%= versions['@node-saml/node-saml'] %>",
    "@opentelemetry/api": "<%= versions['@opentelemetry/api'] %>",
    "@opentelemetry/exporter-trace-otlp-http": "<%= versions['@opentelemetry/exporter-trace-otlp-http'] %>",
    "@opentelemetry/resources": "<%= versions['@opentelemetry/resources'] %>",
    "@opentelemetry/sdk-trace-base": "<%= versions['@opentelemetry/sdk-trace-base'] %>",
    "@prisma/client": "<%= versions['@prisma/client'] %>",
    <%- packages.map((name) => `"${name}": "${versions[name]}"`).join(',\n    ') %>,
    "croner": "<%= versions.croner %>",
    "ejs": "<%= versions.ejs %>",
    "fastify": "<%= versions.fastify %>",
    "fastify-plugin": "<%= versions['fastify-plugin'] %>",
    "ky": "<%= versions.ky %>",
    "light-my-request": "<%= versions['light-my-request'] %>",
    "pino": "<%= versions.pino %>",
    "pluralize": "<%= versions.pluralize %>",
    "prom-client": "<%= versions['prom-client'] %>",
    "zod": "<%= versions.zod %>"
  },
  "devDependencies": {
    "@biomejs/biome": "<%= versions['@biomejs/biome'] %>",
    "@types/ejs": "<%= versions['@types/ejs'] %>",
    "@types/node": "<%= versions['@types/node'] %>",
    <%- [...typePackages, '@types/pluralize'].map((name) => `"${name}": "${versions[name]}"`).join(',\n    ') %>,
    "create-connector": "<%= toolSpec %>",
    "fast-check": "<%= versions['fast-check'] %>",
    "pino-pretty": "<%= versions['pino-pretty'] %>",
    "tsc": "npm:typescript@<%= versions.typescript %>",
    "tsx": "<%= versions.tsx %>",
    "vitest": "<%= versions.vitest %>"
  },
  "resolutions": {
    "light-my-request": "<%= versions['light-my-request'] %>"
  },
  "allowScripts": {
    <%- deniedScripts.map((name) => `"${name}": false`).join(',\n    ') %>
  }
}
