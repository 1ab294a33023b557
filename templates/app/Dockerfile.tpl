# Builds, and holds the tools: `docker compose run migrate` migrates the database with this stage.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json <%= settings %>*lock* ./
RUN <%= setUp %><%= frozenInstall %>
COPY . .
RUN <%= run %> build && mkdir -p data && chown node:node data
USER node
CMD ["<%= exec %>", "connector", "migrate"]

# What runs in production: the compiled connector and its dependencies.
FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY package.json <%= settings %>*lock* ./
RUN <%= setUp %><%= productionInstall %> && mkdir data && chown node:node data
COPY views views
COPY public public
COPY --from=build /app/dist dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server.js"]
