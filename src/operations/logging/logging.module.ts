import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { ServerLogger } from './server-logger.js';

/**
 * Makes Nest's Logger write to the given one. No middleware: a request's one line is written by request-log.ts, and
 * whoever logs an error names the request itself.
 */
@Module({})
export class LoggingModule {
  static with(logger: Logger): DynamicModule {
    return {
      module: LoggingModule,
      imports: [LoggerModule.forRoot({ pinoHttp: { logger }, useExisting: true, forRoutes: [] })],
      providers: [ServerLogger],
    };
  }
}
