import { Injectable } from '@nestjs/common';
import { Logger } from 'nestjs-pino';

/** The framework's reports of each module and route it starts: only for debugging. */
const CHATTY = new Set<unknown>([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
]);

/** Nest's Logger, written by pino. */
@Injectable()
export class ServerLogger extends Logger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (CHATTY.has(rest.at(-1))) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }
}
