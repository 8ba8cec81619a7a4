# The image serves one instance of the API, and migrates the database when it starts. docs/deploy.md says how to run it.

FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS node

FROM node AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package's script is needed to build, or to run: argon2 brings its compiled code in the package.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json .swcrc prisma.config.ts ./
COPY prisma prisma
COPY apps apps
# The base image's Node builds; the one that package.json pins for machines with an old Node was not fetched.
RUN rm -f node_modules/.bin/node && npx prisma generate && npm run build

FROM node AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Prisma's own command line, an optional peer of its client, is what --omit=optional leaves out.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node AS runtime
# The runtime starts no package manager, so it has none that could be abused.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn-* /usr/local/bin/yarn*
WORKDIR /app
# Each of the four threads that hash passwords would keep 19 MB for the next one; two share them.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 MALLOC_ARENA_MAX=2
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY prisma/schema.prisma prisma/schema.prisma
COPY prisma/migrations prisma/migrations
# Root owns the files and `node` reads them: the program can't change itself, and needs to write nowhere.
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# V8 keeps what requests leave behind among the young, and collects sooner than it would on a large machine: half the memory (docs/performance.md).
CMD ["node", "--disable-sigusr1", "--enable-source-maps", "--no-allocation-site-pretenuring", "--max-semi-space-size=16", "--heap-growing-percent=15", "dist/apps/cli/src/main.js", "start"]
