import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { Config } from '../../apps/api/src/config/config.js';
import { readSigningKeys } from '../../apps/api/src/config/signing-keys.js';
import { serve, type Server } from '../../apps/api/src/main.js';
import { PrismaClient } from '../../apps/api/src/prisma/generated/client.js';
import { createPrismaService } from '../../apps/api/src/prisma/prisma.service.js';
import { createDatabase } from './database.js';
import { mailServer } from './mail.js';

/** The settings of a test's server: as in production, with limits that don't bite. */
export async function testConfig(overrides: Partial<Config> = {}): Promise<Config> {
  const much = [{ limit: 1_000_000, seconds: 1 }];
  return {
    production: false,
    host: '127.0.0.1',
    port: 0,
    management: { host: '127.0.0.1', port: 0, required: true },
    databaseUrl: overrides.databaseUrl ?? (await createDatabase()),
    publicUrl: 'http://homeroom.test',
    trustedProxies: 0,
    corsOrigins: [],
    signingKeys: readSigningKeys(undefined, false),
    smtpUrl: (await mailServer()).url,
    mailFrom: { name: 'Homeroom', address: 'homeroom@homeroom.test' },
    oidcProviders: [],
    logLevel: 'silent',
    rateLimits: { user: much, anonymous: much, login: much },
    maxInFlight: 10_000,
    docs: true,
    ...overrides,
  };
}

const servers: Server[] = [];

/** Starts a server of its own, for tests that need other settings; it stops with the file's last test. */
export async function startApp(overrides: Partial<Config> = {}) {
  const config = await testConfig(overrides);
  const server = await serve(config);
  servers.push(server);
  return { url: server.url, managementUrl: server.managementUrl!, config };
}

let shared: ReturnType<typeof startShared> | undefined;

/**
 * The server that a file's tests share, on a database of their own, with a client that looks behind the API, Prisma's, and one like
 * the server's own.
 */
export function app() {
  shared ??= startShared();
  return shared;
}

async function startShared() {
  const { url, managementUrl, config } = await startApp();
  const behind = new URL(config.databaseUrl);
  behind.searchParams.set('application_name', 'tests');
  const database = new PrismaClient({
    adapter: new PrismaPg({ connectionString: behind.href }),
    // Who holds a row until others wait for it needs longer than Prisma's five seconds on a busy machine.
    transactionOptions: { maxWait: 20_000, timeout: 20_000 },
  });
  return { url, managementUrl, config, database, prisma: createPrismaService({ databaseUrl: behind.href }) };
}

afterAll(async () => {
  const { database, prisma } = (await shared) ?? {};
  await Promise.all([database?.$disconnect(), prisma?.$disconnect()]);
  await Promise.all(servers.map((server) => server.stop()));
});

/** A text that no other test uses. */
export const unique = (prefix: string) => `${prefix}-${randomUUID().slice(-12)}`;
