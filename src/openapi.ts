import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { createLogger } from './operations/logging/logger.js';
import { buildDocument } from './operations/openapi/document.js';

/** The API's document as JSON text. Nothing is started: in preview mode Nest makes no instance of anything. */
export async function openApiJson(): Promise<string> {
  const unused = {} as Config;
  const logger = createLogger({ mode: 'production', log: { level: 'silent' } }, { write: () => undefined });
  const app = await NestFactory.create(AppModule.with(unused, logger, ''), new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  return `${JSON.stringify(buildDocument(app), null, 2)}\n`;
}
