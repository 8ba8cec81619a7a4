import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { AppModule } from './app.module.js';
import { ApiAdapter } from './common/answer.js';
import { addBodyParser } from './common/body-parser.js';
import { Cors } from './common/cors.js';
import { refuseMalformed, refuseUnroutable, serverOptions } from './common/http-server.js';
import { createLog, NestLog, requestLogger } from './common/logging.js';
import { addRequestHooks } from './common/request-hooks.js';
import type { Config } from './config/config.js';
import { addDatabaseMetrics } from './metrics/database-metrics.js';
import { RequestMetrics } from './metrics/request-metrics.js';
import { Documentation } from './openapi/docs/documentation.js';
import { buildDocument } from './openapi/document.js';
import { PrismaService } from './prisma/prisma.service.js';

/** The application as production and the tests run it, not yet listening. */
export async function createApp(config: Config, metrics = new Registry()): Promise<NestFastifyApplication> {
  const { trustedProxies } = config;
  // Fastify takes a bare number for "trust none", as a count doesn't say who the nearest proxy is; here whoever deploys says it.
  const trustProxy =
    typeof trustedProxies === 'number' ? (_: string, hop: number) => hop < trustedProxies : trustedProxies;
  const log = createLog(config);
  const logRequest = requestLogger(log);
  const requests = new RequestMetrics(metrics);
  const note = (request: FastifyRequest, reply: FastifyReply) => {
    logRequest(request, reply);
    requests.observe(request, reply);
  };
  const frameworkErrors = refuseMalformed(note);
  const adapter = new ApiAdapter({ ...serverOptions, frameworkErrors, trustProxy, skipMiddie: true } as object);
  const fastify = adapter.getInstance();
  addRequestHooks(fastify, new Cors(config.corsOrigins));
  // Not when the answer is received (onResponse): then a client that leaves would not be told of.
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const end = () => note(request, reply);
    if (request.raw.socket.destroyed) end();
    else reply.raw.once('close', end);
    done();
  });
  refuseUnroutable(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLog(log),
  });
  addBodyParser(fastify);
  await app.init();
  addDatabaseMetrics(metrics, app.get(PrismaService));
  if (config.docs) app.get(Documentation).publish(() => buildDocument(app));
  return app;
}
