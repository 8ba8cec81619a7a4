import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import type { Config } from '../config/config.js';

/** The application with nothing in it instantiated: enough for its document, without a database or a setting. */
export function createPreview(): Promise<INestApplication> {
  const nothing = { docs: true } as Config;
  return NestFactory.create(AppModule.with(nothing), new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
}
