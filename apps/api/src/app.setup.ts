import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { addBodyParser } from './common/body-parser.js';
import { Cors } from './common/cors.js';
import { refuseUnroutable, serverOptions } from './common/http-server.js';
import { createLog, logRequests, NestLog } from './common/logging.js';
import { addRequestHooks } from './common/request-hooks.js';
import type { Config } from './config/config.js';
import { Documentation } from './openapi/docs/documentation.js';
import { buildDocument } from './openapi/document.js';

/** The application as production and the tests run it, not yet listening. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const { trustedProxies } = config;
  // Fastify takes a bare number for "trust none", as a count doesn't say who the nearest proxy is; here whoever deploys says it.
  const trustProxy =
    typeof trustedProxies === 'number' ? (_: string, hop: number) => hop < trustedProxies : trustedProxies;
  const adapter = new FastifyAdapter({ ...serverOptions, trustProxy, skipMiddie: true } as object);
  const log = createLog(config);
  const fastify = adapter.getInstance();
  addRequestHooks(fastify as never, new Cors(config.corsOrigins));
  logRequests(fastify as never, log);
  refuseUnroutable(fastify as never);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLog(log),
  });
  addBodyParser(fastify as never);
  await app.init();
  if (config.docs) app.get(Documentation).publish(buildDocument(app));
  return app;
}
