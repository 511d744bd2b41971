import 'reflect-metadata';
import { fastifyCors } from '@fastify/cors';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DestinationStream } from 'pino';
import { Registry } from 'prom-client';
import { uuidv7 } from 'uuidv7';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { toAppError, sendProblem } from './errors/problem-json.filter.js';
import { addBodyParsers } from './http/body-parsers.js';
import { corsFor } from './http/cors.js';
import { addSecurityHeaders } from './http/security-headers.js';
import { noticeUnknownProxy } from './http/unknown-proxy.js';
import { createLogger } from './operations/logging/logger.js';
import { addRequestLog, nameRequest } from './operations/logging/request-log.js';
import { ServerLogger } from './operations/logging/server-logger.js';
import { serveDocument } from './operations/openapi/serve-document.js';
import { addRequestMetrics } from './operations/request-metrics.js';
import { builtPages } from './pages/built-pages.js';
import { serveAssets } from './pages/serve-assets.js';

/** The largest request body, in bytes: an article of a hundred thousand characters fits. */
const BODY_LIMIT_BYTES = 512 * 1024;

/** How long a client may take to send its request, in milliseconds. */
const REQUEST_TIMEOUT_MS = 60_000;

/** What tests put somewhere else. */
export interface AppOptions {
  /** Where the log goes; standard output unless given. */
  readonly logTo?: DestinationStream;
  /** The folder of the built pages; that of this project unless given. */
  readonly pagesFolder?: string;
}

/**
 * Builds the application exactly as production runs it; main and every test use it.
 * The database must be migrated. It does not listen yet.
 */
export async function createApp(
  config: Config,
  { logTo, pagesFolder = builtPages() }: AppOptions = {},
): Promise<NestFastifyApplication> {
  const logger = createLogger(config, logTo);
  const adapter = createAdapter(config.http.trustedProxies);
  const module = AppModule.with(config, logger, pagesFolder);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    abortOnError: false,
    bodyParser: false,
    bufferLogs: true,
  });
  app.useLogger(app.get(ServerLogger, { strict: false }));
  const server = adapter.getInstance<FastifyInstance>();
  addRequestLog(server, logger);
  noticeUnknownProxy(server, (proxy) => {
    logger.warn({ proxy }, 'X-Forwarded-For is not believed: TRUST_PROXY does not name this proxy');
  });
  addRequestMetrics(server, app.get(Registry));
  addSecurityHeaders(server, config.http);
  await openToOrigins(app, config.http.corsOrigins);
  addBodyParsers(server);
  serveDocument(app);
  await serveAssets(server, pagesFolder);
  await app.init();
  await server.ready();
  return app;
}

function createAdapter(trustedProxies: readonly string[]): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: [...trustedProxies],
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => uuidv7(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // There is no middleware of the Express kind, so nothing has to run it.
    skipMiddie: true,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      nameRequest(request, reply);
      sendProblem(request, reply, toAppError(error));
    },
  });
}

async function openToOrigins(app: NestFastifyApplication, origins: readonly string[]): Promise<void> {
  if (origins.length > 0) await app.register(fastifyCors, corsFor(origins));
}
