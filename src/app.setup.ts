import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { toAppError, sendProblem } from './errors/problem-json.filter.js';
import { addBodyParsers } from './http/body-parsers.js';

/** The largest request body, in bytes: an article of a hundred thousand characters fits. */
const BODY_LIMIT_BYTES = 512 * 1024;

/**
 * Builds the application exactly as production runs it; main and every test use it.
 * The database must be migrated. It does not listen yet.
 */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => uuidv7(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(request, reply, toAppError(error));
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), adapter, {
    bodyParser: false,
    bufferLogs: true,
  });
  addBodyParsers(adapter.getInstance() as unknown as FastifyInstance);
  await app.init();
  await adapter.getInstance().ready();
  return app;
}
